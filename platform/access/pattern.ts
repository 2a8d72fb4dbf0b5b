import type { Keys } from "./types.ts";

/** A text of a policy, cut at its wildcards and variables. */
export type Pattern = readonly Piece[];

interface Piece {
  /** `value`: of a variable, or one of `${*}`, `${?}` and `${$}`: never a wildcard, whatever it holds. */
  readonly kind: "written" | "value" | "*" | "?";
  readonly text: string;
}

/** The values that variables stand for; undefined where the document's version has no variables. */
export type Variables = Keys | undefined;

/**
 * A policy's text as a pattern; undefined where a variable has no value, or several. `${key, 'default'}` has a default.
 * Source: IAM User Guide, "IAM policy elements: Variables and tags".
 */
export function patternOf(text: string, variables: Variables): Pattern | undefined {
  const pieces: Piece[] = [];
  for (const [token] of text.matchAll(/\$\{[^{}]*\}|[*?]|[^*?$]+|\$/g)) {
    if (token === "*" || token === "?") pieces.push({ kind: token, text: token });
    else if (variables === undefined || !/^\$\{.*\}$/s.test(token)) pieces.push(...written(token));
    else {
      const value = valueOf(token.slice(2, -1), variables);
      if (value === undefined) return undefined;
      pieces.push({ kind: "value", text: value });
    }
  }
  return pieces;
}

/** Text that is no variable: `${*}` in a document without variables still holds a wildcard. */
function written(text: string): Piece[] {
  return text
    .split(/([*?])/)
    .filter((part) => part !== "")
    .map((part) => ({ kind: part === "*" || part === "?" ? part : "written", text: part }));
}

function valueOf(inside: string, variables: Keys): string | undefined {
  if (inside === "*" || inside === "?" || inside === "$") return inside;
  const [, key = "", fallback] = /^\s*([^,]*?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inside) ?? [];
  const values = variables.get(key.toLowerCase()) ?? [];
  return values.length === 1 ? values[0] : values.length === 0 ? fallback : undefined;
}

/** The pattern where wildcards are characters like others. */
export function textOf(pattern: Pattern): string {
  return pattern.map(({ text }) => text).join("");
}

/** Whether a text is all that a pattern says: `*` stands for any characters, `?` for one. */
export function matches(pattern: Pattern, text: string): boolean {
  if (isPlain(pattern)) return textOf(pattern) === text;
  const source = pattern.map((piece) =>
    piece.kind === "*" ? ".*" : piece.kind === "?" ? "." : escaped(piece.text),
  );
  return compiled(source).test(text);
}

/**
 * Whether a resource is among those that a `Resource` element names. In the first five parts of an ARN a wildcard stays in
 * its part, but for a `*` at the part's end, which "can expand to match beyond the colon boundaries" (IAM User Guide, "IAM
 * JSON policy elements: Resource").
 */
export function matchesResource(pattern: Pattern, arn: string): boolean {
  if (isPlain(pattern)) return textOf(pattern) === arn;
  let colons = 0;
  const source = pattern.map(({ kind, text }, i) => {
    if (kind === "written") colons += text.split(":").length - 1;
    const next = pattern[i + 1];
    const free = colons >= 5 || next === undefined || (next.kind === "written" && next.text.startsWith(":"));
    if (kind === "*") return free ? ".*" : "[^:]*";
    if (kind === "?") return colons >= 5 ? "." : "[^:]";
    return escaped(text);
  });
  return compiled(source).test(arn);
}

/**
 * Whether an ARN is one that `ArnLike` names: "Each of the six colon-delimited components of the ARN is checked separately"
 * (IAM User Guide, "IAM JSON policy elements: Condition operators"). The sixth holds further colons.
 */
export function matchesArn(pattern: Pattern, arn: string): boolean {
  const parts = partsOf(pattern);
  const components = /^([^:]*):([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/s.exec(arn)?.slice(1);
  return (
    components !== undefined &&
    parts.length === components.length &&
    parts.every((part, i) => matches(part, components[i]!))
  );
}

/** A pattern cut at its first five colons, those of values apart. */
function partsOf(pattern: Pattern): Pattern[] {
  const parts: Piece[][] = [[]];
  for (const piece of pattern) {
    if (piece.kind !== "written") parts.at(-1)!.push(piece);
    else
      for (const [i, text] of piece.text.split(":").entries()) {
        if (i > 0 && parts.length < 6) parts.push([{ kind: "written", text }]);
        else parts.at(-1)!.push({ kind: "written", text: i > 0 ? `:${text}` : text });
      }
  }
  return parts;
}

function isPlain(pattern: Pattern): boolean {
  return pattern.every(({ kind }) => kind === "written" || kind === "value");
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

function compiled(source: readonly string[]): RegExp {
  return new RegExp(`^${source.join("")}$`, "s");
}
