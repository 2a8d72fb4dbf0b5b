import { type Expression, type Program, parseSync } from "oxc-parser";

/** The tree of a module; undefined where its syntax is wrong, which esbuild reports with file and line. */
export function treeOf(path: string, text: string): Program | undefined {
  // Only a package's .js leaves its kind open: scripts may return early, which modules may not.
  const kinds = /\.jsx?$/.test(path) ? (["unambiguous", "commonjs"] as const) : [undefined];
  for (const sourceType of kinds) {
    const { program, errors } = parseSync(path, text, { preserveParens: false, sourceType });
    if (errors.length === 0) return program;
  }
  return undefined;
}

/** The expression below types, which are gone at run time. */
export function bare(node: Expression): Expression {
  switch (node.type) {
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
      return bare(node.expression);
    default:
      return node;
  }
}

/** Text to put in place of a part of a source. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A source with its edits, none of which overlap. */
export function edited(source: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), source);
}

/** `3:10`: line and column of an offset, both from 1. */
export function placeOf(source: string, offset: number): string {
  const before = source.slice(0, offset).split("\n");
  return `${before.length}:${before.at(-1)!.length + 1}`;
}
