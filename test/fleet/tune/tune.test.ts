import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { StoppedWaiting } from "../../../platform/fleet/tune/execution.ts";
import { type Conversation, type TuneOptions, tune } from "../../../platform/fleet/tune/tune.ts";
import type { Answer } from "../../support/fake-aws.ts";
import { program, type ServiceFolder } from "../../support/folder.ts";
import { execution, fakeTuning, look, machine, output, shop, startedAt, traffic } from "./support.ts";

interface Run {
  readonly answers?: Readonly<Record<string, readonly Answer[]>>;
  readonly options?: Partial<TuneOptions>;
  readonly talk?: Partial<Conversation>;
}

afterEach(() => vi.unstubAllEnvs());

/** Tunes in this process, with a person who says yes to everything. */
async function run(folder: ServiceFolder, { answers, options, talk }: Run = {}) {
  await using aws = await fakeTuning(answers);
  for (const [key, value] of Object.entries(aws.environment)) vi.stubEnv(key, value);
  const [said, shown, asked]: string[][] = [[], [], []];
  const outcome = await tune(
    { service: folder.dir, stage: "dev", "state-machine": machine, ...options },
    {
      say: (text) => said!.push(text),
      show: (text) => shown!.push(text),
      ask: async (question) => {
        asked!.push(question);
        return true;
      },
      pollMs: 1,
      ...talk,
    },
  ).catch((error: Error) => error);
  return {
    outcome,
    message: outcome instanceof Error ? outcome.message : "",
    said: said!.join("\n"),
    shown: shown!.join("\n"),
    asked: asked!,
    requests: aws.requests,
    input: JSON.parse(
      String(aws.requests.find(({ operation }) => operation === "StartExecution")?.body.input ?? "null"),
    ),
  };
}

const stack = (folder: ServiceFolder, stage = "dev") =>
  readFileSync(join(folder.dir, `Pulumi.${stage}.yaml`), "utf8");
const inProgram = (body: string) => ({ "index.ts": program(body) });

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
      inProgram('new Function("worker", { handler: "src/handler.ts", reservedConcurrency: 2 });'),
    );
    const { said } = await run(folder);
    expect(said).toContain("5 invocations run at once, but 2 are reserved for the function");
  });

  test("who stops waiting is told how to go on", async () => {
    using folder = shop();
    const stop = new AbortController();
    const { outcome, message } = await run(folder, {
      answers: { DescribeExecution: [look("RUNNING")] },
      talk: { signal: stop.signal, running: () => stop.abort() },
    });
    expect(outcome).toBeInstanceOf(StoppedWaiting);
    expect(message).toContain(`npm run tune -- ${folder.dir} worker --stage dev --execution ${execution}`);
  });
});

describe("writing", () => {
  test("reaches several stages, each with what follows there", async () => {
    using folder = shop({
      ...inProgram('new Event("jobs", { source: { type: "sqs" }, handler: "src/handler.ts" });'),
      "Pulumi.dev.yaml":
        "config:\n  aws:region: eu-central-1\n  shop:defaults:\n    function:\n      systemLogLevel: INFO\n",
      "Pulumi.prod.yaml": "config:\n  aws:region: eu-central-1\n",
    });
    const input = JSON.stringify({
      lambdaARN: "arn:aws:lambda:eu-central-1:123456789012:function:shop-dev-jobs-handler",
    });
    const { outcome, shown, message } = await run(folder, {
      options: { stages: "dev,prod" },
      answers: { DescribeExecution: [look("SUCCEEDED", { input })] },
    });
    expect(message).toBe("");
    expect(shown).toContain("Follows in prod: jobs-queue visibilityTimeoutSeconds: 180 -> 6");
    expect(shown).toContain("Written: the plan of prod now gives jobs-handler 1024 MB and 1 s.");
    expect(outcome).toMatchObject({
      status: "written",
      written: ["dev", "prod"].map((stage) => join(folder.dir, `Pulumi.${stage}.yaml`)),
    });
    expect(stack(folder, "prod")).toBe(
      "config:\n  aws:region: eu-central-1\n  shop:functions:\n    jobs-handler:\n      memory: 1024\n      timeout: 1\n",
    );
    expect(readdirSync(folder.dir).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test.each([
    ["an argument", "memory: 512"],
    ["a transform", "transform: { function: { memorySize: 512 } }"],
  ])("is left alone where %s of the program wins, which is said with file and value", async (_, args) => {
    using folder = shop(inProgram(`new Function("worker", { handler: "src/handler.ts", ${args} });`));
    const before = stack(folder);
    const { outcome, shown, asked } = await run(folder);
    expect(shown).toMatch(
      /! dev: memory stays at 512: the program itself says it.* Change it to 1024 in \S*index\.ts\./,
    );
    expect(shown).toContain("Nothing was written.");
    expect(asked).toEqual(["Run it?"]);
    expect(outcome).toMatchObject({ status: "measured", written: [] });
    expect(stack(folder)).toBe(before);
  });

  test("is left alone where no component made the function: the stack's config doesn't reach it", async () => {
    const made = [
      'class Raw extends pulumi.CustomResource { constructor(name, args) { super("aws:lambda/function:Function", name, args); } }',
      'new Raw("worker", { name: "shop-dev-worker", role: "arn:aws:iam::123456789012:role/raw", memorySize: 512, timeout: 10 });',
    ].join("\n");
    using folder = shop({
      "index.mjs": program(made),
      "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: index.mjs\nconfig:\n  owner: crew\n",
      "Pulumi.dev.yaml": "config:\n  aws:region: eu-central-1\n",
    });
    const { shown, message } = await run(folder);
    expect(message).toBe("");
    expect(shown).toMatch(
      /No component made worker: change it by hand in \S*index\.mjs \(memory: 1024, timeout: 1\)\./,
    );
    expect(stack(folder)).toBe("config:\n  aws:region: eu-central-1\n");
  });

  test("is left alone where the program refuses the values", async () => {
    using folder = shop(
      inProgram(
        'const fn = new Function("worker", { handler: "src/handler.ts" });\nif (fn.timeout < 5) throw new Error("the till takes five seconds");',
      ),
    );
    const before = stack(folder);
    const { shown, message } = await run(folder);
    expect(message).toBe("");
    expect(shown).toContain("The program refuses it (memory: 1024, timeout: 1): the till takes five seconds");
    expect(stack(folder)).toBe(before);
  });

  test("isn't needed where the function has the values already", async () => {
    using folder = shop(
      inProgram('new Function("worker", { handler: "src/handler.ts", memory: 1024, timeout: 2 });'),
    );
    const { shown, asked } = await run(folder, { answers: { GetMetricData: [traffic(500, 700)] } });
    expect(shown).toContain("Proposed: memory stays at 1024 MB, timeout stays at 2 s.");
    expect(shown).toContain("dev: it has these values already.");
    expect(asked).toEqual(["Run it?"]);
  });
});

describe("a failure says what to do:", () => {
  const refused = (error: string, status?: number) => [{ error, ...(status && { status }) }];
  test.each<[string, Record<string, readonly Answer[]>, string]>([
    [
      "no right to start",
      { StartExecution: refused("AccessDeniedException") },
      "They need states:StartExecution",
    ],
    [
      "no such state machine",
      { StartExecution: refused("StateMachineDoesNotExist") },
      "There is no such state machine",
    ],
    ["expired credentials", { DescribeExecution: refused("ExpiredTokenException") }, "sign in again"],
    ["wrong credentials", { StartExecution: refused("UnrecognizedClientException") }, "set AWS_PROFILE"],
    [
      "an old execution",
      { DescribeExecution: refused("ExecutionDoesNotExist") },
      "keeps executions for 90 days",
    ],
    [
      "a function that fails",
      {
        DescribeExecution: [
          look("FAILED", { error: "Error", cause: 'Invocation error: {"errorType":"Boom"}' }),
        ],
      },
      'Power Tuning ended as FAILED (Error: Invocation error: {"errorType":"Boom"}). The function failed with this payload',
    ],
    [
      "no durations in the log",
      { DescribeExecution: [look("FAILED", { error: "Error", cause: "Unrecognized JSON log" })] },
      "at the system log level INFO",
    ],
    [
      "throttled invocations",
      { DescribeExecution: [look("FAILED", { error: "TooManyRequestsException", cause: "Rate Exceeded." })] },
      "reserve more concurrency",
    ],
    [
      "a timeout",
      { DescribeExecution: [look("TIMED_OUT", { error: "States.Timeout" })] },
      "totalExecutionTimeout=900",
    ],
    [
      "an abort",
      { DescribeExecution: [look("ABORTED")] },
      "Power Tuning ended as ABORTED. The function may have been left",
    ],
    [
      "a result that isn't one",
      { DescribeExecution: [look("SUCCEEDED", { output: "{}" })] },
      "result can't be read: {}",
    ],
  ])("%s", async (_, answers, words) => {
    using folder = shop();
    const before = stack(folder);
    const { message } = await run(folder, { answers });
    expect(message).toContain(words);
    expect(stack(folder)).toBe(before);
  });

  test("looks that fail for a moment are repeated", async () => {
    using folder = shop();
    const { outcome, requests } = await run(folder, {
      answers: {
        DescribeExecution: [
          ...refused("ThrottlingException"),
          ...refused("InternalError", 500),
          look("RUNNING"),
          look("SUCCEEDED"),
        ],
      },
    });
    expect(outcome).toMatchObject({ status: "written" });
    expect(requests.filter(({ operation }) => operation === "DescribeExecution")).toHaveLength(4);
  });

  test("looks that keep failing are given up on", async () => {
    using folder = shop();
    const { message, requests } = await run(folder, {
      answers: { DescribeExecution: refused("InternalError", 500) },
    });
    expect(message).toContain(`Reading ${execution} failed (InternalError`);
    expect(requests.filter(({ operation }) => operation === "DescribeExecution")).toHaveLength(10);
  });

  test("without a right to read metrics the timeout stays, and the memory is still proposed", async () => {
    using folder = shop();
    const { shown } = await run(folder, { answers: { GetMetricData: refused("AccessDenied") } });
    expect(shown).toContain("memory 512 -> 1024 MB, timeout stays at 10 s");
    expect(shown).toContain(
      "The timeout stays: Reading the durations of shop-dev-worker failed (AccessDenied",
    );
    expect(shown).toContain("cloudwatch:GetMetricData");
  });

  test("an execution of another function is not taken for this one's", async () => {
    using folder = shop();
    const input = JSON.stringify({ lambdaARN: "arn:aws:lambda:eu-central-1:123456789012:function:till" });
    const { message } = await run(folder, {
      options: { execution },
      answers: { DescribeExecution: [look("SUCCEEDED", { input })] },
    });
    expect(message).toContain("measured arn:aws:lambda:eu-central-1:123456789012:function:till, not arn:");
  });
});

describe("before anything is asked of AWS", () => {
  const two =
    'new Function("worker", { handler: "src/handler.ts" });\nnew Function("other", { handler: "src/handler.ts" });';
  test.each<[string, Partial<TuneOptions>, Record<string, string>, string]>([
    [
      "no function is named",
      {},
      inProgram(two),
      "shop in stage dev has 2 functions; name one of: other, worker.",
    ],
    [
      "another is named",
      { function: "wroker" },
      inProgram(two),
      "Did you mean worker? There are: other, worker.",
    ],
    ["there is none", {}, inProgram('new Queue("jobs");'), "shop in stage dev has no function to tune"],
    [
      "it wants a tenant",
      {},
      inProgram('new Function("worker", { handler: "src/handler.ts", tenancy: "per-tenant" });'),
      "no function to tune",
    ],
    [
      "no state machine is known",
      { "state-machine": undefined },
      {},
      "tuning.stateMachines.dev of platform/defaults.ts",
    ],
    [
      "the ARN is none",
      { "state-machine": "powerTuning" },
      {},
      '--state-machine: "powerTuning" is no ARN like arn:',
    ],
    ["the execution is a machine", { execution: machine }, {}, "--execution: "],
    [
      "a size is none",
      { memory: "64,x" },
      {},
      "--memory: 64 given; whole numbers from 128 to 10240 MB are allowed.\n--memory: NaN",
    ],
    ["there is one size", { memory: "512" }, {}, "--memory: give at least two sizes."],
    ["invocations are few", { invocations: "4" }, {}, "--invocations: 4 given; whole numbers from 5 to 1000"],
    ["the strategy is unknown", { strategy: "best" }, {}, "--strategy: best given"],
    ["days are none", { days: "0" }, {}, "--days: 0 given; whole numbers from 1 to 455 days are allowed."],
    ["a stage isn't there", { stages: "dev,prd" }, {}, "shop has no stack prd"],
    [
      "its log tells no durations",
      {},
      { "Pulumi.dev.yaml": "config:\n  aws:region: eu-central-1\n" },
      "  shop:functions:\n    worker:\n      systemLogLevel: INFO",
    ],
    ["the payload isn't there", { payload: "none.json" }, {}, "--payload: none.json can't be read"],
    [
      "two fixtures may be meant",
      {},
      { "events/more.json": "{}" },
      "Name the event to invoke worker with: --payload <file>; there are: ",
    ],
    [
      "the payload is too large",
      {},
      { "events/work.json": JSON.stringify("x".repeat(262_144)) },
      "Step Functions takes 262144.",
    ],
    [
      "nothing is reserved",
      {},
      inProgram('new Function("worker", { handler: "src/handler.ts", reservedConcurrency: 0 });'),
      "The function's reserved concurrency is 0",
    ],
    [
      "parallel invocations are more than reserved",
      { parallel: true },
      inProgram('new Function("worker", { handler: "src/handler.ts", reservedConcurrency: 50 });'),
      "--parallel: 100 invocations at once, but 50 executions are reserved",
    ],
  ])("it is refused that %s", async (_, options, files, words) => {
    using folder = shop(files);
    const { message, requests } = await run(folder, { options });
    expect(message).toContain(words);
    expect(requests).toEqual([]);
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
