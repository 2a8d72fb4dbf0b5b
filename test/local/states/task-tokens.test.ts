import { SendTaskFailureCommand, SendTaskSuccessCommand, SFNClient } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LocalApp } from "../../../platform/local/local-app.ts";
import { stateMachine } from "../../../platform/local/states/machine.ts";
import { TaskTokens } from "../../../platform/local/states/tokens.ts";
import { bringUp } from "../support.ts";

const arn = "arn:aws:states:eu-west-1:000000000000:stateMachine:flow";
const ok = { status: "ok" as const, payload: Buffer.from('"of the function"') };

/** A machine of one step that waits; `tokens` are those that its function was given. */
function waiting(more: object = {}, result: Promise<typeof ok> = Promise.resolve(ok)) {
  const [tokens, given] = [new TaskTokens(), [] as { token: string; input: unknown }[]];
  const definition = JSON.stringify({
    StartAt: "Ask",
    States: {
      Ask: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
        Parameters: {
          FunctionName: "arn:aws:lambda:eu-west-1:000000000000:function:ask",
          Payload: { "input.$": "$", approval: { "token.$": "$$.Task.Token", page: "https://p" } },
        },
        ResultPath: "$.approval",
        End: true,
        ...more,
      },
      Undo: { Type: "Pass", Result: "undone", End: true },
    },
  });
  const invoke = (_: string, payload: unknown) => {
    const { input, approval } = payload as { input: unknown; approval: { token: string } };
    given.push({ token: approval.token, input });
    return result as never;
  };
  const machine = stateMachine({ name: "flow", arn, type: "STANDARD", definition, invoke, tokens });
  return { tokens, given, machine };
}

test("a step waits until its token is answered; the answer is its result, once", async () => {
  const { tokens, given, machine } = waiting();
  const execution = machine.start({ id: 1 });
  await expect.poll(() => given).toHaveLength(1);
  expect(execution.status).toBe("RUNNING");
  expect(given[0]!.input).toEqual({ id: 1 });
  expect(tokens.succeed(given[0]!.token, { approved: true })).toBe("waiting");
  expect(await execution.done).toMatchObject({
    status: "SUCCEEDED",
    output: { id: 1, approval: { approved: true } },
  });
  expect(tokens.succeed(given[0]!.token, {})).toBe("closed");
  expect(tokens.fail("another", {})).toBe("unknown");
});

test("a failure is caught by its name", async () => {
  const { tokens, given, machine } = waiting({ Catch: [{ ErrorEquals: ["Rejected"], Next: "Undo" }] });
  const execution = machine.start({});
  await expect.poll(() => given).toHaveLength(1);
  tokens.fail(given[0]!.token, { error: "Rejected", cause: "blurred" });
  expect(await execution.done).toMatchObject({ status: "SUCCEEDED", output: "undone" });
});

test("a step without an answer times out, and its token is closed", async () => {
  const { tokens, given, machine } = waiting({ TimeoutSeconds: 1 });
  expect(await machine.start({}).done).toMatchObject({ status: "FAILED", error: "States.Timeout" });
  await expect.poll(() => tokens.state(given[0]!.token)).toBe("closed");
});

test("a function that fails doesn't wait", async () => {
  const failed = { status: "error", payload: Buffer.from('{"errorType":"Broken"}') };
  const { tokens, given, machine } = waiting({}, Promise.resolve(failed as never));
  expect(await machine.start({}).done).toMatchObject({ status: "FAILED", error: "Broken" });
  expect(tokens.state(given[0]!.token)).toBe("closed");
});

let app: LocalApp;
beforeAll(async () => {
  app = await bringUp(() => []);
});
afterAll(() => app.stop());

test("the API refuses an unknown token, with the name that AWS uses", async () => {
  const sfn = new SFNClient(app.aws);
  const taskToken = "nobody's";
  await expect(sfn.send(new SendTaskSuccessCommand({ taskToken, output: "{}" }))).rejects.toMatchObject({
    name: "InvalidToken",
  });
  await expect(sfn.send(new SendTaskFailureCommand({ taskToken }))).rejects.toMatchObject({
    name: "InvalidToken",
  });
  await expect(sfn.send(new SendTaskSuccessCommand({ taskToken, output: "{" }))).rejects.toMatchObject({
    name: "InvalidOutput",
  });
});
