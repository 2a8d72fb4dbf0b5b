import { statSync } from "node:fs";
import { givenPath } from "../../platform/values/places.ts";
import { Interrupted } from "../../platform/values/problems.ts";
import { folderOf, refusal } from "../create.ts";
import { isKind, specOf } from "../kinds/index.ts";
import { isOpen, type Told } from "../kinds/question.ts";
import { existing, refuseExisting } from "../write.ts";
import { ask } from "./ask.ts";
import { readAnswersFile } from "./file.ts";
import { flagOf } from "./flags.ts";
import { checkAll, checkTold, type Problem } from "./problems.ts";

/** Answers of a command line. */
export interface Given {
  readonly kind: string | undefined;
  readonly told: Told;
  readonly answersFile: string | undefined;
  /** Folder that holds `services/`; undefined is the workspace. */
  readonly dir: string | undefined;
  /** Problems that are known already. */
  readonly problems: readonly Problem[];
  /** Whether to ask for missing answers in the terminal; otherwise they are problems, as wrong ones are. */
  readonly asks: boolean;
}

/** The kind and answers of flags, file and prompts together. Throws a `UsageError` with every problem so far. */
export async function gather(given: Given, signal: AbortSignal): Promise<{ kind?: string; told: Told }> {
  const { dir, asks } = given;
  const file = given.answersFile ? await readAnswersFile(given.answersFile) : { values: {}, problems: [] };
  const { kind: kindInFile, ...inFile } = file.values as Partial<Record<string, string>>;
  const kind = given.kind ?? kindInFile;
  const told = { ...inFile, ...given.told } as Told;
  const early = [...given.problems, ...file.problems, ...checkDir(dir)];
  const found = asks ? checkTold(kind, told) : checkAll(kind, told);
  // A wrong answer isn't missing as well.
  const named = early.map(({ where }) => flagOf(where.replace(/^--/, "")));
  const other = found.filter(({ where }) => !named.includes(flagOf(where)));
  const problems = [...early, ...other];
  if (problems.length > 0) throw refusal(problems);
  const known = kind !== undefined && isKind(kind) ? kind : undefined;
  const complete =
    known && specOf(known).questions.every((one) => Object.hasOwn(told, one.name) || !isOpen(one, told));
  if (!asks || complete) return { kind, told };
  // A name that is taken is refused before the questions, not after them.
  if (told.name) refuseExisting(folderOf(told.name, dir));
  const taken = (name: string) => existing(folderOf(name, dir))?.message;
  return untilAborted(ask(known, told, taken), signal);
}

/** A folder that isn't there is more often a typing mistake than a wish. */
function checkDir(dir: string | undefined): Problem[] {
  if (dir === undefined || statSync(givenPath(dir), { throwIfNoEntry: false })?.isDirectory()) return [];
  return [
    {
      where: "--dir",
      problem: `There is no folder ${JSON.stringify(dir)}; make it first, or correct the path.`,
    },
  ];
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
