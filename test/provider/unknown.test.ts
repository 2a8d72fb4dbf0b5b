import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runInProcess, runProgram, Secret, Unknown } from "../../platform/engine/index.ts";
import { computedFrom } from "../../platform/provider/unknown.ts";
import { program } from "../engine/support.ts";

const unknown = new Unknown();

describe.each([
  ["in a process of its own", runProgram],
  ["in this process", runInProcess],
])("a program with @pulumi/random, %s", (_, run) => {
  const graph = run(program("random"));

  test("has unknown values where that package's provider would compute them, never undefined", async () => {
    const { outputs } = await graph;
    expect(outputs).toMatchObject({ name: unknown, separator: unknown });
    expect(outputs.password).toBeInstanceOf(Secret);
    expect((outputs.password as Secret).reveal()).toEqual(unknown);
  });

  test("has unknown values where others follow from them, and only there", async () => {
    const found = await graph;
    expect(found.get("uploads").id).toBe("");
    expect(found.get("uploads").inputs).toEqual({ bucket: unknown, tags: { words: "2" } });
    expect(found.get("uploads").outputs).toMatchObject({
      arn: unknown,
      bucketDomainName: unknown,
      region: "eu-west-1",
    });
    expect(found.get("role")).toMatchObject({
      id: "fixed",
      outputs: { arn: "arn:aws:iam::123456789012:role/fixed" },
    });
    expect(found.get("queue").inputs.tags).toEqual({
      role: "arn:aws:iam::123456789012:role/fixed",
      bucket: unknown,
    });
  });

  test("says so, naming the resources", async () => {
    expect((await graph).logs).toEqual([
      {
        severity: "warning",
        urn: expect.any(String),
        message:
          "The provider of random isn't run offline: what it computes for password (random:index/randomPassword:RandomPassword), " +
          "pet (random:index/randomPet:RandomPet) is unknown here, and what the program makes of that.",
      },
    ]);
  });
});

test("resources of other packages that are looked up are unknown too", async () => {
  const { outputs } = await runProgram(program("random-existing"));
  expect(outputs).toMatchObject({ id: "kept", words: unknown });
});

test("outputs are unknown exactly where they depend on what is unknown", () => {
  const outputs = (inputs: Record<string, unknown>) => ({
    id: "fixed",
    outputs: { given: inputs.given, made: [`arn:${inputs.name}`], other: { fixed: "x" } },
  });
  fc.assert(
    fc.property(fc.string(), (given) => {
      const { id, outputs: made } = computedFrom({ name: unknown, given }, outputs);
      expect(id).toBe("fixed");
      expect(made).toEqual({ given, made: [unknown], other: { fixed: "x" } });
      expect(computedFrom({ name: "x", given }, outputs).outputs.made).toEqual(["arn:x"]);
    }),
  );
});
