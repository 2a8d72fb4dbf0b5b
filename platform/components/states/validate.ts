import { createRequire } from "node:module";

interface Report {
  readonly isValid: boolean;
  readonly errors: readonly { readonly Message: string }[];
}

const require = createRequire(import.meta.url);

/**
 * All problems that the schema of the Amazon States Language finds in a finished definition (with ARNs in
 * place); none when it is valid. Costs some 0.3 s, most of it for the schema's own compilation, and so is
 * loaded on the first call and meant for tests and tools rather than for every run of a program.
 */
export function validateDefinition(definition: object): string[] {
  const validator = require("asl-validator") as (definition: object) => Report;
  try {
    // The validator adds fields to what it is given.
    return validator(structuredClone(definition)).errors.map(({ Message }) => Message);
  } catch (error) {
    return [`The definition can't be read: ${error instanceof Error ? error.message : String(error)}`];
  }
}
