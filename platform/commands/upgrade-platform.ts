import { existsSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { uncommittedProblems } from "../../generators/init/git.ts";
import { readAnswers, recordFile } from "../../generators/init/init.ts";
import { releaseOf, takeRelease } from "../../generators/init/release.ts";
import { releaseJson, releaseText } from "../../generators/init/report.ts";
import { workspaceDir } from "../values/places.ts";
import { Interrupted, UsageError } from "../values/problems.ts";
import { command } from "./command.ts";
import { exitCodes } from "./help-text.ts";
import { interruption } from "./interruption.ts";
import { summaries } from "./summaries.ts";

await command({
  usage: "npm run upgrade-platform -- <revision> [flags]",
  description: `${summaries["upgrade-platform"]}\nThe revision is the template's, such as template/main. Your changes are kept, by git's merge; you commit the result.`,
  flags: {
    "dry-run": { type: "boolean", help: "print which files the release changes, write nothing" },
    json: { type: "boolean", help: "print the result, or the problems, as JSON" },
  },
  args: { min: 1, max: 1, ask: "Name one revision of the template" },
  exits: {
    0: "merged, to be committed (with --dry-run: nothing is)",
    1: "there are conflicts to resolve, or it failed",
    2: "bad input; every problem is listed, nothing was changed",
    130: "interrupted; nothing was changed",
  },
  run: async ({ flags: { "dry-run": dryRun, json }, args: [revision = ""] }) => {
    const { signal } = interruption();
    const root = workspaceDir();
    if (!existsSync(join(root, recordFile)))
      throw new UsageError([
        {
          where: recordFile,
          problem: "there is none: the template isn't an organisation's own. Run npm run init first.",
        },
      ]);
    const problems = dryRun ? [] : uncommittedProblems(root);
    if (problems.length > 0) throw new UsageError(problems);
    const { files, ...release } = releaseOf(root, revision, readAnswers(root));
    // Signals arrive before it is merged, or after.
    await setImmediate();
    if (signal.aborted) throw new Interrupted("Interrupted; nothing was changed.");
    const isNew = release.commit !== release.changes;
    const conflicts = dryRun || !isNew ? [] : takeRelease(root, { ...release, files });
    const result = { revision, files, conflicts, dryRun };
    process.stdout.write(`${json ? releaseJson(result) : releaseText(result)}\n`);
    return conflicts.length > 0 ? exitCodes.failed : exitCodes.done;
  },
});
