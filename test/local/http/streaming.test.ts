import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle } from "../../../platform/components/function/bundle/bundle.ts";
import { LambdaFunction } from "../../../platform/local/lambda/lambda-function.ts";
import { request } from "../../runtime/support.ts";
import { handlers } from "../../support/index.ts";

let fn: LambdaFunction;
const logs: string[] = [];
beforeAll(async () => {
  // The handler's bundle, run by AWS's own runtime client against the local Runtime API.
  const { archive } = await bundle({ dir: handlers, handler: "src/stream.ts" });
  fn = new LambdaFunction(
    {
      name: "streamer",
      label: "streamer",
      arn: "arn:aws:lambda:eu-west-1:123456789012:function:streamer",
      handler: "index.handler",
      runtime: "nodejs24.x",
      codeDir: archive.replace(/\.zip$/, ""),
      memoryMb: 256,
      timeoutMs: 4000,
      region: "eu-west-1",
      variables: {},
      reserved: 1,
    },
    (text) => logs.push(text),
  );
});
afterAll(() => fn.stop());

async function stream(kind: string) {
  const chunks: { text: string; contentType: string }[] = [];
  const result = await fn.invoke(request({ rawQueryString: `kind=${kind}` }), (chunk, contentType) =>
    chunks.push({ text: chunk.toString("latin1"), contentType }),
  );
  const [prelude = "", body = ""] = chunks
    .map(({ text }) => text)
    .join("")
    .split("\0".repeat(8));
  return { ...result, chunks, prelude: JSON.parse(prelude), body };
}

test("a streamed response arrives piece by piece, its status and headers first", async () => {
  const { chunks, prelude, body, status } = await stream("count");
  expect(chunks[0]?.contentType).toBe("application/vnd.awslambda.http-integration-response");
  expect(prelude).toMatchObject({
    statusCode: 201,
    headers: { "content-type": "text/x-count", "x-correlation-id": expect.any(String) },
  });
  expect(body).toBe("0\n1\n2\n");
  expect(chunks.length).toBeGreaterThan(1);
  expect(status).toBe("ok");
});

test("a streamed response without a body has its status, one of 8 MB is whole", async () => {
  expect(await stream("none")).toMatchObject({ status: "ok", prelude: { statusCode: 202 }, body: "" });
  const { body, status } = await stream("large");
  expect(status).toBe("ok");
  // Compared outside of `expect`, which would print both.
  const sent = Buffer.concat(Array.from({ length: 80 }, (_, i) => Buffer.alloc(100_000, i + 1)));
  expect(body === sent.toString("latin1")).toBe(true);
});

test("a stream that breaks off is a failed invocation, and the next one finds the process in order", async () => {
  const { status, payload, body } = await stream("broken");
  expect(body).toBe("half");
  expect(status).toBe("error");
  expect(JSON.parse(payload.toString())).toMatchObject({ errorType: "RangeError", errorMessage: "lost" });
  expect(await stream("count")).toMatchObject({ status: "ok", body: "0\n1\n2\n", coldStart: false });
});

test("server-sent events that break off end with an event, and the invocation succeeds", async () => {
  const { status, body } = await stream("events");
  expect(status).toBe("ok");
  expect(body).toMatch(/^data: 1\n\nevent: error\ndata: \{.*"status":500\}\n\n$/);
});

test("a body that takes longer than the function may is ended before Lambda ends the process", async () => {
  const { status, payload, durationMs } = await stream("late");
  expect(status).toBe("error");
  expect(JSON.parse(payload.toString())).toMatchObject({ errorType: "OutOfTime" });
  // It would have ended by itself after a minute.
  expect(durationMs).toBeLessThan(60_000);
  expect(logs.join("\n")).not.toContain("Task timed out");
});
