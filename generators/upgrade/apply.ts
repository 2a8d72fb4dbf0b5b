import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Change, isRemoval } from "./changes.ts";

/** Makes a folder's temporary name begin so; one that a killed run left behind is removed by the next. */
const prefix = ".upgrade-";

/**
 * Writes changes as a whole or not at all: first into a hidden folder of the service, then each file is renamed to its place, in
 * order and without a break that a signal could come into. When one can't be, those before it are put back.
 */
export function applyChanges(folder: string, changes: readonly Change[], signal?: AbortSignal): void {
  const temporary = join(folder, `${prefix}${randomBytes(6).toString("hex")}`);
  const writing = changes.filter(({ after }) => after !== undefined);
  try {
    for (const { path, after } of writing) {
      signal?.throwIfAborted();
      const file = join(temporary, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, after!);
      const there = statSync(join(folder, path), { throwIfNoEntry: false });
      if (there) chmodSync(file, there.mode);
    }
    signal?.throwIfAborted();
    moveAll(folder, temporary, changes);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function moveAll(folder: string, temporary: string, changes: readonly Change[]): void {
  const done: Change[] = [];
  try {
    for (const change of changes) {
      const file = join(folder, change.path);
      if (change.after !== undefined) {
        mkdirSync(dirname(file), { recursive: true });
        renameSync(join(temporary, change.path), file);
      } else if (isRemoval(change)) rmSync(file);
      else continue;
      done.push(change);
    }
  } catch (error) {
    for (const { path, before } of done.reverse())
      if (before === undefined) rmSync(join(folder, path), { force: true });
      else writeFileSync(join(folder, path), before);
    throw error;
  }
  for (const change of done) if (isRemoval(change)) removeEmpty(folder, dirname(change.path));
}

/** Removes folders that a removed file leaves empty, up to the service's own. */
function removeEmpty(folder: string, path: string): void {
  for (let at = path; at !== "."; at = dirname(at))
    try {
      rmdirSync(join(folder, at));
    } catch {
      return;
    }
}
