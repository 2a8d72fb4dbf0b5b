import { existsSync, readFileSync, renameSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { baseFile, readRecord, recordFile, recordFiles } from "../record.ts";
import { applyChanges } from "../upgrade/apply.ts";
import type { Change } from "../upgrade/changes.ts";
import { permissionsOf, textsBelow } from "./texts.ts";
import { formerNameIn, type Renaming, readdressed, renamedOwn, renamedReferences } from "./words.ts";

/** Everything that a rename changes in a workspace. Paths are from its root, those of the service in its new folder. */
export interface Rename {
  readonly renaming: Renaming;
  readonly changes: readonly Change[];
  /** Lines that have the old name and stay as they are, as `path:line`. */
  readonly mentions: readonly string[];
}

/** Works out a rename. Writes nothing. Names must have been checked. */
export function renameOf(
  root: string,
  from: string,
  to: string,
  names: { fresh: boolean; stages: readonly string[] },
): Rename {
  const own = join("services", from);
  const before = formerNameIn(readFileSync(join(root, own, "Pulumi.yaml"), "utf8"));
  const kept = names.fresh ? undefined : (before ?? from);
  const renaming: Renaming = {
    from,
    to,
    formerName: kept === to ? undefined : kept,
    stages: names.fresh ? names.stages : [],
  };
  const changes: Change[] = [...recordChanges(root, renaming)];
  const mentions: string[] = [];
  for (const { path, bytes, text } of textsBelow(root)) {
    const isOwn = path.startsWith(own + sep);
    if (path === permissionsOf(from)) {
      changes.push(...moved(path, permissionsOf(to), bytes));
      continue;
    }
    const shownAt = isOwn ? join("services", to, relative(own, path)) : path;
    const now = isOwn ? ownText(relative(own, path), text, renaming) : othersText(path, text, renaming);
    if (now !== text)
      changes.push({ path: shownAt, outcome: "updated", before: bytes, after: Buffer.from(now) });
    if (!isOwn || !isRecordPath(relative(own, path))) mentions.push(...mentionsIn(shownAt, now, renaming));
  }
  return { renaming, changes, mentions };
}

const moved = (from: string, to: string, bytes: Uint8Array): Change[] => [
  { path: to, outcome: "added", after: bytes },
  { path: from, outcome: "removed", before: bytes },
];

const isRecordPath = (path: string): boolean => path === recordFile || path === baseFile;

const ownText = (path: string, text: string, renaming: Renaming): string =>
  isRecordPath(path) ? text : renamedOwn(path.replaceAll(sep, "/"), text, renaming);

/** Code outside of services names services too, in tests and tables of its own: people see to it. */
function othersText(path: string, text: string, renaming: Renaming): string {
  const at = path.replaceAll(sep, "/");
  if (at.startsWith("services/")) return renamedReferences(at.slice("services/".length), text, renaming);
  const isProse = /\.md$|(^|\/)CODEOWNERS$|^\.github\//.test(at);
  return isProse ? readdressed(text, renaming) : text;
}

/** The record with the new name, its files as the generator would have written them under it. */
function recordChanges(root: string, renaming: Renaming): Change[] {
  const { from, to, formerName } = renaming;
  const folder = join(root, "services", from);
  const recorded = readRecord(folder);
  if (!recorded) return [];
  const { record, base } = recorded;
  const { kind, answers, templates } = record;
  const renamed = {
    kind,
    answers: { ...answers, name: to },
    ...(formerName !== undefined && { formerName }),
    templates,
  };
  const files = [...(base ?? [])].map(([path, content]) => ({
    path,
    content: renamedOwn(path, content, renaming),
  }));
  return recordFiles(renamed, files)
    .filter(({ path }) => base !== undefined || path !== baseFile)
    .map(({ path, content }) => ({
      path: join("services", to, path),
      outcome: "updated" as const,
      before: readFileSync(join(folder, path)),
      after: Buffer.from(content),
    }));
}

function mentionsIn(path: string, text: string, { from }: Renaming): string[] {
  if (!text.includes(from)) return [];
  const name = new RegExp(`(?<![\\w-])${from}(?![\\w-])`);
  return text
    .split("\n")
    .flatMap((line, i) => (name.test(line) && !line.includes("formerName") ? [`${path}:${i + 1}`] : []));
}

/** Moves the service and writes the changes, or leaves everything as it was. */
export function applyRename(root: string, { renaming: { from, to }, changes }: Rename): void {
  const [old, now] = [join(root, "services", from), join(root, "services", to)];
  if (existsSync(now)) throw new Error(`${now} is there by now; nothing was changed.`);
  renameSync(old, now);
  try {
    applyChanges(root, changes);
  } catch (error) {
    renameSync(now, old);
    throw error;
  }
}
