import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type Answers, answersOf, type Given } from "../../generators/init/answers.ts";
import { isExample } from "../../generators/init/examples.ts";
import { formatted } from "../../generators/init/format.ts";
import { uncommittedProblems } from "../../generators/init/git.ts";
import { againProblems, type Init, initOf } from "../../generators/init/init.ts";
import { initJson, initText } from "../../generators/init/report.ts";
import { applyWithout } from "../../generators/remove/remove.ts";
import type { Change } from "../../generators/upgrade/changes.ts";
import { codeownersFiles } from "../fleet/derived/codeowners.ts";
import { outOfDate, writeDerived } from "../fleet/derived/file.ts";
import { derivedRole } from "../fleet/derived/role-file.ts";
import { serviceNames } from "../fleet/services.ts";
import { delivery } from "../organisation.ts";
import { platformDir, workspaceDir } from "../values/places.ts";
import { Interrupted, type Problem, UsageError } from "../values/problems.ts";
import { command } from "./command.ts";
import { interruption } from "./interruption.ts";
import { summaries } from "./summaries.ts";

await command({
  usage: "npm run init -- --organisation <name> --region <region> --keep <examples> [flags]",
  description: summaries.init,
  flags: {
    organisation: { type: "string", value: "<name>", help: "the organisation's name, such as acme" },
    region: {
      type: "string",
      value: "<region>",
      help: "AWS region of examples that stay and of new services",
    },
    keep: {
      type: "string",
      value: "<examples>",
      help: "examples that stay, as users-api,order-events; or none",
    },
    owner: { type: "string", value: "<team>", help: "the team that owns the foundation" },
    repository: { type: "string", value: "<owner/name>", help: "the repository on GitHub" },
    "no-derive": { type: "boolean", help: "leave CODEOWNERS and the role of CI to npm run derive" },
    "dry-run": { type: "boolean", help: "print what would change, write nothing" },
    json: { type: "boolean", help: "print the result, or the problems, as JSON" },
  },
  exits: {
    0: "written (with --dry-run: could be)",
    1: "failed; nothing was written",
    2: "bad input; every problem is listed, nothing was written",
    130: "interrupted; nothing was written",
  },
  reportsProblems: true,
  run: async ({ flags, problems }) => {
    const { signal } = interruption();
    const root = workspaceDir();
    refuseElsewhere(root);
    const again = againProblems(root);
    if (again.length > 0) throw new UsageError([...problems, ...again]);
    const { json, "dry-run": dryRun, "no-derive": noDerive } = flags;
    const { answers, ...init } = planned(root, flags, [
      ...problems,
      ...(dryRun ? [] : uncommittedProblems(root)),
    ]);
    const { folders } = init;
    const role = noDerive ? [] : await roleOf(root, folders);
    const changes = [...formatted(root, init.changes), ...role];
    // Signals arrive before it is written, or after.
    await setImmediate();
    if (signal.aborted) throw new Interrupted("Interrupted; nothing was written.");
    if (!dryRun) {
      applyWithout(root, folders, changes);
      if (!noDerive) writeOwners(root, answers);
    }
    const result = { answers, folders, changes, dryRun };
    process.stdout.write(`${json ? initJson(result) : initText(result)}\n`);
    return undefined;
  },
});

function refuseElsewhere(root: string): void {
  if (root !== platformDir)
    throw new UsageError(
      `${root} has the platform as a package, from ${platformDir}; init is for a copy of the template itself.`,
    );
}

/** The answers and what they make of the template. Throws a `UsageError` with every problem. */
function planned(root: string, given: Given, problems: readonly Problem[]): Init & { answers: Answers } {
  const names = serviceNames();
  const answers = answersOf(given, names.filter(isExample));
  if (!("keep" in answers)) throw new UsageError([...problems, ...answers]);
  const init = initOf(root, answers, names);
  const all = [...problems, ...init.problems];
  if (all.length > 0) throw new UsageError(all);
  return { ...init, answers };
}

/** CI's role for what the services that stay make. */
async function roleOf(root: string, folders: readonly string[]): Promise<Change[]> {
  const names = serviceNames().filter((name) => !folders.includes(`services/${name}`));
  return outOfDate(await derivedRole(names)).map(({ path, content }) => ({
    path: relative(root, path),
    outcome: "updated",
    before: readFileSync(path),
    after: Buffer.from(content),
  }));
}

function writeOwners(root: string, { repository = delivery.repository }: Answers): void {
  writeDerived(outOfDate(codeownersFiles(root, { ...delivery, repository })));
}
