import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { platformDir as root } from "../../platform/values/places.ts";
import { without } from "../support/index.ts";
import { Workspace } from "./cli.ts";
import { productionModules } from "./production.ts";

/** A workspace has the packages of `npm ci --omit=dev`; this one has a service too. */
function production() {
  const workspace = new Workspace({}, productionModules());
  onTestFinished(() => workspace.remove());
  if (!without("users-api"))
    cpSync(join(root, "services/users-api"), join(workspace.dir, "services/users-api"), { recursive: true });
  expect(existsSync(join(workspace.dir, "node_modules", "vitest"))).toBe(false);
  return (...args: string[]) => workspace.run(process.execPath, ["platform/run.mjs", ...args]);
}

// That every service's program runs so, and is deployed, is shown by deploy.test.ts.
test.skipIf(without("users-api"))("after `npm ci --omit=dev` plan, diagram, tune and help work", async () => {
  const run = production();
  const plan = await run("platform/commands/plan.ts", "users-api", "--stage", "prod", "--json");
  expect(plan).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(plan.stdout)).toMatchObject({ service: "users-api", stage: "prod" });
  for (const args of [
    ["plan", "users-api", "--html"],
    ["diagram", "users-api"],
    ["tune", "--help"],
    ["help"],
  ])
    expect(await run(`platform/commands/${args[0]}.ts`, ...args.slice(1))).toMatchObject({
      code: 0,
      stderr: "",
    });
});

test("after `npm ci --omit=dev` the commands for developing say what is missing and how to get it", async () => {
  const run = production();
  const remedy =
    /^error This install lacks development dependencies: .*\bvitest\b.*Run npm ci without --omit=dev/m;
  for (const args of [
    ["platform/commands/new-service.ts", "cron"],
    ["platform/commands/dev.ts"],
    ["vitest", "run"],
  ])
    expect(await run(...args)).toMatchObject({ code: 1, stderr: expect.stringMatching(remedy) });
});
