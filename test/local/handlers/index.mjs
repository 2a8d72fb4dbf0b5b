// Handlers that behave in each of the ways the local target has to cope with.
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let count = 0;

if (process.env.BROKEN) throw new TypeError("broken at the top");

export const echo = async (event, context) => {
  console.log("got", JSON.stringify(event));
  return { event, count: ++count, requestId: context.awsRequestId, left: context.getRemainingTimeInMillis() };
};
export const env = async () => process.env;
export const fail = async () => {
  throw new RangeError("no such luck");
};
export const sleep = async ({ ms }) => {
  await pause(ms);
  return "slept";
};
export const spin = async () => {
  for (;;);
};
export const exit = async () => process.exit(7);
export const big = async () => "x".repeat(6_300_000);
export const memory = async () => {
  const held = [];
  for (;;) held.push(new Array(100_000).fill(Math.random()));
};
/** Starts a process of its own, which must not outlive it. */
export const spawner = async () => {
  const { spawn } = await import("node:child_process");
  return spawn("sleep", ["600"], { stdio: "ignore" }).pid;
};
export const badOnly = async ({ Records }) => {
  console.log(`batch of ${Records.length}: ${Records.map((each) => each.body).join(",")}`);
  const batchItemFailures = Records.filter((each) => each.body.startsWith("bad")).map((each) => ({
    itemIdentifier: each.messageId,
  }));
  return { batchItemFailures };
};
export const api = async (event) => ({
  statusCode: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ route: event.routeKey, id: event.pathParameters?.id }),
});
/** Fails as often as told, then succeeds. */
export const flaky = async ({ failures }) => {
  count++;
  console.log(`attempt ${count}`);
  if (count <= failures) throw new Error(`failure ${count}`);
  return { count };
};
export const always = async () => {
  throw new Error("always");
};
export const nap = async () => {
  console.log("begin");
  await pause(150);
  console.log("end");
};
export const pid = async () => process.pid;
/** Streams status and headers, then the parts of the query; `fail` breaks the stream off. */
export const parts = globalThis.awslambda?.streamifyResponse(async (event, stream) => {
  const head = { statusCode: 202, headers: { "content-type": "text/x-parts" }, cookies: ["a=1", "b=2"] };
  const response = awslambda.HttpResponseStream.from(stream, head);
  for (const part of (event.queryStringParameters?.parts ?? "").split(",")) {
    if (part === "fail") throw new Error("broken off");
    response.write(part);
    await pause(250);
  }
  response.end();
});
