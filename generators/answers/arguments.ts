import { parseArgs } from "node:util";
import { closest } from "../../platform/values/problems.ts";
import { kindNames, specOf } from "../kinds/index.ts";
import { quote, type Told } from "../kinds/question.ts";
import { flagOf, type Problem } from "./problems.ts";

/** Flags that are about the run and no answers. */
export const switches = {
  answers: "a JSON or YAML file of answers; a flag goes before the file",
  dir: "root of the repository that holds services/; default: this one",
  "dry-run": "print what would be written, write nothing",
  json: "print the result, or the problems, as one JSON object",
  yes: "ask nothing: take the defaults, fail when something required is missing",
  help: "this help; with a kind, its answers",
} as const;

const withoutValue = ["dry-run", "json", "yes", "help"];

export interface Arguments {
  readonly kind?: string;
  readonly told: Told;
  readonly answersFile?: string;
  readonly dir?: string;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly yes: boolean;
  readonly help: boolean;
  readonly problems: readonly Problem[];
}

/** Flag to the name of the answer it gives: `batch-size` to `batchSize`. */
const answerFlags: ReadonlyMap<string, string> = new Map(
  kindNames.flatMap((kind) => specOf(kind).questions).map(({ name }) => [flagOf(name), name]),
);

/** Reads a command line. Doesn't throw: mistakes are collected, so that they can be reported with those of the answers. */
export function readArguments(argv: readonly string[]): Arguments {
  const valued = ["kind", "answers", "dir", ...answerFlags.keys()];
  const options = Object.fromEntries([
    ...valued.map((flag) => [flag, { type: "string" as const }]),
    ...withoutValue.map((flag) => [flag, { type: "boolean" as const }]),
  ]);
  // A flag whose value was forgotten must not take the next flag for it.
  const args = argv.map((arg, i) => {
    const bare = arg.startsWith("--") && valued.includes(arg.slice(2));
    return bare && (argv[i + 1] ?? "--").startsWith("--") ? `${arg}=` : arg;
  });
  // parseArgs in its strict mode stops at the first mistake; its tokens let all of them be found.
  const { tokens } = parseArgs({ args, options, strict: false, tokens: true, allowPositionals: true });
  const problems: Problem[] = [];
  const values = new Map<string, string>();
  const positionals: string[] = [];
  const set = (where: string, name: string, value: string): void => {
    if (values.has(name) && values.get(name) !== value)
      problems.push({
        where,
        problem: `It is given twice, as ${quote(values.get(name)!)} and ${quote(value)}; give it once.`,
      });
    values.set(name, value);
  };

  // What follows an unknown flag is most likely its value, not the kind or the name.
  let unknownAt = Number.NaN;
  for (const token of tokens) {
    if (token.kind === "positional" && token.index !== unknownAt + 1) positionals.push(token.value);
    if (token.kind !== "option") continue;
    const { name, value } = token;
    const where = token.rawName;
    if (withoutValue.includes(name)) {
      if (value !== undefined) problems.push({ where, problem: "It takes no value." });
      values.set(name, "true");
    } else if (!valued.includes(name)) {
      if (value === undefined) unknownAt = token.index;
      const near = closest(name, [...valued, ...withoutValue]);
      problems.push({ where, problem: `There is no such flag; did you mean --${near}? See --help.` });
    } else if (!value) {
      problems.push({ where, problem: `It needs a value: --${name} <${name}>.` });
    } else set(where, name, value);
  }
  const [kind, name, ...rest] = positionals;
  if (kind !== undefined) set("kind", "kind", kind);
  if (name !== undefined) set("name", "name", name);
  for (const extra of rest)
    problems.push({
      where: "arguments",
      problem: `${quote(extra)} is one too many; only kind and name go without a flag.`,
    });

  const told = [...answerFlags].flatMap(([flag, answer]) =>
    values.has(flag) ? [[answer, values.get(flag)!]] : [],
  );
  return {
    kind: values.get("kind"),
    told: Object.fromEntries(told),
    answersFile: values.get("answers"),
    dir: values.get("dir"),
    dryRun: values.has("dry-run"),
    json: values.has("json"),
    yes: values.has("yes"),
    help: values.has("help"),
    problems,
  };
}
