import {
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LocalApp } from "../../../platform/local/local-app.ts";
import { arn, bringUp, fn } from "../support.ts";

const machineArn = (name: string) => `arn:aws:states:eu-west-1:000000000000:stateMachine:${name}`;
const machine = (name: string, target: string, type = "STANDARD") => ({
  type: "aws:sfn/stateMachine:StateMachine",
  name,
  inputs: {
    name,
    type,
    definition: JSON.stringify({
      StartAt: "Only",
      States: { Only: { Type: "Task", Resource: arn.function(target), End: true } },
    }),
  },
  outputs: { arn: machineArn(name) },
});

let app: LocalApp;
let sfn: SFNClient;
beforeAll(async () => {
  app = await bringUp(() => [
    fn("echo"),
    fn("sleep", { timeout: 30 }),
    machine("quick", "echo", "EXPRESS"),
    machine("plain", "echo"),
    machine("slow", "sleep"),
  ]);
  // The SDK puts "sync-" before the host of StartSyncExecution, which no loopback address has.
  sfn = new SFNClient({ ...app.aws, disableHostPrefix: true });
});
afterAll(() => app.stop());

test("an express state machine answers at once with its output", async () => {
  const stateMachineArn = machineArn("quick");
  const run = await sfn.send(new StartSyncExecutionCommand({ stateMachineArn, input: '{"a":1}' }));
  expect(run.status).toBe("SUCCEEDED");
  expect(JSON.parse(run.output ?? "")).toMatchObject({ event: { a: 1 } });
});

test("a standard state machine refuses to be run synchronously", async () => {
  const stateMachineArn = machineArn("plain");
  await expect(sfn.send(new StartSyncExecutionCommand({ stateMachineArn }))).rejects.toMatchObject({
    name: "StateMachineTypeNotSupported",
  });
});

test("a stopped execution keeps the reason", async () => {
  const stateMachineArn = machineArn("slow");
  const input = '{"ms":20000}';
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
  await sfn.send(new StopExecutionCommand({ executionArn, error: "Enough", cause: "test" }));
  await app.until(async () => {
    const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return status === "ABORTED";
  });
  expect(await sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    error: "Enough",
    cause: "test",
    input,
  });
});

test("unknown state machines, unknown executions and bad input are Step Functions' own errors", async () => {
  const start = (stateMachineArn: string, input: string) =>
    sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
  await expect(start(machineArn("none"), "{}")).rejects.toMatchObject({ name: "StateMachineDoesNotExist" });
  await expect(start(machineArn("plain"), "{")).rejects.toMatchObject({ name: "InvalidExecutionInput" });
  const executionArn = `${machineArn("plain")}:none`;
  await expect(sfn.send(new DescribeExecutionCommand({ executionArn }))).rejects.toMatchObject({
    name: "ExecutionDoesNotExist",
  });
});
