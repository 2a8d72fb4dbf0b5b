import {
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LocalApp } from "../../../platform/local/local-app.ts";
import { arn, bringUp, fn, queue } from "../support.ts";
import { invokeOverWire, signed } from "./client.ts";

let app: LocalApp;
beforeAll(async () => {
  app = await bringUp((urls) => [
    queue(urls, "jobs"),
    fn("echo"),
    fn("fail"),
    fn("off", { handler: "index.echo", reservedConcurrentExecutions: 0 }),
  ]);
});
afterAll(() => app.stop());

test("queue URLs that SQS answers with can be used as they are", async () => {
  const sqs = new SQSClient(app.aws);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "jobs" }));
  expect(QueueUrl).toBe(`${app.aws.endpoint}/000000000000/jobs`);
  expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toEqual([QueueUrl]);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "hello" }));
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
  expect(Messages?.map((each) => each.Body)).toEqual(["hello"]);
});

test("an unknown queue is SQS's own error", async () => {
  const sqs = new SQSClient(app.aws);
  await expect(sqs.send(new GetQueueUrlCommand({ QueueName: "nothing" }))).rejects.toMatchObject({
    name: "QueueDoesNotExist",
  });
});

test.each([
  ["name", "echo"],
  ["ARN", arn.function("echo")],
  ["ARN with a version", `${arn.function("echo")}:$LATEST`],
])("Lambda's Invoke finds a function by %s", async (_, name) => {
  const response = await invokeOverWire(app, name, { a: 1 });
  expect(response.status).toBe(200);
  expect(response.headers.get("x-amz-executed-version")).toBe("$LATEST");
  expect(await response.json()).toMatchObject({ event: { a: 1 } });
  const log = Buffer.from(response.headers.get("x-amz-log-result") ?? "", "base64").toString();
  expect(log).toContain('got {"a":1}');
});

test("Lambda's Invoke marks a handler's error, and refuses unknown functions, bad JSON and throttled calls", async () => {
  const failed = await invokeOverWire(app, "fail", {});
  expect([failed.status, failed.headers.get("x-amz-function-error")]).toEqual([200, "Unhandled"]);
  const answers = await Promise.all([
    invokeOverWire(app, "nobody", {}),
    invokeOverWire(app, "echo", "{"),
    invokeOverWire(app, "off", {}),
    invokeOverWire(app, "echo", {}, "DryRun"),
  ]);
  expect(answers.map((each) => [each.status, each.headers.get("x-amzn-errortype")])).toEqual([
    [404, "ResourceNotFoundException"],
    [400, "InvalidRequestContentException"],
    [429, "TooManyRequestsException"],
    [204, null],
  ]);
});

test("a service without a local counterpart answers 501 and is named", async () => {
  const response = await fetch(app.aws.endpoint, { method: "POST", headers: signed("kms") });
  expect(response.status).toBe(501);
  expect(response.headers.get("x-amzn-errortype")).toBe("NotImplementedException");
  expect((await response.json()) as object).toMatchObject({
    message: expect.stringContaining('"kms"'),
  });
});

test("GetCallerIdentity answers with the local account", async () => {
  const headers = { ...signed("sts"), "content-type": "application/x-www-form-urlencoded" };
  const body = "Action=GetCallerIdentity&Version=2011-06-15";
  const response = await fetch(app.aws.endpoint, { method: "POST", headers, body });
  expect(await response.text()).toContain("<Account>000000000000</Account>");
});
