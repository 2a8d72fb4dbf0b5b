import * as aws from "@pulumi/aws";
import { describe, expect, test } from "vitest";
import { pickTarget, targetsOf } from "../../../platform/fleet/tune/target.ts";
import { Event, Function, Gateway } from "../../../platform/index.ts";
import { graphOfProgram } from "../../support/index.ts";

const handler = "src/handler.ts";

describe("a function to tune", () => {
  test("is read off the graph: names, values, reservation, alias", async () => {
    const graph = await graphOfProgram(() => {
      new Function("worker", { handler, memory: 1024, timeout: 20 });
      new Function("warm", { handler, provisionedConcurrency: { minimum: 1, maximum: 2 } });
    });
    expect(pickTarget(graph, "worker")).toEqual({
      name: "worker",
      functionName: "shop-prod-worker",
      memory: 1024,
      timeout: 20,
      reserved: 10,
      alias: undefined,
      limit: undefined,
      reported: false,
      configurable: true,
    });
    expect(pickTarget(graph, "warm").alias).toBe("live");
  });

  test("tells durations by its log at the system log level INFO, or as text", async () => {
    const reported = async (settings: object) => {
      const config = { "shop:functions": JSON.stringify({ worker: settings }) };
      const graph = await graphOfProgram(() => void new Function("worker", { handler }), { config });
      return pickTarget(graph).reported;
    };
    expect(await reported({})).toBe(false);
    expect(await reported({ systemLogLevel: "INFO" })).toBe(true);
    expect(await reported({ systemLogLevel: "DEBUG" })).toBe(true);
    expect(await reported({ logFormat: "Text" })).toBe(true);
  });

  test("may take no longer than its caller waits: API Gateway, Cognito, but no queue and no stream", async () => {
    const graph = await graphOfProgram(() => {
      const shared = new Function("shared", { handler });
      new Gateway("api", { routes: { "GET /": "src/other.ts", "POST /": shared } });
      new Gateway("old", { type: "rest", routes: { "GET /": "src/states.ts" } });
      new Gateway("chat", { type: "url", routes: { $default: "src/stream.ts" }, streaming: true });
      new Event("sign-up", { source: { type: "cognito", trigger: "preSignUp" }, handler });
      new Event("jobs", { source: { type: "sqs" }, handler });
    });
    const limits = Object.fromEntries(targetsOf(graph).map(({ name, limit }) => [name, limit?.seconds]));
    expect(limits).toEqual({
      shared: 29,
      "api-other": 29,
      "old-states": 29,
      "chat-stream": undefined,
      "sign-up-handler": 5,
      "jobs-handler": undefined,
    });
  });

  test("is none that tries versions for CodeDeploy, nor one of tenants", async () => {
    const graph = await graphOfProgram(() => {
      new Function("careful", { handler, deployment: { strategy: "canary", beforeTraffic: "src/other.ts" } });
      new Function("tenants", { handler, tenancy: "per-tenant" });
    });
    expect(targetsOf(graph).map(({ name }) => name)).toEqual(["careful"]);
  });

  test("may be one that no component made: it can be measured, but no config reaches it", async () => {
    const graph = await graphOfProgram(() => {
      const args = {
        name: "raw",
        role: "arn:aws:iam::123456789012:role/raw",
        memorySize: 256,
        packageType: "Image",
        imageUri: "raw",
      };
      new aws.lambda.Function("raw", args);
    });
    expect(pickTarget(graph)).toMatchObject({
      name: "raw",
      functionName: "raw",
      memory: 256,
      timeout: 3,
      configurable: false,
    });
  });
});
