import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { cacheDir } from "../../../values/places.ts";
import { writeAtomically } from "../../function/bundle/cache.ts";

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

type Validator = (definition: object) => Report;

interface Keywords {
  readonly keyword: string | string[];
}

/** As far as it is used here. */
interface Ajv {
  addKeyword(definition: Keywords): Ajv;
  getKeyword(keyword: string): unknown;
}

let loaded: Validator | undefined;

/**
 * asl-validator, loaded at the first call. It spends nearly all of its time on compiling its schemas anew for each
 * definition; so the first compiler is kept: schemas and options are always the same.
 */
function load(): Validator {
  const validator = require("asl-validator") as Validator;
  const ajv = createRequire(require.resolve("asl-validator"))("ajv") as { default: new (o: object) => Ajv };
  const Compiler = ajv.default;
  let kept: Ajv | undefined;
  class Kept extends Compiler {
    constructor(options: object) {
      super(kept ? {} : options);
      kept ??= this;
      // biome-ignore lint/correctness/noConstructorReturn: every later compiler is the first one.
      return kept;
    }
    // asl-validator adds its keywords again for each definition, and ajv refuses known ones.
    override addKeyword(definition: Keywords): Ajv {
      const known = [definition.keyword].flat().every((keyword) => this.getKeyword(keyword));
      return known ? this : super.addKeyword(definition);
    }
  }
  return (definition) => {
    ajv.default = Kept;
    try {
      return validator(definition);
    } finally {
      ajv.default = Compiler;
    }
  };
}

/**
 * All problems that the schema of the Amazon States Language finds in a finished definition (with ARNs in place); none
 * when it is valid. The first that is new costs some 0.3 s, most of it for the schema's own compilation.
 */
export function validateDefinition(definition: object): SchemaProblem[] {
  const text = JSON.stringify(definition);
  const problems = known.get(text) ?? kept(text);
  known.set(text, problems);
  return problems;
}

/** The answer that another process has kept, or one that is kept from now on. */
function kept(text: string): SchemaProblem[] {
  const { version } = require("asl-validator/package.json") as { version: string };
  const name = createHash("sha256").update(`${version} ${text}`).digest("hex");
  const file = join(cacheDir(), "definitions", `${name}.json`);
  try {
    return JSON.parse(readFileSync(file, "utf8")) as SchemaProblem[];
  } catch {
    // None yet; a broken one counts as none.
  }
  const problems = validate(text);
  writeAtomically(file, JSON.stringify(problems));
  return problems;
}

function validate(text: string): SchemaProblem[] {
  loaded ??= load();
  try {
    return loaded(JSON.parse(text)).errors.map(({ Message, schemaError }) => ({
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
