import { isUtf8 } from "node:buffer";
import type { Files } from "../record.ts";
import { likeIn } from "./lines.ts";
import { isUnresolved, merge } from "./merge.ts";

/** What becomes of a file. Outcomes that write nothing are there to be told. */
export type Outcome =
  | "added"
  | "updated"
  | "merged"
  | "conflict"
  | "removed"
  /** Its template stands elsewhere by now; nothing else of it changes. */
  | "moved"
  /** The old place of a file that moved. */
  | "moved-away"
  /** The template has no such file any more, and people changed it. */
  | "kept"
  /** People deleted it, and its template has changed. */
  | "left-out"
  /** No text: people replaced it by something that can't be merged. */
  | "binary"
  /** Conflicts of an earlier merge are in it. */
  | "unresolved";

export interface Change {
  readonly path: string;
  readonly outcome: Outcome;
  /** Undefined where there is no such file. */
  readonly before?: Uint8Array;
  /** Undefined where nothing is written: the file is removed, or stays. */
  readonly after?: Uint8Array;
}

/** Whether a change is one for people to finish. */
export const needsPeople = ({ outcome }: Change): boolean =>
  outcome === "conflict" || outcome === "binary" || outcome === "unresolved";

/** Whether a file goes from its place. */
export const isRemoval = ({ outcome }: Change): boolean => outcome === "removed" || outcome === "moved-away";

/** The bytes of a service's file; undefined where there is none. */
export type Read = (path: string) => Uint8Array | undefined;

/**
 * What becomes of the files of a service when its templates change: `base` as they were written, `next` as they would be written
 * now, `read` as they are. Without a base, files that are there and differ are conflicts.
 */
export function changesOf(base: Files | undefined, next: Files, read: Read): Change[] {
  const paths = [...new Set([...(base ?? new Map()).keys(), ...next.keys()])].sort();
  return paths.flatMap((path): Change[] => {
    const before = read(path);
    const change =
      before === undefined
        ? missing(path, base?.get(path), next.get(path))
        : present(path, before, base?.get(path), next.get(path));
    // For people to compare: the record moves on.
    const beside = change?.outcome === "binary" ? [added(`${path}.new`, next.get(path)!)] : [];
    return change ? [change, ...beside] : [];
  });
}

function missing(path: string, old: string | undefined, now: string | undefined): Change | undefined {
  if (now === undefined || old === now) return undefined;
  return old === undefined ? added(path, now) : { path, outcome: "left-out" };
}

const added = (path: string, content: string): Change => ({
  path,
  outcome: "added",
  after: Buffer.from(content),
});

function present(
  path: string,
  before: Uint8Array,
  oldFile: string | undefined,
  newFile: string | undefined,
): Change | undefined {
  if (oldFile !== undefined && oldFile === newFile) return undefined;
  const text = isUtf8(before) ? Buffer.from(before).toString("utf8") : undefined;
  // Bytes without a text can't be what the generator wrote.
  const [old, now] = [oldFile, newFile].map((file) => file && likeIn(file, text ?? ""));
  if (now === undefined) return { path, outcome: text === old ? "removed" : "kept", before };
  if (text === now) return undefined;
  if (text === undefined || text.includes("\0")) return { path, outcome: "binary", before };
  if (text === old) return { path, outcome: "updated", before, after: Buffer.from(now) };
  if (isUnresolved(text)) return { path, outcome: "unresolved", before };
  const merged = merge(text, old, now);
  if (merged.text === text) return undefined;
  const outcome = merged.conflicts > 0 ? "conflict" : "merged";
  return { path, outcome, before, after: Buffer.from(merged.text) };
}
