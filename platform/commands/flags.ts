import { parseArgs } from "node:util";
import { closest, type Problem, suggestion } from "../values/problems.ts";

/** A flag of a command. */
export interface Flag {
  readonly type: "string" | "boolean";
  readonly short?: string;
  readonly default?: string | boolean;
  /** Its line in `--help`. */
  readonly help: string;
  /** The name of its value in `--help`: `<stage>`. */
  readonly value?: string;
  /** The only values allowed. */
  readonly choices?: readonly string[];
}

export type Flags = Readonly<Record<string, Flag>>;

/** Arguments without a flag: the numbers that a command takes, and the sentence that asks for them. */
export interface Positionals {
  readonly min: number;
  readonly max: number;
  /** `Name one service`. */
  readonly ask: string;
}

/** A command line, read. */
export interface Parsed {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly args: readonly string[];
  readonly problems: readonly Problem[];
}

/** The one argument of commands that work on a service. */
export const oneService: Positionals = { min: 1, max: 1, ask: "Name one service" };

/** The stage of commands that run a program offline. */
export const stageFlag = {
  type: "string",
  default: "dev",
  value: "<stage>",
  help: "stack whose config to use",
} as const satisfies Flag;

const helpFlag: Flag = { type: "boolean", short: "h", help: "this text" };

/** The flags of a command and `--help`, which every command has. */
export const withHelp = (flags: Flags): Flags => ({ ...flags, help: helpFlag });

/** A value in a message: short, quoted and on one line. */
const quote = (value: string): string =>
  JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}...` : value);

/** Reads a command line. Never throws: all problems are collected. */
export function parse(flags: Flags, positionals: Positionals | undefined, argv: readonly string[]): Parsed {
  const known = withHelp(flags);
  const problems: Problem[] = [];
  const values = new Map<string, string | boolean>();
  const args: string[] = [];
  // The word after an unknown flag is most likely its value, and no argument of its own.
  let unknownAt = Number.NaN;
  for (const token of tokensOf(known, argv)) {
    if (token.kind === "positional" && token.index !== unknownAt + 1) args.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName: where, value } = token;
    const flag = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!flag) {
      if (value === undefined) unknownAt = token.index;
      problems.push({
        where,
        problem: `There is no such flag; did you mean --${closest(name, Object.keys(known))}? See --help.`,
      });
    } else {
      const problem = problemOf(name, flag, value, values.get(name));
      if (problem) problems.push({ where, problem });
      else values.set(name, flag.type === "boolean" ? true : value!);
    }
  }
  if (args.length < (positionals?.min ?? 0) || args.length > (positionals?.max ?? 0))
    problems.push({ problem: countProblem(positionals, args) });
  const defaults = Object.entries(known).map(([name, flag]) => [
    name,
    flag.default ?? (flag.type === "boolean" ? false : undefined),
  ]);
  return { values: { ...Object.fromEntries(defaults), ...Object.fromEntries(values) }, args, problems };
}

/** Strict parsing ends at the first mistake; the tokens of the other kind let all of them be found. */
function tokensOf(flags: Flags, argv: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { type, short }]) => [name, { type, ...(short && { short }) }]),
  );
  const end = argv.indexOf("--");
  // A flag whose value was forgotten must not take the next flag for it.
  const args = argv.map((arg, i) => {
    const lacksValue =
      (end === -1 || i < end) &&
      arg.startsWith("--") &&
      options[arg.slice(2)]?.type === "string" &&
      (argv[i + 1] ?? "--").startsWith("--");
    return lacksValue ? `${arg}=` : arg;
  });
  return parseArgs({ args, options, strict: false, tokens: true, allowPositionals: true }).tokens;
}

function problemOf(
  name: string,
  { type, value: title = `<${name}>`, choices }: Flag,
  value: string | undefined,
  before: string | boolean | undefined,
): string | undefined {
  if (type === "boolean") return value === undefined ? undefined : "It takes no value.";
  if (!value) return `It needs a value: --${name} ${title}.`;
  if (before !== undefined && before !== value)
    return `It is given twice, as ${quote(String(before))} and ${quote(value)}; give it once.`;
  if (choices && !choices.includes(value))
    return `${quote(value)} given; one of ${choices.join(", ")} is expected.${suggestion(value, choices)}`;
  return undefined;
}

function countProblem(positionals: Positionals | undefined, args: readonly string[]): string {
  if (positionals) return `${positionals.ask}; ${args.length} given.`;
  return `Only flags are expected; ${args.map(quote).join(", ")} given.`;
}
