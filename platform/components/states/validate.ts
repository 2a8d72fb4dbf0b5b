import { createRequire } from "node:module";

interface Report {
  readonly isValid: boolean;
  readonly errors: readonly { readonly Message: string }[];
}

const require = createRequire(import.meta.url);

/** Answers by definition: a tool that runs many programs, or one again and again, validates each definition once. */
const known = new Map<string, string[]>();

/**
 * All problems that the schema of the Amazon States Language finds in a finished definition (with ARNs in place); none
 * when it is valid. Costs some 0.3 s, most of it for the schema's own compilation, so it is loaded on the first call.
 */
export function validateDefinition(definition: object): string[] {
  const text = JSON.stringify(definition);
  const problems = known.get(text) ?? validate(text);
  known.set(text, problems);
  return problems;
}

function validate(text: string): string[] {
  const validator = require("asl-validator") as (definition: object) => Report;
  try {
    return validator(JSON.parse(text)).errors.map(({ Message }) => Message);
  } catch (error) {
    return [`The definition can't be read: ${error instanceof Error ? error.message : String(error)}`];
  }
}
