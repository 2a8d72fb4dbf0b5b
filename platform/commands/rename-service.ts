import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { checkFileName } from "../../generators/kinds/question.ts";
import { applyRename, type Rename, renameOf } from "../../generators/rename/rename.ts";
import { renameJson, renameText } from "../../generators/rename/report.ts";
import { formerlyNamed, formerNameProblem } from "../../generators/rename/taken.ts";
import { followOwners } from "../fleet/lifecycle/owners.ts";
import { rehearse } from "../fleet/lifecycle/rehearsal.ts";
import { NoAnswer, pulumi, renameArgs, type Stack, stacksOf } from "../fleet/lifecycle/stacks.ts";
import { findService, missing, type Service, serviceNames, servicesDir } from "../fleet/services.ts";
import { workspaceDir } from "../values/places.ts";
import { Interrupted, type Problem, UsageError } from "../values/problems.ts";
import { command } from "./command.ts";
import { exitCodes } from "./help-text.ts";
import { interruption } from "./interruption.ts";
import { summaries } from "./summaries.ts";

await command({
  usage: "npm run rename-service -- <old> <new> [flags]",
  description: `${summaries["rename-service"]}\nAWS renames nothing, so the resources keep the names that they have: none is replaced.`,
  flags: {
    stacks: { type: "boolean", help: "give the deployed stacks their new name too, by pulumi stack rename" },
    "new-names": {
      type: "boolean",
      help: "let the names of the resources follow; only for a service that isn't deployed",
    },
    "dry-run": { type: "boolean", help: "print what would change, change nothing" },
    json: { type: "boolean", help: "print the result, or the problems, as JSON" },
  },
  args: { min: 2, max: 2, ask: "Give the service's name and its new one" },
  exits: {
    0: "renamed (with --dry-run: could be)",
    1: "failed; files are as they were, unless the message says that only a stack is left to rename",
    2: "bad input; every problem is listed, nothing was changed",
    130: "interrupted; nothing was changed",
  },
  run: async ({ flags, args: [from = "", to = ""] }) => {
    const { signal } = interruption();
    refuse(nameProblems(from, to));
    const service = findService(from);
    const stacks = await listed(service, signal);
    refuse(stackProblems(stacks, from, flags));
    const rename = renameOf(workspaceDir(), from, to, { fresh: flags["new-names"], stages: service.stages });
    const effects = await rehearse(service, asRenamed(rename), signal).catch((error: unknown) => {
      if (signal.aborted) throw new Interrupted("Interrupted; nothing was changed.");
      throw new Error(`Nothing was changed, as the program doesn't run under both names. ${String(error)}`, {
        cause: error,
      });
    });
    if (signal.aborted) throw new Interrupted("Interrupted; nothing was changed.");
    if (!flags["dry-run"]) {
      applyRename(workspaceDir(), rename);
      followOwners();
    }
    const commands = stackCommands(stacks, service, to);
    const left = flags.stacks && !flags["dry-run"] ? await runAll(commands) : commands;
    const result = {
      rename,
      effects,
      commands: left.map((words) => words.join(" ")),
      dryRun: flags["dry-run"],
    };
    process.stdout.write(`${flags.json ? renameJson(result) : renameText(result)}\n`);
    return flags.stacks && !flags["dry-run"] && left.length > 0 ? exitCodes.failed : exitCodes.done;
  },
});

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new UsageError(problems);
}

function nameProblems(from: string, to: string): Problem[] {
  const names = serviceNames();
  const holder = formerlyNamed(servicesDir(), to);
  return [
    ...(names.includes(from) ? [] : [{ where: from, problem: missing(from, names) }]),
    ...checkFileName("service", to).map((problem) => ({ where: to, problem })),
    ...(from === to ? [{ where: to, problem: "It is called so already; give another name." }] : []),
    ...(from !== to && existsSync(join(servicesDir(), to))
      ? [{ where: to, problem: `There is a folder services/${to} already; choose another name.` }]
      : []),
    ...(holder !== undefined && holder !== from
      ? [{ where: to, problem: formerNameProblem(to, holder) }]
      : []),
  ];
}

/** The service's stacks; the error where the CLI can't tell. */
async function listed(service: Service, signal: AbortSignal): Promise<readonly Stack[] | NoAnswer> {
  try {
    return await stacksOf(service.dir, signal);
  } catch (error) {
    if (signal.aborted) throw new Interrupted("Interrupted; nothing was changed.");
    if (error instanceof NoAnswer) return error;
    throw error;
  }
}

function stackProblems(
  stacks: readonly Stack[] | NoAnswer,
  from: string,
  flags: { readonly stacks: boolean; readonly "new-names": boolean },
): Problem[] {
  if (stacks instanceof NoAnswer)
    return (["stacks", "new-names"] as const)
      .filter((flag) => flags[flag])
      .map((flag) => ({
        where: `--${flag}`,
        problem: `It has to ask for the stacks of ${from}, and ${stacks.message}. ${stacks.remedy}`,
      }));
  const full = stacks.filter(({ resources }) => resources !== 0).map(({ name }) => name);
  return flags["new-names"] && full.length > 0
    ? [
        {
          where: "--new-names",
          problem:
            `${full.join(", ")} hold resources, which would be replaced, with their data. Leave --new-names out to keep ` +
            "their names, or destroy the stacks first.",
        },
      ]
    : [];
}

function asRenamed({ renaming: { from, to, formerName }, changes }: Rename) {
  const folder = join("services", to);
  const own = changes.filter(
    ({ path }) => path.startsWith(folder) && !relative(folder, path).startsWith(".."),
  );
  const files = new Map(
    own.flatMap(({ path, after }) => (after ? [[relative(folder, path), after] as const] : [])),
  );
  return { name: to, formerName, files, from };
}

/** Commands that give each stack's state to the new name: those that there are, or one for each stack file. */
function stackCommands(
  stacks: readonly Stack[] | NoAnswer,
  { name, stages }: Service,
  to: string,
): string[][] {
  const all =
    stacks instanceof NoAnswer
      ? stages.map((stage) => `<organisation>/${name}/${stage}`)
      : stacks.map((stack) => stack.name);
  return all.map((stack) => ["pulumi", ...renameArgs(join("services", to), stack, to)]);
}

/** Runs the commands, and gives those that failed. */
async function runAll(commands: readonly string[][]): Promise<string[][]> {
  const left: string[][] = [];
  for (const words of commands)
    try {
      await pulumi(workspaceDir(), words.slice(1));
    } catch (error) {
      process.stderr.write(`${(error as Error).message}\n`);
      left.push(words);
    }
  return left;
}
