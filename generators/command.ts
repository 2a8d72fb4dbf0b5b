import { statSync } from "node:fs";
import { type Arguments, readArguments } from "./answers/arguments.ts";
import { ask, Interrupted } from "./answers/ask.ts";
import { readAnswersFile } from "./answers/file.ts";
import { checkAll, checkTold, type Problem } from "./answers/problems.ts";
import { AnswersError, create, describe, folderOf } from "./create.ts";
import { help } from "./help.ts";
import { isKind, specOf } from "./kinds/index.ts";
import { isOpen, type Told } from "./kinds/question.ts";
import { asJson, asText } from "./report.ts";
import { ExistsError, existing, refuseExisting } from "./write.ts";

const exit = { written: 0, failure: 1, badInput: 2, exists: 3, interrupted: 130 } as const;

/** The command `npm run new-service`. Gives the exit code; prints results to stdout and problems to stderr. */
async function main(argv: readonly string[], signal: AbortSignal): Promise<number> {
  const args = readArguments(argv);
  try {
    if (args.help) {
      console.log(help(args.kind && isKind(args.kind) ? args.kind : undefined));
      return exit.written;
    }
    const input = await gather(args, signal);
    const created = await create(input.kind, input.told, { root: args.dir, dryRun: args.dryRun, signal });
    console.log(args.json ? asJson(created, args.dryRun) : asText(created, args.dryRun));
    return exit.written;
  } catch (error) {
    return report(error, args, signal);
  }
}

/** The kind and answers of flags, file and prompts together. Throws AnswersError with every problem there is so far. */
async function gather(args: Arguments, signal: AbortSignal): Promise<{ kind?: string; told: Told }> {
  const file = args.answersFile ? await readAnswersFile(args.answersFile) : { values: {}, problems: [] };
  const { kind: kindInFile, ...inFile } = file.values as Partial<Record<string, string>>;
  const kind = args.kind ?? kindInFile;
  const told = { ...inFile, ...args.told } as Told;
  // Without a terminal nobody can be asked: what is missing is a problem like what is wrong.
  const asks = !args.yes && !args.json && process.stdin.isTTY === true;
  const given = [...args.problems, ...file.problems, ...checkDir(args.dir)];
  const found = asks ? checkTold(kind, told) : checkAll(kind, told);
  // An answer that was given wrongly isn't missing as well.
  const other = found.filter(({ where }) => !given.some((one) => one.where.replace(/^--/, "") === where));
  const problems = [...given, ...other];
  if (problems.length > 0) throw new AnswersError(problems);
  const known = kind !== undefined && isKind(kind) ? kind : undefined;
  const complete =
    known && specOf(known).questions.every((one) => Object.hasOwn(told, one.name) || !isOpen(one, told));
  if (!asks || complete) return { kind, told };
  // Nobody should answer everything and then hear that the name is taken.
  if (told.name) refuseExisting(folderOf(told.name, args.dir));
  const taken = (name: string) => existing(folderOf(name, args.dir))?.message;
  return untilAborted(ask(known, told, taken), signal);
}

/** A folder that isn't there is a slip of the keyboard more often than a wish. */
function checkDir(dir: string | undefined): Problem[] {
  if (dir === undefined || statSync(dir, { throwIfNoEntry: false })?.isDirectory()) return [];
  return [
    {
      where: "--dir",
      problem: `There is no folder ${JSON.stringify(dir)}; make it first, or correct the path.`,
    },
  ];
}

/** Prints what went wrong, for people or programs, and gives the exit code of it. */
function report(error: unknown, { json }: Arguments, signal: AbortSignal): number {
  if (error instanceof Interrupted || signal.aborted) {
    fail(json, "interrupted", ["Interrupted; nothing was written."]);
    return exit.interrupted;
  }
  if (error instanceof AnswersError) {
    const lines = error.details.map(describe);
    fail(
      json,
      "bad-input",
      [`${lines.length} problem(s), nothing was written:`, ...lines.map((line) => `  - ${line}`)],
      error.details,
    );
    return exit.badInput;
  }
  if (error instanceof ExistsError) {
    fail(json, "exists", [error.message]);
    return exit.exists;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  fail(json, "failure", [
    `The service could not be made, and nothing of it was left: ${message}`,
    ...(process.env.DEBUG ? [String(stack)] : []),
  ]);
  return exit.failure;
}

function fail(json: boolean, status: string, lines: readonly string[], problems?: readonly Problem[]): void {
  if (json)
    console.log(JSON.stringify({ status, message: lines[0], ...(problems && { problems }) }, null, 2));
  else console.error(lines.join("\n"));
}

/** `work`, or a rejection as soon as the run is interrupted. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(new Interrupted()), { once: true });
  });
  // A prompt that Ctrl-C closes leaves nothing that keeps the process alive until the signal arrives.
  const alive = setInterval(() => {}, 1_000);
  return Promise.race([work, aborted]).finally(() => clearInterval(alive));
}

/** Runs the command line of this process to its end and sets its exit code; signals interrupt it. */
export async function run(): Promise<void> {
  const interruption = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => interruption.abort());
  process.exitCode = await main(process.argv.slice(2), interruption.signal);
  // An open prompt would keep the process alive.
  if (process.exitCode === exit.interrupted) process.exit();
}
