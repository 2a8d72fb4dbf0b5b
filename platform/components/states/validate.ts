import { createRequire } from "node:module";

interface Report {
  readonly isValid: boolean;
  readonly errors: readonly {
    readonly Message: string;
    readonly schemaError?: { readonly instancePath?: string };
  }[];
}

/** A problem that the schema finds, and the state it is in, where it is in one. */
interface SchemaProblem {
  readonly message: string;
  readonly state?: string;
}

const require = createRequire(import.meta.url);

/** Answers by definition: a tool that runs many programs, or one again and again, validates each definition once. */
const known = new Map<string, SchemaProblem[]>();

/**
 * All problems that the schema of the Amazon States Language finds in a finished definition (with ARNs in place); none
 * when it is valid. Costs some 0.3 s, most of it for the schema's own compilation, so it is loaded on the first call.
 */
export function validateDefinition(definition: object): SchemaProblem[] {
  const text = JSON.stringify(definition);
  const problems = known.get(text) ?? validate(text);
  known.set(text, problems);
  return problems;
}

function validate(text: string): SchemaProblem[] {
  const validator = require("asl-validator") as (definition: object) => Report;
  try {
    return validator(JSON.parse(text)).errors.map(({ Message, schemaError }) => ({
      message: Message,
      state: innermost(schemaError?.instancePath),
    }));
  } catch (error) {
    return [
      { message: `The definition can't be read: ${error instanceof Error ? error.message : String(error)}` },
    ];
  }
}

/** `/States/both/Branches/0/States/charge/Resource` is about the state `charge`. */
function innermost(pointer = ""): string | undefined {
  const name = pointer.split("/States/").slice(1).at(-1)?.split("/")[0];
  return name?.replaceAll("~1", "/").replaceAll("~0", "~");
}
