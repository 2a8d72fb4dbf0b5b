import { existsSync } from "node:fs";
import { join } from "node:path";
import { answerFlags, answerRows, toldBy } from "../../generators/answers/flags.ts";
import { gather } from "../../generators/answers/gather.ts";
import type { Problem } from "../../generators/answers/problems.ts";
import { create } from "../../generators/create.ts";
import { isKind, kindNames, specOf } from "../../generators/kinds/index.ts";
import type { Told } from "../../generators/kinds/question.ts";
import { asJson, asText } from "../../generators/report.ts";
import { ExistsError } from "../../generators/write.ts";
import { codeownersFiles } from "../fleet/derived/codeowners.ts";
import { outOfDate, writeDerived } from "../fleet/derived/file.ts";
import { stackFiles } from "../fleet/derived/stack-files.ts";
import { findService } from "../fleet/services.ts";
import { Interrupted, UsageError } from "../values/problems.ts";
import { command } from "./command.ts";
import type { Flags, Parsed } from "./flags.ts";
import type { HelpPage } from "./help-text.ts";
import { interruption } from "./interruption.ts";
import { summaries } from "./summaries.ts";

/** Flags that are about the run and no answers. */
const runFlags = {
  answers: {
    type: "string",
    value: "<file>",
    help: "a JSON or YAML file of answers; a flag goes before the file",
  },
  dir: { type: "string", value: "<folder>", help: "folder that holds services/; default: the workspace" },
  "dry-run": { type: "boolean", help: "print what would be written, write nothing" },
  json: { type: "boolean", help: "print the result, or the problems, as JSON" },
  yes: {
    type: "boolean",
    help: "ask nothing: take the defaults, fail when something required is missing",
  },
} as const satisfies Flags;

await command({
  usage: "npm run new-service -- [kind] [name] [flags]",
  description: `${summaries["new-service"]}\nWithout a terminal, or with --yes, takes the default of everything optional.`,
  flags: { kind: { type: "string", help: "kind of service" }, ...answerFlags, ...runFlags },
  args: { min: 0, max: 2, ask: "Only kind and name go without a flag" },
  help: helpOf,
  exits: {
    0: "written (or, with --dry-run, could be written)",
    1: "failed; nothing was written",
    2: "bad input; every problem is listed, nothing was written",
    3: "there is a service of that name already; nothing was changed",
    130: "interrupted; nothing was written",
  },
  reportsProblems: true,
  existsError: ExistsError,
  run: async ({ flags, args, problems }) => {
    const { signal } = interruption();
    const { dir, json, "dry-run": dryRun } = flags;
    try {
      const given = together(flags.kind, toldBy(flags), args);
      const input = await gather(
        {
          ...given,
          answersFile: flags.answers,
          dir,
          problems: [
            ...problems.map(({ where = "arguments", problem }) => ({ where, problem })),
            ...given.problems,
          ],
          asks: !flags.yes && !json && process.stdin.isTTY === true,
        },
        signal,
      );
      const created = await create(input.kind, input.told, { root: dir, dryRun, signal });
      if (!dryRun) follow(created.folder);
      process.stdout.write(`${json ? asJson(created, dryRun) : asText(created, dryRun)}\n`);
      return undefined;
    } catch (error) {
      throw failure(error, signal);
    }
  },
});

/** What follows from a new service: the account of its stages in its stack files, its owner in CODEOWNERS. */
function follow(folder: string): void {
  const service = findService(folder);
  const owners = codeownersFiles(join(folder, "../..")).filter(({ path }) => existsSync(path));
  writeDerived(outOfDate([...stackFiles([service]), ...owners]));
}

/** Kind and name may stand without their flags. */
function together(kind: string | undefined, told: Told, [first, second]: readonly string[]) {
  const problems: Problem[] = [];
  const once = (where: string, flag: string | undefined, given: string | undefined) => {
    if (flag !== undefined && given !== undefined && flag !== given)
      problems.push({
        where,
        problem: `It is given twice, as ${JSON.stringify(flag)} and ${JSON.stringify(given)}; give it once.`,
      });
    return given ?? flag;
  };
  const name = once("name", told.name, second);
  return { kind: once("kind", kind, first), told: name === undefined ? told : { ...told, name }, problems };
}

function failure(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof Interrupted || signal.aborted)
    return new Interrupted("Interrupted; nothing was written.");
  if (error instanceof UsageError || error instanceof ExistsError) return error;
  const { message } = error instanceof Error ? error : new Error(String(error));
  return new Error(`The service could not be made, and nothing of it was left: ${message}`, { cause: error });
}

/** The page on one kind, or on all of them. */
function helpOf({ args, values }: Parsed): Partial<HelpPage> {
  const kind = args[0] ?? values.kind;
  if (typeof kind !== "string" || !isKind(kind))
    return {
      flags: runFlags,
      sections: [
        {
          title: "Kinds",
          rows: kindNames.map((one) => [one, `${specOf(one).title}: ${specOf(one).description}`]),
        },
      ],
      notes: ["Answers are given by flag or in an answers file. See: npm run new-service -- <kind> --help"],
    };
  const { title, description, variants } = specOf(kind);
  return {
    usage: `npm run new-service -- ${kind} [name] [flags]`,
    description: `${title}: ${description}.`,
    flags: runFlags,
    sections: [
      { title: "Answers", rows: answerRows(kind) },
      { title: "Results", rows: Object.entries(variants).map(([name, { makes }]) => [name, makes] as const) },
    ],
  };
}
