import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { serviceNames } from "../../platform/fleet/services.ts";
import { concurrencyLimits } from "../../platform/rules.ts";
import { folderForTests } from "../generators/support/made.ts";
import { runCommand } from "./support.ts";

const noService = serviceNames().length === 0;

test.skipIf(noService)("finds nothing wrong with the examples together", async () => {
  const { code, out } = await runCommand("checks", ["--stage", "prod", "--json"]);
  const { concurrency, ...others } = JSON.parse(out);
  expect({ code, ...others }).toEqual({ code: 0, stage: "prod", findings: [], failures: [], without: [] });
  // All examples are in one region.
  const [{ services, reserved, limit, left }] = concurrency;
  expect(Object.values<number>(services).reduce((sum, count) => sum + count, 0)).toBe(reserved);
  expect([limit, left]).toEqual([concurrencyLimits.prod, concurrencyLimits.prod - reserved]);
});

test("checks the others where a service can't be read or its program fails, names those, and exits with 1", async () => {
  const dir = folderForTests("checks-command");
  const project = (name: string) => `name: ${name}\nruntime: nodejs\nmain: index.ts\n`;
  const files = {
    "orders/Pulumi.yaml": project("orders"),
    "orders/index.ts": "",
    "shop/Pulumi.yaml": project("shop"),
    "shop/index.ts": 'throw new Error("no stock");',
    "torn/Pulumi.yaml": "name: [torn",
    "later/Pulumi.yaml": project("later"),
    "later/Pulumi.prod.yaml": "",
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, "services", path)), { recursive: true });
    writeFileSync(join(dir, "services", path), text);
  }

  const { code, out, err } = await runCommand("checks", ["--json"], { cwd: dir });

  expect([code, err]).toEqual([1, ""]);
  expect(JSON.parse(out)).toEqual({
    stage: "dev",
    findings: [expect.objectContaining({ check: "missing-owners", services: ["orders"] })],
    concurrency: [],
    failures: [
      { service: "torn", error: expect.stringContaining("Pulumi.yaml can't be read: ") },
      { service: "shop", error: "no stock" },
    ],
    without: ["later"],
  });
  const text = await runCommand("checks", [], { cwd: dir });
  expect(text.out).toMatch(/^error torn can't be checked: .*\nerror shop can't be checked: no stock\n/s);
  expect(text.out).toContain("error orders has no owner. Write in its Pulumi.yaml");
  expect(text.out).toContain(
    "1 service in stage dev: 1 found. Not checked: torn, shop. Without a stack there: later.",
  );
});

test.skipIf(noService)(
  "refuses a stage that no service has a stack file for, instead of finding nothing there",
  async () => {
    const { code, err } = await runCommand("checks", ["--stage", "prdo"]);
    expect(code).toBe(2);
    expect(err).toContain(
      "No service has a stack file for stage prdo; there are files for dev, prod, staging.",
    );
  },
);
