import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { recordFile } from "../../generators/init/init.ts";
import { platformDir } from "../../platform/values/places.ts";
import { runCommand } from "./support.ts";

const isOwn = existsSync(join(platformDir, recordFile));

// What it writes is shown by test/generators/init, and by test/engine-cli in a copy of this repository.
test.skipIf(isOwn)("wrong flags are refused together, each with what is allowed", async () => {
  const flags = {
    "--organisation": "Acme Ltd",
    "--region": "frankfurt",
    "--keep": "users-ap",
    "--repository": "lambdas",
    "--owner": "The Team",
    "--regoin": "x",
  };
  const { code, out } = await runCommand("init", [...Object.entries(flags).flat(), "--json", "--dry-run"]);
  expect(code).toBe(2);
  const { problems } = JSON.parse(out) as { problems: { where: string }[] };
  expect(problems.map(({ where }) => where)).toEqual([
    "--regoin",
    "--organisation",
    "--region",
    "--keep",
    "--owner",
    "--repository",
  ]);
});

test.skipIf(isOwn)("an example is not kept without the one that it reads", async () => {
  const args = ["--organisation=acme", "--region=eu-central-1", "--keep=partner-api", "--dry-run"];
  const { code, err } = await runCommand("init", args);
  expect([code, err]).toEqual([
    2,
    expect.stringContaining("--keep: partner-api refers to order-events; keep order-events too"),
  ]);
});

test.runIf(isOwn)("a repository that is an organisation's own is refused", async () => {
  const { code, err } = await runCommand("init", []);
  expect([code, err]).toEqual([2, expect.stringContaining("own already")]);
});

test.skipIf(isOwn)(
  "a release of the template is for repositories that are an organisation's own",
  async () => {
    const { code, err } = await runCommand("upgrade-platform", ["template/main"]);
    expect([code, err]).toEqual([2, expect.stringContaining("Run npm run init first")]);
  },
);
