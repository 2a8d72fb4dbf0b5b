import { relative } from "node:path";
import { styleText } from "node:util";
import { Interrupted, type Problem, UsageError } from "../values/problems.ts";
import { type Flags, type Parsed, type Positionals, parse } from "./flags.ts";
import { exitCodes, type HelpPage, helpText } from "./help-text.ts";
import { flagsKeptByNpm } from "./npm-flags.ts";

interface CommandSpec<F extends Flags> extends HelpPage {
  readonly flags: F;
  /** Arguments without a flag. Default: none. */
  readonly args?: Positionals;
  /** Parts of the help page that differ for some command lines. */
  readonly help?: (parsed: Parsed) => Partial<HelpPage>;
  /** Whether `run` reports the problems of the command line, together with those that it finds itself. */
  readonly reportsProblems?: boolean;
  /** The error that ends the command with exit code 3, as its place is taken already. */
  readonly existsError?: abstract new (
    ...args: never[]
  ) => Error;
  /** Gives an exit code other than 0 where it is needed. */
  readonly run: (input: Input<F>) => Promise<number | undefined>;
}

interface Input<F extends Flags> {
  readonly flags: FlagValues<F>;
  readonly args: readonly string[];
  readonly problems: readonly Problem[];
}

type FlagValues<F extends Flags> = {
  [K in keyof F]: F[K]["type"] extends "boolean"
    ? boolean
    : F[K] extends { default: string }
      ? Value<F[K]>
      : Value<F[K]> | undefined;
};

type Value<One> = One extends { choices: readonly (infer Choice extends string)[] } ? Choice : string;

/**
 * Runs a command: parses its flags, answers `--help`, prints an error as one message without a stack, as JSON too with
 * `--json`, and sets the exit code.
 */
export async function command<const F extends Flags>(
  spec: CommandSpec<F>,
  argv: readonly string[] = process.argv.slice(2),
): Promise<void> {
  const parsed = parse(spec.flags, spec.args, argv);
  if (parsed.values.help) {
    process.stdout.write(helpText({ ...spec, ...spec.help?.(parsed) }));
    return;
  }
  try {
    process.exitCode = (await spec.run(inputOf(spec, parsed, argv))) ?? exitCodes.done;
  } catch (error) {
    process.exitCode = report(error, spec, parsed.values.json === true);
    // An open prompt would keep the process alive.
    if (process.exitCode === exitCodes.interrupted) process.exit();
  }
}

function inputOf<F extends Flags>(spec: CommandSpec<F>, parsed: Parsed, argv: readonly string[]): Input<F> {
  const npm = flagsKeptByNpm(spec.usage, spec.flags, argv);
  if (npm.hint) process.stderr.write(`${npm.hint}\n`);
  const problems = [...npm.problems, ...parsed.problems];
  if (problems.length > 0 && !spec.reportsProblems) throw new UsageError(problems);
  return { flags: parsed.values as FlagValues<F>, args: parsed.args, problems };
}

type Failing = Pick<CommandSpec<Flags>, "usage" | "existsError">;

/** Prints an error for people, and for programs that asked for JSON; gives its exit code. */
function report(error: unknown, spec: Failing, json: boolean): number {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const status = statusOf(error, spec);
  if (json) {
    const problems = error instanceof UsageError ? { problems: error.problems } : {};
    process.stdout.write(`${JSON.stringify({ type: "error", status, message, ...problems })}\n`);
  }
  const print = (text: string) => process.stderr.write(`${text}\n`);
  if (status === "interrupted") {
    print(message || "Interrupted.");
    return exitCodes.interrupted;
  }
  print(`${styleText("red", "error", { stream: process.stderr })} ${message}`);
  if (status === "exists") return exitCodes.exists;
  if (status === "bad-input") {
    print(`Usage: ${spec.usage}; more with --help`);
    return exitCodes.badInput;
  }
  const place = placeOf(stack, message);
  if (place) print(`  at ${place}`);
  if (process.env.DEBUG) print(String(stack));
  return exitCodes.failed;
}

function statusOf(error: unknown, { existsError }: Failing) {
  if (error instanceof UsageError) return "bad-input";
  if (error instanceof Interrupted) return "interrupted";
  return existsError && error instanceof existsError ? "exists" : "failed";
}

/**
 * The place in the user's own files that an error comes from, `services/shop/index.ts:3`; none when it is not from there.
 * Only frames count, and the line that Node puts before a mistake in a file's syntax: a message may name files of its own.
 */
function placeOf(stack = "", message = ""): string | undefined {
  const start = Math.max(stack.indexOf(message), 0);
  const [syntax = ""] = stack.slice(0, start).split("\n", 1);
  const frames = stack.slice(start + message.length).split("\n");
  const places = [syntax.replace(/^(?=file:|[/A-Z])/, "at "), ...frames].map((line) =>
    /^\s*at (?:.*\()?(?:file:\/\/)?((?:\/|[A-Z]:)[^()?]*\.[cm]?[jt]s)(?:\?[^:]*)?:(\d+)/.exec(line),
  );
  const own = places.find((place) => place && !/[/\\](node_modules|platform)[/\\]/.test(place[1]!));
  return own ? `${relative(process.cwd(), own[1]!)}:${own[2]}` : undefined;
}
