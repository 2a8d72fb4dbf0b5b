import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { givenPath } from "../../platform/values/places.ts";
import { quote } from "../kinds/question.ts";
import type { Problem } from "./problems.ts";

/** Content of an answers file; `kind` is among the values. Whether the keys are known is checked with the kind. */
export interface AnswersFile {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

/** Reads a file of answers: one object, in JSON or YAML by its extension. Numbers and lists of texts become text. */
export async function readAnswersFile(path: string): Promise<AnswersFile> {
  const fail = (problem: string): AnswersFile => ({
    values: {},
    problems: [{ where: "--answers", problem }],
  });
  const extension = extname(path).toLowerCase();
  if (![".json", ".yaml", ".yml"].includes(extension))
    return fail(`${quote(path)} is neither .json nor .yaml; name a file of one of these.`);
  let data: unknown;
  try {
    const text = readFileSync(givenPath(path), "utf8");
    // YAML's parser is only loaded for a YAML file: it would slow every other run.
    data = extension === ".json" ? JSON.parse(text) : (await import("yaml")).parse(text);
  } catch (error) {
    return fail(`${path} can't be read: ${(error as Error).message}`);
  }
  if (typeof data !== "object" || data === null || Array.isArray(data))
    return fail(`${path} holds no object of answers, such as {"kind": "gateway", "name": "orders"}.`);

  const problems: Problem[] = [];
  const values: [string, string][] = [];
  for (const [key, value] of Object.entries(data)) {
    const text = textOf(value);
    if (text !== undefined) values.push([key, text]);
    else
      problems.push({
        where: key,
        problem: `${JSON.stringify(value)} given in ${path}; a text or a number is expected.`,
      });
  }
  return { values: Object.fromEntries(values), problems };
}

/** An answer as people would give it by a flag; undefined for a value that can't be one. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value.join(",");
  return undefined;
}
