import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import { ValueError } from "../../../values/problems.ts";

/** A JSONata expression, made by the template tag `jsonata`. No string can stand for one, and it for no path. */
export class Jsonata {
  /** Without the `{% %}` that the Amazon States Language puts around it. */
  readonly expression: string;

  constructor(expression: string) {
    this.expression = expression;
  }
}

/** A value in a state machine written in JSONata: JSON in which any part may be an expression or an output. */
export type Template =
  | Jsonata
  | pulumi.Output<string>
  | string
  | number
  | boolean
  | null
  | readonly Template[]
  | { readonly [key: string]: Template };

/**
 * An expression in JSONata, such as `` jsonata`$states.input.total > ${limit}` ``. Values put into it become JSON, so that
 * any text stays a text; an expression put into it stays one, in parentheses.
 */
export function jsonata(parts: TemplateStringsArray, ...values: readonly Template[]): Jsonata {
  // As written: a regular expression's backslashes are JSONata's. Only what a template can't hold otherwise is unescaped.
  const raw = parts.raw.map((part) => part.replaceAll(/\\([`$])/g, "$1"));
  return new Jsonata(raw.map((part, i) => (i === 0 ? part : inline(values[i - 1]) + part)).join(""));
}

function inline(value: Template | undefined): string {
  if (value instanceof Jsonata) return `(${value.expression})`;
  if (pulumi.Output.isInstance(value))
    throw new ValueError([
      "jsonata: an output stands in an expression, which is written before its value is known; put it beside the expression, such as { queue: queue.url }, or assign it to a variable.",
    ]);
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  return `{${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}: ${inline(one)}`)
    .join(", ")}}`;
}

const require = createRequire(import.meta.url);

/** The problem with an expression's syntax, if any. The parser is loaded at the first expression of a program. */
export function syntaxProblem({ expression }: Jsonata): string | undefined {
  const parse = require("jsonata") as (expression: string) => unknown;
  try {
    parse(expression);
    return undefined;
  } catch (error) {
    const { message, position } = error as { message?: string; position?: number };
    const near = position === undefined ? "" : ` (character ${position})`;
    return `${JSON.stringify(expression)} is no JSONata${near}: ${message ?? String(error)}.`;
  }
}

/** Names of variables. Source: Step Functions developer guide, "Passing data between states with variables". */
export function variableProblems(names: readonly string[]): string[] {
  return names.flatMap((name) => {
    if (name === "states") return ['the variable "states" is Step Functions\' own; choose another name.'];
    if (/^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u.test(name)) return [];
    return [
      `the variable ${JSON.stringify(name)} is no name; letters, digits and "_" are allowed, at most 80, starting with a letter.`,
    ];
  });
}
