import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { planOf } from "../platform/fleet/plan/plan.ts";
import { planText } from "../platform/fleet/plan/text.ts";
import { findService, serviceNames } from "../platform/fleet/services.ts";
import { checkName } from "../platform/values/names.ts";
import { graphOf, servicesDir } from "./support/index.ts";

/** What a value looks like when an output, a promise or nothing at all was made part of a string. */
const unresolved = /\[object \w+\]|\bundefined\b|Calling \[toString\]|\bNaN\b/;

test("there are services to test", () => {
  expect(serviceNames(servicesDir).length).toBeGreaterThan(0);
});

describe.concurrent.each(serviceNames(servicesDir))("%s", (name) => {
  const service = findService(join(servicesDir, name));
  const read = (file: string) => readFileSync(join(service.dir, file), "utf8");

  test("has a program of at most 15 lines", () => {
    const lines = read("index.ts")
      .split("\n")
      .filter((line) => line.trim() !== "");
    expect(lines.length).toBeLessThanOrEqual(15);
  });

  test("is called like its folder, and belongs to somebody", () => {
    expect(service.name).toBe(name);
    expect(checkName("service", service.name)).toEqual([]);
    expect(checkName("owner", service.owner)).toEqual([]);
    expect(service.description).toMatch(/\S/);
  });

  test("says the same in the catalog as in Pulumi.yaml", () => {
    const catalog = parse(read("catalog-info.yaml"));
    expect(catalog.spec.owner).toBe(service.owner);
    expect(catalog.metadata).toMatchObject({ name, description: service.description });
  });

  test("has the stacks dev, staging and prod", () => {
    expect([...service.stages].sort()).toEqual(["dev", "prod", "staging"]);
  });

  test.each([...service.stages, "pr-123"])("has a plan in stage %s", async (stage) => {
    const plan = planOf(await graphOf(service, { stage }));
    expect(plan).toMatchObject({
      service: name,
      stage,
      tags: { service: name, stage, owner: service.owner },
    });
    expect(plan.groups.length).toBeGreaterThan(0);
    expect(planText(plan)).not.toMatch(unresolved);
    expect(JSON.stringify(plan)).not.toMatch(unresolved);
  });

  test("can be previewed before anything of it exists", async () => {
    const [preview, deployed] = await Promise.all([graphOf(service, { preview: true }), graphOf(service)]);
    expect(preview.resources.map(({ urn }) => urn)).toEqual(deployed.resources.map(({ urn }) => urn));
    expect(JSON.stringify(preview)).not.toMatch(unresolved);
  });
});

// The test with the real CLI compares every service's graph with what a process of its own deployed.
test.each(["users-api", "order-events", "nightly-report", "image-pipeline", "website"])(
  "%s gives the same graph in this process and as a process of its own",
  async (service) => {
    const [here, child] = await Promise.all([graphOf(service), graphOf(service, { child: true })]);
    expect(JSON.parse(JSON.stringify(child))).toEqual(JSON.parse(JSON.stringify(here)));
  },
);
