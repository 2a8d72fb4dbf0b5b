import type { Answer } from "./question.ts";

/** Width of a line, as in biome.json: what is generated has to be formatted as biome would. */
const lineWidth = 110;

/** A value as a TypeScript expression; JSON's strings, numbers and lists are all valid TypeScript. */
export const json = (value: unknown): string => JSON.stringify(value);

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

/** A key of an object literal: quoted only when it has to be, as biome wants it. */
export const propertyName = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : json(key));

/** `check-stock` to `checkStock`. */
export const camelCase = (name: string): string =>
  name.replace(/-([a-z0-9])/g, (_, next: string) => next.toUpperCase());

/** `check-stock` to `CheckStock`. */
export const pascalCase = (name: string): string =>
  camelCase(name).replace(/^[a-z]/, (first) => first.toUpperCase());

/** Text in Markdown that shows exactly as written, whatever it holds. */
export const markdown = (text: string): string =>
  text.replace(/[\\`*_{}[\]<>()#+!|~&-]/g, (mark) => (mark === "-" ? mark : `\\${mark}`));

/** JSON as biome formats it: objects one key to a line, lists on one line while they fit. */
export function prettyJson(value: unknown, indent = ""): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const line = `[${value.map((item) => json(item)).join(", ")}]`;
    if (indent.length + line.length <= lineWidth / 2) return line;
    return `[\n${value.map((item) => inner + prettyJson(item, inner)).join(",\n")}\n${indent}]`;
  }
  if (typeof value !== "object" || value === null) return json(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{\n${entries.map(([key, item]) => `${inner}${json(key)}: ${prettyJson(item, inner)}`).join(",\n")}\n${indent}}`;
}
