import { cpSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test as testOf } from "vitest";
import { platformDir } from "../../platform/values/places.ts";
import { emptyHandlers, folderForTests } from "../generators/support/made.ts";
import { without } from "../support/index.ts";
import { runCommand } from "./support.ts";

const isWithout = without("order-events", "partner-api");
const test = testOf.skipIf(isWithout);
const dir = folderForTests("remove-command");
const env = { PATH: "/usr/bin:/bin" };
const remove = (...args: string[]) => runCommand("remove-service", args, { cwd: dir, env });

beforeAll(() => {
  if (isWithout) return;
  for (const name of ["order-events", "partner-api"]) {
    mkdirSync(join(dir, "services", name), { recursive: true });
    cpSync(join(platformDir, "services", name), join(dir, "services", name), { recursive: true });
  }
  emptyHandlers(dir);
});

test("a service that others use stays; each use is named, by the words of its program and by what it reads", async () => {
  const { code, out } = await remove("order-events", "--json");

  expect(code).toBe(2);
  const { problems } = JSON.parse(out) as { problems: { where?: string; problem: string }[] };
  expect(problems.map(({ where }) => where)).toEqual([
    "services/partner-api/submission.ts",
    "services/partner-api/test/local.test.ts",
    "services/partner-api",
    "order-events",
    undefined,
  ]);
  expect(problems[2]!.problem).toBe("its program reads the outputs of order-events.");
  expect(problems[3]!.problem).toContain("there is no pulumi CLI on PATH");
  expect(existsSync(join(dir, "services/order-events/index.ts"))).toBe(true);
});

test("--force removes it despite what would keep it, and says so; --dry-run doesn't", async () => {
  const planned = await remove("partner-api", "--force", "--dry-run");
  expect([planned.code, existsSync(join(dir, "services/partner-api"))]).toEqual([0, true]);

  const { code, out } = await remove("partner-api", "--force");

  expect([code, existsSync(join(dir, "services/partner-api"))]).toEqual([0, false]);
  expect(out).toMatch(
    /^services\/partner-api is removed\.\nDespite:\n {2}partner-api: Whether its stacks hold/,
  );
});

test("a service that doesn't exist is refused, with the closest name", async () => {
  const { code, err } = await remove("order-evnts");
  expect([code, err]).toEqual([2, expect.stringContaining("Did you mean order-events?")]);
});
