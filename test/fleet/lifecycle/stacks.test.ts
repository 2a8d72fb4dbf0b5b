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
    { message: "pulumi stack ls failed: unable to open state directory", remedy: /^Log in / },
  ],
  [
    "the CLI is too old",
    "echo 'error: unknown flag: --fully-qualify-stack-names' >&2; exit 255",
    {
      message: "pulumi stack ls failed: unknown flag: --fully-qualify-stack-names",
      remedy: /^Update the CLI /,
    },
  ],
  [
    "it prints no JSON",
    "echo hello",
    { message: "pulumi stack ls gave no JSON: hello", remedy: /^Update the CLI / },
  ],
])("when %s nothing is said about stacks, but what to do", async (_, script, { message, remedy }) => {
  await expect(stacksOf(cli(script))).rejects.toMatchObject({
    message,
    remedy: expect.stringMatching(remedy),
  });
});

test("a machine without the CLI is told apart", async () => {
  const dir = emptyFolder();
  vi.stubEnv("PATH", dir);

  const asked = stacksOf(dir);

  await expect(asked).rejects.toThrow("there is no pulumi CLI on PATH");
  await expect(asked).rejects.toMatchObject({ remedy: expect.stringMatching(/^Install the CLI /) });
  await expect(asked).rejects.toBeInstanceOf(NoAnswer);
});

test("a stack of an organisation stays in it, and keeps its stage", () => {
  expect(renameArgs("services/shop", "acme/store/prod", "shop").join(" ")).toBe(
    "stack rename --cwd services/shop acme/shop/prod --stack acme/store/prod",
  );
});
