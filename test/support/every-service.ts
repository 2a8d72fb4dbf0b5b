import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { Graph } from "../../platform/engine/index.ts";
import { planOf } from "../../platform/fleet/plan/plan.ts";
import { planText } from "../../platform/fleet/plan/text.ts";
import { configIn, findService, type Service, serviceNames } from "../../platform/fleet/services.ts";
import { findingsIn } from "../../platform/policies/index.ts";
import { checkName } from "../../platform/values/names.ts";
import { platformDir as root } from "../../platform/values/places.ts";
import { Judge } from "./access/judge.ts";
import { deniedCalls } from "./access/sdk-judge.ts";
import { listOf } from "./grants.ts";
import { graphOf } from "./service-graphs.ts";

/** A value that an output, a promise or nothing at all became when it was made part of a string. */
const unresolved = /\[object \w+\]|\bundefined\b|Calling \[toString\]|\bNaN\b/;

/** The tests of any service, of the folder that has its name. */
export function testService(dir: string, name: string): void {
  const service = findService(dir);
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

  testEdges(service);
}

/** The tests of who reaches what in a service: AWS as it must, and nobody else. */
function testEdges(service: Service): void {
  test.each([...service.stages, "pr-123"])(
    "lets AWS do its part in stage %s, and nobody else",
    async (stage) => {
      const judge = new Judge(await graphOf(service, { stage }), await below(service, stage));
      expect(judge.denied(), "AWS is refused").toEqual([]);
      expect(judge.strangers(), "others are let in").toEqual([]);
      expect(judge.unjudged(), "no row of platform/fleet/access/requests says what AWS asks for").toEqual([]);
    },
  );
}

/** The graphs of what a service stands on: the foundation in its region, and the services whose outputs it reads. */
async function below(service: Service, stage: string): Promise<Graph[]> {
  const references = (await graphOf(service, { stage })).of("pulumi:pulumi:StackReference");
  const read = references.map(({ inputs }) => String(inputs.name).split("/")[1] ?? "");
  const config = { "aws:region": configIn(service, stage)["aws:region"] ?? "eu-west-1" };
  return Promise.all([
    graphOf(root, { stage, config }),
    ...serviceNames()
      .filter((name) => read.includes(name))
      .map((name) => graphOf(name, { stage })),
  ]);
}

export interface KnownOfPermissions {
  /** Warnings of the policies. */
  readonly warnings?: readonly string[];
  /** Resources whose permissions another file lists. */
  readonly listedElsewhere?: RegExp;
  /** What `deniedCalls` finds although the function never calls it: a package that it bundles could. */
  readonly uncalled?: readonly string[];
}

/**
 * The tests of what any program permits; `listFile` is the place of its list, which a service may have, and `known` what is known
 * of one that has a list.
 */
export function testPermissions(dir: string, listFile: string, known: KnownOfPermissions = {}): void {
  const graphIn = (stage: string) => graphOf(dir, { stage });

  // A new service has no list. One that makes an empty file of that name has its permissions watched from then on.
  if (existsSync(listFile)) {
    test("are exactly those that are listed", async () => {
      // After a change that is meant: `npm run vitest -- test/permissions.test.ts --update`, then read the diff.
      const list = listOf(await graphIn("prod"), known.listedElsewhere);
      await expect(list).toMatchFileSnapshot(listFile);
    });

    test("give no warning but those that are known", async () => {
      const found = findingsIn(await graphIn("prod")).filter(({ rule }) => rule !== "alarm-actions");
      expect(found.map(({ rule, message }) => `${rule}: ${message}`)).toEqual(known.warnings ?? []);
    });
  }

  test("let each function do what its code calls", async () => {
    const denied = deniedCalls(await graphIn("prod"), await below(findService(dir), "prod"));
    expect(denied).toEqual(known.uncalled ?? []);
  });

  test.each(["prod", "dev"])("break no rule in stage %s", async (stage) => {
    const found = findingsIn(await graphIn(stage));
    expect(found.filter(({ severity }) => severity === "error")).toEqual([]);
  });
}
