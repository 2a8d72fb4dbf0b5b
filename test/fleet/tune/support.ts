import { readFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import type { Conversation } from "../../../platform/fleet/tune/conversation.ts";
import { type TuneOptions, tune } from "../../../platform/fleet/tune/tune.ts";
import { type Answer, fakeAws } from "../../support/fake-aws.ts";
import { program, type ServiceFolder, serviceFolder } from "../../support/folder.ts";

export const machine = "arn:aws:states:eu-central-1:123456789012:stateMachine:powerTuning";
export const execution = "arn:aws:states:eu-central-1:123456789012:execution:powerTuning:run-1";
const lambdaArn = "arn:aws:lambda:eu-central-1:123456789012:function:shop-dev-worker";
export const startedAt = Date.parse("2026-11-20T12:00:00Z") / 1_000;

/** A service with one function whose log tells durations, and a fixture for it. */
export function shop(files: Readonly<Record<string, string>> = {}): ServiceFolder {
  return serviceFolder({
    "index.ts": program('new Function("worker", { handler: "src/handler.ts" });'),
    "Pulumi.dev.yaml": [
      "# The crew's own.",
      "config:",
      "  aws:region: eu-central-1 # near the warehouse",
      "  shop:functions:",
      "    worker:",
      "      systemLogLevel: INFO",
      "",
    ].join("\n"),
    "events/work.json": '{"order":7}',
    ...files,
  });
}

/** Averages as Power Tuning returns them: each doubling of memory is faster, by less and less. */
export const stats = [
  { value: 128, averageDuration: 800, averagePrice: 1.4e-6 },
  { value: 256, averageDuration: 400, averagePrice: 1.4e-6 },
  { value: 512, averageDuration: 200, averagePrice: 1.4e-6 },
  { value: 1024, averageDuration: 100, averagePrice: 1.4e-6 },
  { value: 2048, averageDuration: 99, averagePrice: 2.8e-6 },
];

export const output = {
  power: 1024,
  cost: 1.4e-6,
  duration: 100,
  stateMachine: { executionCost: 0.0005, lambdaCost: 0.0012, visualization: "https://example.com/#" },
  stats,
};

/** A look at the execution. */
export const look = (status: string, more: object = {}) => ({
  executionArn: execution,
  stateMachineArn: machine,
  status,
  startDate: startedAt,
  input: JSON.stringify({ lambdaARN: lambdaArn }),
  ...(status === "SUCCEEDED" && { output: JSON.stringify(output) }),
  ...more,
});

/** Real traffic: so many invocations, and the p99 of each day in milliseconds. */
export const traffic = (count: number, ...p99: number[]) => ({
  MetricDataResults: [
    { Id: "p99", Values: p99, Timestamps: p99.map(() => startedAt), StatusCode: "Complete" },
    { Id: "count", Values: [count], Timestamps: [startedAt], StatusCode: "Complete" },
  ],
});

/** Step Functions and CloudWatch on localhost, and the environment by which the SDK finds them. */
export async function fakeTuning(answers: Readonly<Record<string, readonly Answer[]>> = {}) {
  const server = await fakeAws({
    StartExecution: [{ executionArn: execution, startDate: startedAt }],
    DescribeExecution: [look("SUCCEEDED")],
    GetMetricData: [traffic(1_000, 300, 500)],
    ...answers,
  });
  return {
    ...server,
    environment: {
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_MAX_ATTEMPTS: "1",
    },
    [Symbol.asyncDispose]: async () => {
      await server.close();
    },
  };
}

interface Run {
  readonly answers?: Readonly<Record<string, readonly Answer[]>>;
  readonly options?: Partial<TuneOptions>;
  readonly talk?: Partial<Conversation>;
}

/** Tunes in this process, with a person who says yes to everything. Sets variables of the process: unstub them after each test. */
export async function run(folder: ServiceFolder, { answers, options, talk }: Run = {}) {
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

export const stack = (folder: ServiceFolder, stage = "dev") =>
  readFileSync(join(folder.dir, `Pulumi.${stage}.yaml`), "utf8");
export const inProgram = (body: string) => ({ "index.ts": program(body) });
