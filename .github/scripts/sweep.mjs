import { execFileSync, spawnSync } from "node:child_process";

// Destroys environments of pull requests that have ended, or that nobody has deployed to for DAYS days.
const { GITHUB_REPOSITORY: repository = "", DAYS: days = "7" } = process.env;
const oldest = Date.now() - Number(days) * 24 * 3600 * 1000;

const run = (file, args) => execFileSync(file, args, { encoding: "utf8" });
const stacks = JSON.parse(run("pulumi", ["stack", "ls", "--all", "--json"]));

/** The last update of any of a stage's stacks, by the number of the pull request. */
const previews = new Map();
for (const { name, lastUpdate } of stacks) {
  const number = /(?:^|\/)pr-([1-9]\d*)$/.exec(name)?.[1];
  if (number === undefined) continue;
  // A stack that was never updated has no date, and holds nothing.
  const updated = lastUpdate ? Date.parse(lastUpdate) : 0;
  previews.set(number, Math.max(previews.get(number) ?? 0, updated));
}

for (const [number, updated] of previews) {
  const pull = `repos/${repository}/pulls/${number}`;
  const state = run("gh", ["api", pull, "--jq", ".state"]).trim();
  if (state === "open" && updated >= oldest) continue;
  const stage = `pr-${number}`;
  process.stdout.write(
    `${stage}: the pull request is ${state}, last deployed to ${new Date(updated).toISOString()}\n`,
  );
  const args = [
    "run",
    "fleet",
    "--",
    "destroy",
    "--stage",
    stage,
    "--config-from",
    "dev",
    "--remove",
    "--yes",
  ];
  const { status } = spawnSync("npm", args, { stdio: "inherit" });
  // The others go all the same.
  if (status !== 0) process.exitCode = 1;
  else if (state === "open") {
    // The next push would make it again, and people see why it is gone.
    run("gh", ["api", "--method", "DELETE", `repos/${repository}/issues/${number}/labels/preview`]);
  }
}
