import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { applyChanges } from "../../generators/upgrade/apply.ts";
import { overwrittenBy, uncommittedProblems } from "../../generators/upgrade/committed.ts";
import { asJson, asText, conflictsOf, type Mode } from "../../generators/upgrade/report.ts";
import { type Upgrade, upgradeOf, upgradeProblems } from "../../generators/upgrade/upgrade.ts";
import { missing, serviceNames, servicesDir } from "../fleet/services.ts";
import { Interrupted, type Problem, UsageError } from "../values/problems.ts";
import { command } from "./command.ts";
import { exitCodes } from "./help-text.ts";
import { interruption } from "./interruption.ts";
import { summaries } from "./summaries.ts";

const notUndone =
  "its changes are not committed, so that an upgrade of it couldn't be undone; commit it, or give --force.";

await command({
  usage: "npm run upgrade-services -- [service...] [flags]",
  description: `${summaries["upgrade-services"]}\nYour changes are kept, by a three-way merge; where both changed the same lines, conflict markers tell.`,
  flags: {
    check: { type: "boolean", help: "write nothing; exit code 1 when a service is behind, for CI" },
    "dry-run": { type: "boolean", help: "write nothing; print what would change as a diff" },
    force: { type: "boolean", help: "change files too whose changes are not committed" },
    json: { type: "boolean", help: "print the result, or the problems, as JSON" },
  },
  args: { min: 0, max: Number.POSITIVE_INFINITY, ask: "Name services, or none for all" },
  exits: {
    0: "up to date now (with --check: already; with --dry-run: could be)",
    1: "there are conflicts to resolve (with --check: a service is behind), or it failed",
    2: "bad input; every problem is listed, nothing was written",
    130: "interrupted; services that were not named yet are as they were",
  },
  run: async ({ flags, args }) => {
    const { signal } = interruption();
    const mode: Mode = flags.check ? "check" : flags["dry-run"] ? "dry-run" : "upgrade";
    const upgrades = upgradesOf(namesOf(args));
    const problems = mode === "upgrade" ? blocking(upgrades, flags.force) : [];
    if (problems.length > 0) throw new UsageError(problems);
    if (mode === "upgrade") for (const upgrade of upgrades) await write(upgrade, signal);
    process.stdout.write(`${flags.json ? asJson(upgrades, mode) : asText(upgrades, mode)}\n`);
    const fails =
      mode === "check"
        ? upgrades.some(({ status }) => status === "behind")
        : mode === "upgrade" && conflictsOf(upgrades).length > 0;
    return fails ? exitCodes.failed : exitCodes.done;
  },
});

function namesOf(given: readonly string[]): readonly string[] {
  const names = serviceNames();
  const unknown = given.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new UsageError(unknown.map((name) => ({ where: name, problem: missing(name, names) })));
  return given.length > 0 ? [...new Set(given)] : names;
}

function upgradesOf(names: readonly string[]): Upgrade[] {
  const problems: Problem[] = [];
  const upgrades = names.flatMap((name) => {
    try {
      return [upgradeOf(join(servicesDir(), name))];
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new UsageError(problems);
  return upgrades;
}

function blocking(upgrades: readonly Upgrade[], force: boolean): Problem[] {
  const uncommitted = force
    ? []
    : upgrades.flatMap(({ folder, changes }) =>
        uncommittedProblems(folder, overwrittenBy(changes), notUndone),
      );
  return [...upgrades.flatMap(upgradeProblems), ...uncommitted];
}

async function write({ name, folder, changes, record }: Upgrade, signal: AbortSignal): Promise<void> {
  // Signals arrive between services only: one of them is written without a break.
  await setImmediate();
  try {
    // The record last: an upgrade that was cut off begins again.
    applyChanges(folder, [...changes, ...record], signal);
  } catch (error) {
    if (signal.aborted) throw new Interrupted(`Interrupted before ${name}, which is as it was.`);
    throw error;
  }
}
