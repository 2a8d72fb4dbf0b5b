import type { Answer } from "../kinds/question.ts";

/** Width of a line, as in biome.json: generated code has to be formatted as biome would. */
const lineWidth = 110;

/** A value as a TypeScript expression; JSON's strings, numbers and lists are all valid TypeScript. */
export const json = (value: unknown): string => JSON.stringify(value);

/** A text as a YAML scalar, quoted as biome would: in single quotes where that saves every escape. */
export function yaml(text: string): string {
  const double = json(text);
  const escaped = /\\[^"]/.test(double);
  return text.includes('"') && !escaped ? `'${text.replaceAll("'", "''")}'` : double;
}

/** `{ type: "sqs", batchSize: 10 }`: an object on one line, without the keys that are undefined. */
export function inline(value: Readonly<Record<string, Answer>>): string {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{ ${entries.map(([key, item]) => `${propertyName(key)}: ${json(item)}`).join(", ")} }`;
}

/** `key: "value",` for each key that has a value, one to a line, the value on a line of its own when too long. */
export function properties(indent: number, value: Readonly<Record<string, Answer>>): string {
  const pad = " ".repeat(indent);
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => {
      const line = `${pad}${propertyName(key)}: ${json(item)},`;
      return line.length <= lineWidth ? line : `${pad}${propertyName(key)}:\n${pad}  ${json(item)},`;
    })
    .join("\n");
}

/** A list as an expression that starts in a column: on one line when it fits, else one item to a line. */
export function list(column: number, items: readonly string[]): string {
  const line = `[${items.map((item) => json(item)).join(", ")}]`;
  // One more for the semicolon behind it.
  return column + line.length + 1 <= lineWidth
    ? line
    : `[\n${items.map((item) => `  ${json(item)},\n`).join("")}]`;
}

/** A key of an object literal: quoted only when it has to be, as biome wants it. */
export const propertyName = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : json(key));

/** A route key: `GET /orders/{id}`. */
export const route = (method: string, ...path: readonly string[]): string => `${method} ${path.join("")}`;

export const array = (...items: readonly string[]): readonly string[] => items;

export const concat = (...parts: readonly string[]): string => parts.join("");

/** An object of keys and values in turn: `object "type" source` in a template. */
export const object = (...pairs: readonly Answer[]): Readonly<Record<string, Answer>> =>
  Object.fromEntries(pairs.flatMap((key, i) => (i % 2 === 0 ? [[String(key), pairs[i + 1]]] : [])));

/** Text in Markdown that shows exactly as written, whatever it holds. */
export const markdown = (text: string): string =>
  text
    .replace(/[\\`*_{}[\]<>()#+!|~&]/g, (mark) => `\\${mark}`)
    // A hyphen or a number begins a list only in front, and a line of hyphens is a rule.
    .replace(/^(?:\d+(?=\.)|(?=-))/, "$&\\");

/**
 * JSON as biome formats it: objects one key to a line, lists of other values on one line while they fit. `taken` is the
 * width of the line's text before the value and behind it.
 */
export function prettyJson(value: unknown, indent = "", taken = 0): string {
  const inner = `${indent}  `;
  const comma = (i: number, all: readonly unknown[]) => (i < all.length - 1 ? 1 : 0);
  if (Array.isArray(value)) {
    const line = `[${value.map((item) => json(item)).join(", ")}]`;
    const flat = !value.some((item) => typeof item === "object" && item !== null);
    if (value.length === 0 || (flat && taken + line.length <= lineWidth)) return line;
    const items = value.map((item, i) => inner + prettyJson(item, inner, inner.length + comma(i, value)));
    return `[\n${items.join(",\n")}\n${indent}]`;
  }
  if (typeof value !== "object" || value === null) return json(value);
  const lines = Object.entries(value).map(([key, item], i, all) => {
    const start = `${inner}${json(key)}: `;
    return start + prettyJson(item, inner, start.length + comma(i, all));
  });
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n${indent}}`;
}
