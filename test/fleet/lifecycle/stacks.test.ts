import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { NoAnswer, renameArgs, stacksOf } from "../../../platform/fleet/lifecycle/stacks.ts";
import { emptyFolder } from "../../generators/support/run.ts";

// Tests of other files run in the same process.
afterEach(() => vi.unstubAllEnvs());

/** A pulumi CLI that prints something, alone on PATH; test/engine-cli asks the real one. */
function cli(script: string): string {
  const dir = emptyFolder();
  mkdirSync(join(dir, "bin"));
  writeFileSync(join(dir, "bin/pulumi"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(dir, "bin/pulumi"), 0o755);
  vi.stubEnv("PATH", `${join(dir, "bin")}:/bin:/usr/bin`);
  return dir;
}

test("stacks are those that the CLI lists, with the resources that each holds", async () => {
  // As `pulumi stack ls --json` (3.259) printed it; a stack without an update has neither count nor time on Pulumi Cloud.
  const dir = cli(`cat <<'END'
[{"name":"acme/shop/dev","current":true,"lastUpdate":"2026-11-27T13:43:11.845Z","resourceCount":12},
 {"name":"acme/shop/prod","current":false},
 {"name":"acme/shop/test","current":false,"lastUpdate":"2026-11-27T13:43:11.845Z"}]
END`);

  expect(await stacksOf(dir)).toEqual([
    { name: "acme/shop/dev", resources: 12 },
    { name: "acme/shop/prod", resources: 0 },
    { name: "acme/shop/test", resources: undefined },
  ]);
});

test.each([
  [
    "the CLI fails",
    "echo 'error: unable to open state directory' >&2; exit 255",
    /^pulumi stack ls failed: unable to open/,
  ],
  ["it prints no JSON", "echo hello", /^pulumi stack ls gave no JSON: hello/],
])("when %s nothing is said about stacks", async (_, script, message) => {
  await expect(stacksOf(cli(script))).rejects.toThrow(message);
});

test("a machine without the CLI is told apart", async () => {
  const dir = emptyFolder();
  vi.stubEnv("PATH", dir);

  const asked = stacksOf(dir);

  await expect(asked).rejects.toThrow("there is no pulumi CLI on PATH");
  await expect(asked).rejects.toBeInstanceOf(NoAnswer);
});

test("a stack of an organisation stays in it, and keeps its stage", () => {
  expect(renameArgs("services/shop", "acme/store/prod", "shop").join(" ")).toBe(
    "stack rename --cwd services/shop acme/shop/prod --stack acme/store/prod",
  );
});
