import { readdirSync } from "node:fs";
import { join } from "node:path";
import { applyRemoval, type Removal, removalOf } from "../../generators/remove/remove.ts";
import { removalJson, removalText } from "../../generators/remove/report.ts";
import { uncommittedProblems } from "../../generators/upgrade/committed.ts";
import { followOwners } from "../fleet/lifecycle/owners.ts";
import { referencesTo } from "../fleet/lifecycle/references.ts";
import { NoAnswer, type Stack, stacksOf } from "../fleet/lifecycle/stacks.ts";
import { missing, serviceNames, servicesDir } from "../fleet/services.ts";
import { workspaceDir } from "../values/places.ts";
import { Interrupted, type Problem, UsageError } from "../values/problems.ts";
import { command } from "./command.ts";
import { interruption } from "./interruption.ts";
import { summaries } from "./summaries.ts";

const notBroughtBack = "it isn't committed, so that nothing could bring it back.";

await command({
  usage: "npm run remove-service -- <service> [flags]",
  description: summaries["remove-service"],
  flags: {
    force: {
      type: "boolean",
      help: "remove it whatever refers to it and whatever is deployed, which then stays",
    },
    "dry-run": { type: "boolean", help: "print what would go, remove nothing" },
    json: { type: "boolean", help: "print the result, or the problems, as JSON" },
  },
  args: { min: 1, max: 1, ask: "Name one service" },
  exits: {
    0: "removed (with --dry-run: could be)",
    1: "failed; nothing was removed",
    2: "bad input, or something keeps the service; every problem is listed, nothing was removed",
    130: "interrupted; nothing was removed",
  },
  run: async ({ flags, args: [name = ""] }) => {
    const { signal } = interruption();
    const names = serviceNames();
    if (!names.includes(name)) throw new UsageError([{ where: name, problem: missing(name, names) }]);
    const removal = removalOf(workspaceDir(), name);
    const folder = join(servicesDir(), name);
    const stacks = await listed(name, signal);
    const kept = [
      ...referenceProblems(removal),
      ...(await readerProblems(name, names, signal)),
      ...stackProblems(name, stacks),
      ...uncommittedProblems(folder, readdirSync(folder), notBroughtBack),
    ];
    if (signal.aborted) throw new Interrupted("Interrupted; nothing was removed.");
    if (kept.length > 0 && !flags.force)
      throw new UsageError([...kept, { problem: "Nothing was removed; --force removes it nonetheless." }]);
    if (!flags["dry-run"]) {
      applyRemoval(workspaceDir(), removal);
      followOwners();
    }
    const left = stacks instanceof NoAnswer ? [] : stacks.map((stack) => stack.name);
    const result = { removal, stacks: left, despite: kept, dryRun: flags["dry-run"] };
    process.stdout.write(`${flags.json ? removalJson(result) : removalText(result)}\n`);
    return undefined;
  },
});

async function listed(name: string, signal: AbortSignal): Promise<readonly Stack[] | NoAnswer> {
  try {
    return await stacksOf(join(servicesDir(), name), signal);
  } catch (error) {
    if (signal.aborted) throw new Interrupted("Interrupted; nothing was removed.");
    if (error instanceof NoAnswer) return error;
    throw error;
  }
}

function referenceProblems({ name, references }: Removal): Problem[] {
  return references.map((where) => ({ where, problem: `it refers to ${name}; remove the reference first.` }));
}

/** Programs that read its outputs by names that no search for words finds. */
async function readerProblems(
  name: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Problem[]> {
  const others = names.filter((other) => other !== name);
  const readers = await referencesTo(name, others, signal).catch((error: unknown) => {
    if (signal.aborted) throw new Interrupted("Interrupted; nothing was removed.");
    throw error;
  });
  return readers.map(({ service, error }) => ({
    where: `services/${service}`,
    problem:
      error === undefined
        ? `its program reads the outputs of ${name}.`
        : `its program doesn't run, so whether it reads the outputs of ${name} can't be told: ${error}`,
  }));
}

function stackProblems(name: string, stacks: readonly Stack[] | NoAnswer): Problem[] {
  if (stacks instanceof NoAnswer)
    return [
      {
        where: name,
        problem: `Whether its stacks hold resources can't be told: ${stacks.message}. ${stacks.remedy}`,
      },
    ];
  return stacks
    .filter(({ resources }) => resources !== 0)
    .map(({ name: stack, resources }) => ({
      where: stack,
      problem: `it holds ${resources ?? "an unknown number of"} resources; run pulumi destroy --stack ${stack} in services/${name} first.`,
    }));
}
