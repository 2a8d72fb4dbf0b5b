import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, sep } from "node:path";
import { permissionsOf, textsBelow } from "../rename/texts.ts";
import { renamedReferences } from "../rename/words.ts";
import { applyChanges } from "../upgrade/apply.ts";
import type { Change } from "../upgrade/changes.ts";

/** Everything that goes with a service beside its folder, and what refers to it. Paths are from the workspace's root. */
export interface Removal {
  readonly name: string;
  readonly changes: readonly Change[];
  /** Files of other services that import it or read its outputs. */
  readonly references: readonly string[];
}

/** Works out a removal. Writes nothing. */
export function removalOf(root: string, name: string): Removal {
  const services = `services${sep}`;
  const changes: Change[] = [];
  const references: string[] = [];
  const permissions = permissionsOf(name);
  if (existsSync(join(root, permissions)))
    changes.push({ path: permissions, outcome: "removed", before: readFileSync(join(root, permissions)) });
  for (const { path, bytes, text } of textsBelow(root)) {
    if (path.startsWith(join("services", name) + sep)) continue;
    if (/(^|[\\/])CODEOWNERS$/.test(path)) changes.push(...withoutOwners(path, bytes, name));
    else if (path.startsWith(services) && refersTo(path.slice(services.length), text, name))
      references.push(path);
  }
  return { name, changes, references };
}

/** Code and catalogues that a rename would change; prose doesn't keep a service. */
function refersTo(path: string, text: string, from: string): boolean {
  if (!/\.[cm]?tsx?$|catalog-info\.yaml$/.test(path) || !text.includes(from)) return false;
  const renaming = { from, to: "", formerName: undefined, stages: [] };
  return renamedReferences(path.replaceAll(sep, "/"), text, renaming) !== text;
}

function withoutOwners(path: string, before: Buffer, name: string): Change[] {
  const lines = before.toString("utf8").match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const kept = lines.filter((line) => !new RegExp(`^/?services/${name}(/\\S*)?\\s`).test(line));
  return kept.length === lines.length
    ? []
    : [{ path, outcome: "updated", before, after: Buffer.from(kept.join("")) }];
}

/** Moves the folder aside, writes the changes, then deletes it; or leaves everything as it was. */
export function applyRemoval(root: string, { name, changes }: Removal): void {
  const folder = join(root, "services", name);
  const aside = join(root, "services", `.${name}-${randomBytes(6).toString("hex")}`);
  renameSync(folder, aside);
  try {
    applyChanges(root, changes);
  } catch (error) {
    renameSync(aside, folder);
    throw error;
  }
  rmSync(aside, { recursive: true, force: true });
}
