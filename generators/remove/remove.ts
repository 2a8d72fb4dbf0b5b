import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
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

export const applyRemoval = (root: string, { name, changes }: Removal): void =>
  applyWithout(root, [join("services", name)], changes);

/** Moves folders aside, writes the changes, then deletes the folders; or leaves everything as it was. */
export function applyWithout(root: string, folders: readonly string[], changes: readonly Change[]): void {
  const moved: (readonly [from: string, aside: string])[] = [];
  try {
    for (const folder of folders) {
      const from = join(root, folder);
      const aside = join(dirname(from), `.${basename(from)}-${randomBytes(6).toString("hex")}`);
      renameSync(from, aside);
      moved.push([from, aside]);
    }
    applyChanges(root, changes);
  } catch (error) {
    for (const [from, aside] of moved) renameSync(aside, from);
    throw error;
  }
  for (const [, aside] of moved) rmSync(aside, { recursive: true, force: true });
}
