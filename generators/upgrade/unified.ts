import { diffIndices } from "node-diff3";
import { linesOf } from "./lines.ts";

/** Lines around a change, as diff and Git have them. */
const context = 3;

interface Hunk {
  readonly before: readonly [start: number, length: number];
  readonly after: readonly [start: number, length: number];
}

/** The change of a file as a unified diff, which `git apply` and `patch` take. Undefined stands for no file. */
export function unifiedDiff(path: string, before: string | undefined, after: string | undefined): string {
  const [old, now] = [linesOf(before ?? ""), linesOf(after ?? "")];
  const changed: Hunk[] = diffIndices(old, now).map(({ buffer1, buffer2 }) => ({
    before: buffer1,
    after: buffer2,
  }));
  const head = [
    `--- ${before === undefined ? "/dev/null" : `a/${path}`}\n`,
    `+++ ${after === undefined ? "/dev/null" : `b/${path}`}\n`,
  ];
  return [...head, ...grouped(changed).map((group) => hunkText(group, old, now))].join("");
}

/** Changes so close to each other that their contexts meet. */
function grouped(changed: readonly Hunk[]): Hunk[][] {
  const groups: Hunk[][] = [];
  for (const hunk of changed) {
    const last = groups.at(-1)?.at(-1);
    if (last && hunk.before[0] - (last.before[0] + last.before[1]) <= 2 * context) groups.at(-1)!.push(hunk);
    else groups.push([hunk]);
  }
  return groups;
}

function hunkText(group: readonly Hunk[], old: readonly string[], now: readonly string[]): string {
  const [first, last] = [group[0]!, group.at(-1)!];
  const lead = Math.min(context, first.before[0]);
  const trail = Math.min(context, old.length - (last.before[0] + last.before[1]));
  const [oldStart, newStart] = [first.before[0] - lead, first.after[0] - lead];
  const [oldEnd, newEnd] = [last.before[0] + last.before[1] + trail, last.after[0] + last.after[1] + trail];
  const lines: string[] = [];
  let at = oldStart;
  for (const { before, after } of group) {
    lines.push(...marked(" ", old.slice(at, before[0])));
    lines.push(...marked("-", old.slice(before[0], before[0] + before[1])));
    lines.push(...marked("+", now.slice(after[0], after[0] + after[1])));
    at = before[0] + before[1];
  }
  lines.push(...marked(" ", old.slice(at, oldEnd)));
  return `@@ -${range(oldStart, oldEnd)} +${range(newStart, newEnd)} @@\n${lines.join("")}`;
}

/** Lines are counted from 1; an empty range has the line before it. */
const range = (start: number, end: number): string =>
  end - start === 0 ? `${start},0` : end - start === 1 ? `${start + 1}` : `${start + 1},${end - start}`;

const marked = (mark: string, lines: readonly string[]): string[] =>
  lines.map((line) =>
    line.endsWith("\n") ? `${mark}${line}` : `${mark}${line}\n\\ No newline at end of file\n`,
  );
