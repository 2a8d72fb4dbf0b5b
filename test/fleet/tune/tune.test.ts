import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Interrupted } from "../../../platform/values/problems.ts";
import { because } from "../../support/index.ts";
import { execution, inProgram, look, machine, output, run, shop, stack, startedAt } from "./support.ts";

afterEach(() => vi.unstubAllEnvs());

describe("what is asked of AWS", () => {
  test("is one execution, looks at it, and the durations before it: nothing else", async () => {
    using folder = shop();
    const { requests, input } = await run(folder);
    const [start, describe, metrics, ...more] = requests;
    expect(more).toEqual([]);
    expect(start).toMatchObject({ operation: "StartExecution", body: { stateMachineArn: machine } });
    expect(input).toEqual({
      lambdaARN: "arn:aws:lambda:eu-central-1:123456789012:function:shop-dev-worker",
      powerValues: [128, 256, 512, 1024, 2048],
      num: 20,
      payload: { order: 7 },
      parallelInvocation: false,
      strategy: "balanced",
      discardTopBottom: 0.2,
      autoOptimize: false,
      includeOutputResults: true,
      disablePayloadLogs: true,
    });
    expect(describe).toEqual({ operation: "DescribeExecution", body: { executionArn: execution } });
    const metric = {
      Namespace: "AWS/Lambda",
      MetricName: "Duration",
      Dimensions: [{ Name: "FunctionName", Value: "shop-dev-worker" }],
    };
    expect(metrics).toEqual({
      operation: "GetMetricData",
      body: {
        StartTime: startedAt - 14 * 86_400,
        EndTime: startedAt,
        MetricDataQueries: [
          { Id: "p99", MetricStat: { Metric: metric, Period: 86_400, Stat: "p99" } },
          { Id: "count", MetricStat: { Metric: metric, Period: 86_400, Stat: "SampleCount" } },
        ],
      },
    });
  });

  test("follows the flags", async () => {
    using folder = shop({ "other.json": '"text"' });
    const options = {
      memory: "2048,256",
      invocations: "5",
      strategy: "speed",
      days: "3",
      payload: join(folder.dir, "other.json"),
      parallel: true,
    };
    const { input, requests } = await run(folder, { options });
    expect(input).toMatchObject({
      powerValues: [256, 512, 2048],
      num: 5,
      strategy: "speed",
      payload: "text",
      parallelInvocation: true,
    });
    expect(requests.at(-1)?.body.StartTime).toBe(startedAt - 3 * 86_400);
  });

  test("of a function with an alias, counts what came by the alias; Power Tuning gets the function without it", async () => {
    using folder = shop(
      inProgram(
        'new Function("worker", { handler: "src/handler.ts", provisionedConcurrency: { minimum: 1, maximum: 2 } });',
      ),
    );
    const { input, requests, said } = await run(folder);
    expect(input.lambdaARN).toMatch(/:function:shop-dev-worker$/);
    expect(JSON.stringify(requests.at(-1)?.body)).toContain(
      '"Dimensions":[{"Name":"FunctionName","Value":"shop-dev-worker"},{"Name":"Resource","Value":"shop-dev-worker:live"}]',
    );
    expect(said).toContain("callers keep the version that their alias names");
  });

  test("for cold starts only leaves no result out, and the timeout alone", async () => {
    using folder = shop();
    const cold = JSON.stringify({
      lambdaARN: "arn:aws:lambda:eu-central-1:123456789012:function:shop-dev-worker",
      onlyColdStarts: true,
    });
    const { input, shown, requests } = await run(folder, {
      options: { "cold-starts": true },
      answers: { DescribeExecution: [look("SUCCEEDED", { input: cold })] },
    });
    expect(input).toMatchObject({ onlyColdStarts: true, discardTopBottom: 0 });
    expect(shown).toContain("timeout stays at 10 s");
    expect(requests.map(({ operation }) => operation)).not.toContain("GetMetricData");
  });
});

describe("the person", () => {
  test("is told what it does before anything is run, and a no runs nothing", async () => {
    using folder = shop();
    const asked: string[] = [];
    const { outcome, said, requests } = await run(folder, {
      talk: { ask: async (question) => !asked.push(question) },
    });
    expect(asked).toEqual(["Run it?"]);
    expect(outcome).toEqual({ status: "declined" });
    expect(said).toContain("It really invokes shop-dev-worker, 100 times");
    expect(said).toContain("which real callers get too");
    expect(requests).toEqual([]);
  });

  test("sees the change of the file before it is written, and a no leaves it as it is", async () => {
    using folder = shop();
    const before = stack(folder);
    const { outcome, shown } = await run(folder, {
      talk: { ask: async (question) => question === "Run it?" },
    });
    expect(shown).toContain("        systemLogLevel: INFO\n+       memory: 1024\n+       timeout: 1");
    expect(outcome).toMatchObject({ status: "measured", written: [] });
    expect(stack(folder)).toBe(before);
  });

  test("is warned where reserved concurrency makes real invocations wait", async () => {
    using folder = shop(
      inProgram(
        `new Function("worker", { handler: "src/handler.ts", reservedConcurrency: ${JSON.stringify(because(2))} });`,
      ),
    );
    const { said } = await run(folder);
    expect(said).toContain("5 invocations run concurrently, but 2 are reserved for the function");
  });

  test("who stops waiting is told how to go on", async () => {
    using folder = shop();
    const stop = new AbortController();
    const { outcome, message } = await run(folder, {
      answers: { DescribeExecution: [look("RUNNING")] },
      talk: { signal: stop.signal, running: () => stop.abort() },
    });
    expect(outcome).toBeInstanceOf(Interrupted);
    expect(message).toContain(`npm run tune -- ${folder.dir} worker --stage dev --execution ${execution}`);
  });
});

test("the fixture that has the function's name is its payload", async () => {
  using folder = shop({
    ...inProgram(
      'new Function("api-worker", { handler: "src/handler.ts" });\nnew Function("other", { handler: "src/handler.ts" });',
    ),
    "Pulumi.dev.yaml":
      "config:\n  aws:region: eu-central-1\n  shop:defaults: { function: { systemLogLevel: INFO } }\n",
    "events/worker.json": '{"for":"the worker"}',
  });
  const input = JSON.stringify({
    lambdaARN: "arn:aws:lambda:eu-central-1:123456789012:function:shop-dev-api-worker",
  });
  const answers = { DescribeExecution: [look("SUCCEEDED", { input, output: JSON.stringify(output) })] };
  const { input: asked } = await run(folder, { options: { function: "api-worker" }, answers });
  expect(asked.payload).toEqual({ for: "the worker" });
});
