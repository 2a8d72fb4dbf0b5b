import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LocalApp } from "../../../platform/local/local-app.ts";
import { bringUp, fn } from "../support.ts";

let app: LocalApp;
beforeAll(async () => {
  app = await bringUp(() => [
    fn("echo", { memorySize: 256 }),
    fn("env", { environment: { variables: { STAGE: "dev", AWS_REGION: "eu-west-1" } }, memorySize: 300 }),
    fn("fail"),
    fn("sleep", { timeout: 3 }),
    fn("spin", { timeout: 1 }),
    fn("exit"),
    fn("big"),
    fn("memory", { memorySize: 128, timeout: 30 }),
    fn("missing"),
    fn("broken", { handler: "index.echo", environment: { variables: { BROKEN: "1" } } }),
    fn("nofile", { handler: "absent.handler" }),
    fn("spawner"),
    fn("reserved", { handler: "index.sleep", reservedConcurrentExecutions: 2 }),
    fn("off", { handler: "index.echo", reservedConcurrentExecutions: 0 }),
    fn("many", { handler: "index.sleep" }),
  ]);
});
afterAll(() => app.stop());

const json = async (name: string, event?: unknown) => {
  const result = await app.invoke(name, event);
  return { ...result, answer: JSON.parse(result.payload.toString("utf8")) };
};

test("the first invocation starts a process, the next one finds it warm", async () => {
  const first = await json("echo", { a: 1 });
  const second = await json("echo", { a: 2 });
  expect(first).toMatchObject({ status: "ok", coldStart: true, answer: { event: { a: 1 }, count: 1 } });
  expect(first.initMs).toBeGreaterThan(1);
  expect(second).toMatchObject({ status: "ok", coldStart: false, answer: { event: { a: 2 }, count: 2 } });
  expect(second.answer.requestId).toBe(second.requestId);
  expect(second.answer.left).toBeGreaterThan(1000);
});

test("what the handler logs comes with the result and with the app's logs", async () => {
  const { logs, requestId } = await app.invoke("echo", { hello: "world" });
  expect(logs.join()).toContain('got {"hello":"world"}');
  expect(app.logs).toContainEqual(expect.objectContaining({ source: "echo", requestId, text: logs[0] }));
});

test("the handler sees Lambda's environment, the program's variables and nothing of the developer's own", async () => {
  process.env.SOME_LAPTOP_VARIABLE = "1";
  const { answer } = await json("env");
  expect(answer).toMatchObject({
    STAGE: "dev",
    AWS_LAMBDA_FUNCTION_NAME: "env",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "300",
    AWS_REGION: "eu-west-1",
    AWS_ENDPOINT_URL: app.aws.endpoint,
    AWS_ACCESS_KEY_ID: "local",
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
  });
  expect(answer).not.toHaveProperty("SOME_LAPTOP_VARIABLE");
  expect(answer).not.toHaveProperty("HOME");
});

test("an error is reported with type, message and trace, and the process is used again", async () => {
  const { status, answer } = await json("fail");
  expect(status).toBe("error");
  expect(answer).toMatchObject({ errorType: "RangeError", errorMessage: "no such luck" });
  expect(answer.trace.join()).toContain("index.mjs");
  expect((await json("fail")).coldStart).toBe(false);
});

test("a handler that takes too long is ended at its timeout, and the next invocation is fine", async () => {
  const { status, answer, durationMs } = await json("sleep", { ms: 20_000 });
  expect(status).toBe("error");
  expect(answer.errorType).toBe("Sandbox.Timedout");
  expect(answer.errorMessage).toMatch(/^RequestId: \S+ Error: Task timed out after 3\.00 seconds$/);
  // It would have ended by itself after 20 seconds.
  expect(durationMs).toBeGreaterThanOrEqual(2_990);
  expect(durationMs).toBeLessThan(20_000);
  expect(await json("sleep", { ms: 1 })).toMatchObject({ status: "ok", coldStart: true });
});

test("a handler in an endless loop is ended at its timeout", async () => {
  expect((await json("spin")).answer.errorType).toBe("Sandbox.Timedout");
});

test("a handler that ends its process gives Runtime.ExitError with the exit status", async () => {
  const { answer } = await json("exit");
  expect(answer.errorType).toBe("Runtime.ExitError");
  expect(answer.errorMessage).toMatch(/Runtime exited with error: exit status 7$/);
});

test("a handler that uses more memory than it has gives Runtime.OutOfMemory", async () => {
  expect((await json("memory")).answer.errorType).toBe("Runtime.OutOfMemory");
});

test("a response of more than 6 MB is refused", async () => {
  const { status, answer } = await json("big");
  expect(status).toBe("error");
  expect(answer.errorType).toBe("Function.ResponseSizeTooLarge");
});

describe("init errors", () => {
  test.each([
    ["missing", "Runtime.HandlerNotFound", "missing is undefined or not exported"],
    ["nofile", "Runtime.ImportModuleError", "Cannot find module 'absent'"],
    ["broken", "TypeError", "broken at the top"],
  ])("%s: %s", async (name, errorType, message) => {
    const { status, answer } = await json(name);
    expect(status).toBe("error");
    expect(answer.errorType).toBe(errorType);
    expect(answer.errorMessage).toContain(message);
  });
});

test("invocations beyond the reserved concurrency are refused with TooManyRequestsException", async () => {
  const all = await Promise.allSettled([1, 2, 3, 4].map(() => app.invoke("reserved", { ms: 200 })));
  expect(all.map((each) => each.status).sort()).toEqual(["fulfilled", "fulfilled", "rejected", "rejected"]);
  expect(all.find((each) => each.status === "rejected")?.reason.name).toBe("TooManyRequestsException");
  expect((await app.invoke("reserved", { ms: 1 })).status).toBe("ok");
});

test("a reserved concurrency of 0 refuses everything", async () => {
  await expect(app.invoke("off")).rejects.toThrow("reserved concurrency");
});

test("without reserved concurrency, invocations past ten processes wait instead of failing", async () => {
  const all = await Promise.all(Array.from({ length: 14 }, () => app.invoke("many", { ms: 50 })));
  expect(all.every((each) => each.status === "ok")).toBe(true);
  expect(all.filter((each) => each.coldStart).length).toBeLessThanOrEqual(10);
});

test("an unknown function is named together with those that there are", async () => {
  await expect(app.invoke("nobody")).rejects.toThrow(/no function nobody; there are: .*echo/);
});
