import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { serviceNames } from "../platform/fleet/services.ts";
import { platformDir as root } from "../platform/values/places.ts";
import { grants, listOf, type PolicyStatement } from "./support/grants.ts";
import { graphOf, servicesDir } from "./support/index.ts";

const lists = join(servicesDir, "../test/permissions");
const listFile = (name: string) => join(lists, `${name}.json`);

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

  test("never allow an action by a pattern", async () => {
    const allowed = Object.values(grants(await graphOf(dir, { stage: "prod" })))
      .flat()
      .filter((one): one is PolicyStatement => "Effect" in one && one.Effect === "Allow");
    expect(allowed.flatMap(({ Action }) => Action).filter((action) => action.includes("*"))).toEqual([]);
  });

  test("let nobody in but AWS services, and those for one resource only", async () => {
    const graph = await graphOf(dir, { stage: "prod" });
    for (const { name, inputs } of graph.of("aws:lambda/permission:Permission"))
      expect(`${inputs.principal} ${inputs.sourceArn}`, name).toMatch(
        /^[\w-]+(\.[\w-]+)*\.amazonaws\.com arn:aws:/,
      );
  });
});
