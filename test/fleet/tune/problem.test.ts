import { afterEach, describe, expect, test, vi } from "vitest";
import type { Answer } from "../../support/fake-aws.ts";
import { execution, look, run, shop, stack } from "./support.ts";

afterEach(() => vi.unstubAllEnvs());

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
