import { styleText } from "node:util";
import { expect, test } from "vitest";
import { formatLine, type Paint } from "../../../platform/local/dev/format.ts";
import { bringUp, fn } from "../support.ts";

const plain: Paint = (_, text) => text;
const coloured: Paint = (style, text) => styleText(style, text, { validateStream: false });
const at = Date.parse("2026-01-02T03:04:05.678Z");
const line = (text: string, paint = plain) => formatLine({ at, source: "create-user", text }, paint);

test("a structured line is condensed to time, function, level, message, its own fields and the correlation id", () => {
  const text = JSON.stringify({
    level: "INFO",
    message: "User created",
    timestamp: "2026-01-02T03:04:05.678Z",
    service: "users-api",
    function_request_id: "r-1",
    correlation_id: "c-1",
    userId: "u-1",
  });
  expect(line(text)).toBe("03:04:05.678  create-user  INFO   User created  userId=u-1  correlation=c-1");
});

test("an error shows its name, message and the first frames of its stack", () => {
  const error = {
    name: "RangeError",
    message: "too much",
    stack: "RangeError: too much\n    at f (src/a.ts:1:2)",
  };
  expect(line(JSON.stringify({ level: "ERROR", message: "Failed", error }))).toBe(
    "03:04:05.678  create-user  ERROR  Failed: RangeError: too much\n    at f (src/a.ts:1:2)",
  );
});

test.each([0, 12])(
  "of an AWS SDK's error the service's own lines are shown, %i calls deep, and some of the SDK's",
  async (depth) => {
    await using app = await bringUp(() => [fn("sdk", { handler: "sdk.lookUp", timeout: 30 })]);
    await app.invoke("sdk", { depth });
    const failed = app.logs.map((one) => formatLine(one, plain) ?? "").find((text) => text.includes("ERROR"));
    const frames = failed?.split("\n").slice(1) ?? [];
    const own = frames.filter((frame) => /[/\\]test[/\\]local[/\\]handlers[/\\]sdk\.mjs:\d+/.test(frame));
    expect(own[0]).toMatch(/ read .*sdk\.mjs:4:/);
    expect(own).toHaveLength(Math.min(depth + 3, 6));
    expect(frames).toHaveLength(own.length + 5);
  },
);

test("console lines lose the runtime's prefix, and further lines stand below", () => {
  expect(line("2026-01-02T03:04:05.678Z\tr-1\tWARN\tcareful\rsecond")).toBe(
    "03:04:05.678  create-user  WARN   careful\n    second",
  );
});

test("timeouts and crashes are errors", () => {
  expect(line("2026-01-02T03:04:05.678Z r-1 Task timed out after 3.00 seconds")).toBe(
    "03:04:05.678  create-user  ERROR  Task timed out after 3.00 seconds",
  );
  expect(line("RequestId: r-1 Error: Runtime exited with error: exit status 7")).toBe(
    "03:04:05.678  create-user  ERROR  Error: Runtime exited with error: exit status 7",
  );
});

test("metrics are not shown, any other text is as it is", () => {
  expect(line('{"_aws":{"CloudWatchMetrics":[]},"Users":1}')).toBeUndefined();
  expect(line("{ not json")).toBe("03:04:05.678  create-user  INFO   { not json");
});

test("errors are red on a terminal", () => {
  expect(line('{"level":"ERROR","message":"x"}', coloured)).toContain("\u001b[31mERROR");
});
