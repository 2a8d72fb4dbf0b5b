import { diff3Merge, diffComm } from "node-diff3";
import { isCrlf, linesOf } from "./lines.ts";

export interface Merged {
  readonly text: string;
  readonly conflicts: number;
}

/** A piece of a merged file: lines that are clear, or both sides of a conflict. */
interface Piece {
  readonly ok?: readonly string[];
  readonly conflict?: { readonly a: readonly string[]; readonly b: readonly string[] };
}

/**
 * A file with the changes of people and those of its template, line by line. Where both changed the same lines they stand
 * between ordinary conflict markers. Without `base`, what they have in common, every difference is one.
 */
export function merge(ours: string, base: string | undefined, next: string): Merged {
  const [a, b] = [linesOf(ours), linesOf(next)];
  const pieces: Piece[] =
    base === undefined
      ? diffComm(a, b).map((one) =>
          one.common ? { ok: one.common } : { conflict: { a: one.buffer1, b: one.buffer2 } },
        )
      : diff3Merge(a, linesOf(base), b);
  const end = isCrlf(ours) ? "\r\n" : "\n";
  return {
    text: pieces.map((piece) => textOf(piece, end)).join(""),
    conflicts: pieces.filter(({ conflict }) => conflict).length,
  };
}

function textOf({ ok, conflict }: Piece, end: string): string {
  if (!conflict) return (ok ?? []).join("");
  const side = (lines: readonly string[]) => {
    const text = lines.join("");
    return text === "" || text.endsWith("\n") ? text : text + end;
  };
  return `<<<<<<< yours${end}${side(conflict.a)}=======${end}${side(conflict.b)}>>>>>>> template${end}`;
}

/** Whether conflicts of an earlier merge are still there. */
export const isUnresolved = (text: string): boolean => /^<{7} yours\r?$/m.test(text);
