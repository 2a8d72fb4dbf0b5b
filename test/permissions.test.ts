import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root, serviceNames } from "../platform/fleet/service.ts";
import { findingsIn } from "../platform/policies/index.ts";
import { listOf } from "./support/grants.ts";
import { graphOf, servicesDir } from "./support/index.ts";

const lists = join(servicesDir, "../test/permissions");
const listFile = (name: string) => join(lists, `${name}.json`);

/** Warnings of examples, by their service. */
const known: Readonly<Record<string, readonly string[]>> = {
  "alarm-to-slack": ["resource-wildcards: The policy allows logs:GetQueryResults on every resource."],
};

test.runIf(servicesDir === join(root, "services"))(
  "the foundation and every example that the README names have a list, and every list has a service",
  () => {
    const examples = [...readFileSync(join(root, "README.md"), "utf8").matchAll(/\]\(services\/([\w-]+)\)/g)];
    const listed = readdirSync(lists).map((file) => file.replace(/\.json$/, ""));
    expect(examples.length).toBeGreaterThan(0);
    expect(listed).toEqual(expect.arrayContaining(["foundation", ...examples.map(([, name]) => name!)]));
    expect(["foundation", ...serviceNames()]).toEqual(expect.arrayContaining(listed));
  },
);

describe.each([...serviceNames(servicesDir), "."])("the permissions of %s", (service) => {
  const dir = service === "." ? root : join(servicesDir, service);
  const name = service === "." ? "foundation" : service;

  // A new service has no list. One that makes an empty file of that name has its permissions watched from then on.
  test.runIf(existsSync(listFile(name)))("are exactly those that are listed", async () => {
    // After a change that is meant: `npm run vitest -- test/permissions.test.ts --update`, then read the diff.
    await expect(listOf(await graphOf(dir, { stage: "prod" }))).toMatchFileSnapshot(listFile(name));
  });

  test.each(["prod", "dev"])("break no rule in stage %s", async (stage) => {
    const found = findingsIn(await graphOf(dir, { stage }));
    expect(found.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  test.runIf(existsSync(listFile(name)))("give no warning but those that are known", async () => {
    const found = findingsIn(await graphOf(dir, { stage: "prod" }));
    const warnings = found.filter(({ rule }) => rule !== "alarm-actions");
    expect(warnings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual(known[name] ?? []);
  });
});
