import { beforeAll, describe, expect, test } from "vitest";
import {
  AssetValue,
  type Graph,
  runInProcess,
  runProgram,
  Secret,
  Unknown,
} from "../../../platform/engine/index.ts";
import { runByLanguageHost } from "../../support/language-host.ts";
import { kitchenSink, printed, program, secretText } from "../support.ts";

describe("the graph of a program", () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await runInProcess(kitchenSink());
  });

  test.each([
    ["in a process of its own", runProgram],
    ["by the SDK's language host", runByLanguageHost],
  ])("is the same %s", async (_, run) => {
    const other = await run(kitchenSink());
    expect(JSON.parse(JSON.stringify(other))).toEqual(JSON.parse(JSON.stringify(graph)));
  });

  test("is the same in a process of its own and by the SDK's language host for a preview", async () => {
    const preview = await runProgram(kitchenSink({ preview: true }));
    const other = await runByLanguageHost(kitchenSink({ preview: true }));
    expect(JSON.parse(JSON.stringify(other))).toEqual(JSON.parse(JSON.stringify(preview)));
    const main = preview.get("jobs-main");
    expect(main.id).toBe("");
    expect(main.outputs.arn).toBeInstanceOf(Unknown);
    expect(main.inputs.redrivePolicy).toBeInstanceOf(Unknown);
    expect(preview.outputs).toMatchObject({ preview: true, url: expect.any(Unknown) });
  });

  test("has URNs with the whole chain of parent types but the stack's", () => {
    const jobs = graph.get("jobs");
    expect(jobs.urn).toBe("urn:pulumi:dev::shop::test:index:Jobs::jobs");
    expect(graph.get("jobs-dlq").urn).toBe(
      "urn:pulumi:dev::shop::test:index:Jobs$aws:sqs/queue:Queue::jobs-dlq",
    );
    expect(graph.children(jobs.urn).map((r) => r.name)).toEqual(["jobs-dlq", "jobs-main"]);
    expect(jobs.parent).toBe(graph.get("shop-dev").urn);
  });

  test("says where the program makes each resource, the nearest call first", () => {
    const [place = "", ...more] = graph.placesOf(graph.get("jobs-main").urn);
    expect(place).toMatch(/\/test\/engine\/programs\/kitchen-sink\.ts:\d+:\d+$/);
    expect(more.length).toBeGreaterThan(0);
    expect(graph.placesOf("urn:pulumi:dev::shop::no::such")).toEqual([]);
  });

  test("has transforms applied in the engine's order: own, parents', stack's", () => {
    expect(graph.get("jobs-main").inputs.tags).toEqual({ order: ">own>parent>stack", stack: "yes" });
    expect(graph.get("jobs-dlq").inputs.tags).toEqual({ order: ">parent>stack", stack: "yes" });
  });

  test("has transformations of the older kind applied too", () => {
    expect(graph.get("jobs-dlq").inputs.delaySeconds).toBe(7);
  });

  test("keeps secrets as secrets", () => {
    const value = graph.get("token").inputs.value as Secret;
    expect(value).toBeInstanceOf(Secret);
    expect(value.reveal()).toBe(secretText);
    expect(graph.get("token").outputs.arn).toBeInstanceOf(Secret);
    expect(graph.get("fn").inputs.environment).toEqual({
      variables: { URL: expect.any(String), KEY: expect.any(Secret) },
    });
    expect(graph.outputs.key).toBeInstanceOf(Secret);
    expect((graph.outputs.password as Secret).reveal()).toBe("hidden-password");
    expect(graph.outputs.vpc).toBe("vpc-1");
  });

  test("never shows a secret when it is printed", () => {
    expect(printed(graph)).toContain("[secret]");
    expect(printed(graph)).not.toContain(secretText);
    expect(printed(graph)).not.toContain("hidden-password");
  });

  test("has archives as given", () => {
    const code = graph.get("fn").inputs.code as AssetValue;
    expect(code).toBeInstanceOf(AssetValue);
    expect(code.asset).toEqual({
      kind: "asset-archive",
      assets: {
        "index.mjs": { kind: "string-asset", text: "export const handler = () => 1" },
        lib: { kind: "file-archive", path: "./lib" },
      },
    });
    expect(graph.get("layer").inputs.code).toEqual(
      new AssetValue({ kind: "file-archive", path: "./layer.zip" }),
    );
  });

  test("has dependencies, by property where they come through one", () => {
    const fn = graph.get("fn");
    const [role, main, dlq, token] = ["role", "jobs-main", "jobs-dlq", "token"].map(
      (name) => graph.get(name).urn,
    );
    expect(fn.propertyDependencies).toEqual({ role: [role], environment: [main] });
    // A dependency on a component is one on all its children.
    expect([...fn.dependencies].sort()).toEqual([role, main, dlq, token].sort());
  });

  test("has providers: the default one, an explicit one, and that of a component's children", () => {
    const standard = graph.get("default_7_48_0", "pulumi:providers:aws");
    expect(standard.inputs).toEqual({ version: "7.48.0", region: "eu-west-1" });
    expect(standard.parent).toBeUndefined();
    expect(graph.get("role").provider).toBe(`${standard.urn}::${standard.id}`);
    const west = graph.get("west");
    expect(graph.get("jobs-dlq").provider).toBe(`${west.urn}::${west.id}`);
    expect(graph.get("jobs-dlq").outputs.arn).toMatch(/^arn:aws:sqs:us-west-2:/);
  });

  test("has the options that children take from their parents, and only those", () => {
    expect(graph.get("jobs-main")).toMatchObject({ protect: true, retainOnDelete: true });
    expect(graph.get("role")).toMatchObject({ protect: false, retainOnDelete: false });
    expect(graph.get("token")).toMatchObject({
      ignoreChanges: ["value"],
      additionalSecretOutputs: expect.arrayContaining(["arn"]),
    });
    expect(graph.get("role").deleteBeforeReplace).toBeUndefined();
    expect(graph.get("fn")).toMatchObject({ deleteBeforeReplace: true, replaceOnChanges: ["handler"] });
    expect(graph.get("layer").deletedWith).toBe(graph.get("fn").urn);
  });

  test("has aliases as given", () => {
    expect(graph.get("jobs-main").aliases).toContain("urn:pulumi:dev::other::aws:sqs/queue:Queue::jobs");
    expect(graph.get("jobs-main").aliases).toContainEqual({ noparent: true });
    expect(graph.get("jobs-main").aliases).toContainEqual({ name: "jobs", parenturn: graph.get("jobs").urn });
  });

  test("tells resources that are only looked up from those that are managed", () => {
    const existing = graph.get("existing");
    expect(existing).toMatchObject({
      external: true,
      id: "https://sqs.eu-west-1.amazonaws.com/123456789012/existing",
    });
    expect(graph.outputs.found).toBe("arn:aws:sqs:eu-west-1:123456789012:existing");
    expect(graph.get("organization/network/dev").external).toBe(true);
    expect(graph.get("role").external).toBe(false);
  });

  test("has the program's project, organisation and folder", () => {
    expect(graph.outputs).toMatchObject({
      organization: "organization",
      preview: false,
      root: kitchenSink().dir,
    });
  });

  test("lists calls of provider functions", () => {
    expect(graph.invocations).toEqual([{ token: "aws:index/getCallerIdentity:getCallerIdentity", args: {} }]);
    expect(graph.get("log").inputs.name).toBe("/aws/vpc-1/123456789012");
  });

  test.each([
    ["in process", runInProcess],
    ["in a process of its own", runProgram],
    ["by the SDK's language host", runByLanguageHost],
  ])("calls resource hooks around a creation, %s", async (_name, run) => {
    const { logs } = await run(program("hooks"));
    const arn = /^after jobs: arn:aws:sqs:eu-west-1:123456789012:jobs-\w{7}$/;
    expect(logs.map((log) => log.severity).sort()).toEqual(["info", "warning"]);
    expect(logs.find((log) => log.severity === "info")?.message).toBe("before jobs: 3 undefined");
    expect(logs.find((log) => log.severity === "warning")?.message).toMatch(arn);
  });
});
