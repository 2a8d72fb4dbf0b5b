import { describe, expect, it } from "vitest";
import {
  alarm,
  authorizer,
  cognito,
  event,
  http,
  queue,
  schedule,
  step,
  stream,
  streamWindow,
} from "../../../platform/runtime/index.ts";
import { streaming } from "../../../platform/runtime/streaming.ts";
import { streamed } from "../../support/streamed.ts";
import { batch, context, logLines, message, request } from "../support.ts";
import { eventBridge } from "./pushed-support.ts";
import { kinesisRecord, shard } from "./stream-support.ts";

/** What a wrapper's handler is told to throw; the answer, or the error that Lambda gets. */
type Wrapped = (fail: () => Promise<never>) => Promise<unknown>;

const window = { start: "2026-11-23T10:00:00Z", end: "2026-11-23T10:01:00Z" };
const ofWindow = { window, shardId: "s", isFinalInvokeForWindow: true, isWindowTerminatedEarly: false };
const alarmed = {
  ...eventBridge({}),
  detail: {
    alarmName: "a",
    state: { value: "ALARM", reason: "", timestamp: "2026-11-23T10:00:00.000+0000" },
    configuration: {},
  },
};

const wrappers: readonly [name: string, run: Wrapped][] = [
  ["http", (fail) => http({}, fail)(request(), context())],
  ["streaming", (fail) => streamed(streaming({}, fail), request())],
  ["queue", (fail) => queue({}, fail)(batch(message("m0", "x")), context())],
  ["stream", (fail) => stream({}, fail)(shard(kinesisRecord(0, "x")), context())],
  [
    "streamWindow",
    (fail) =>
      streamWindow({ initial: () => 0 }, { add: fail, end: fail })(
        { ...shard(kinesisRecord(0, "x")), ...ofWindow },
        context(),
      ),
  ],
  ["event", (fail) => event({}, fail)(eventBridge({}), context())],
  ["schedule", (fail) => schedule({}, fail)({ scheduledTime: window.start, executionId: "e" }, context())],
  ["step", (fail) => step({}, fail)({}, context())],
  ["alarm", (fail) => alarm({}, fail)(alarmed, context())],
  [
    "cognito",
    (fail) =>
      cognito("preSignUp", fail)({ triggerSource: "PreSignUp_SignUp", request: {} } as never, context()),
  ],
  [
    "authorizer",
    (fail) =>
      authorizer(fail)({ type: "TOKEN", methodArn: "a/b/GET/", authorizationToken: "t" } as never, context()),
  ],
];

const circular: { self?: unknown } = {};
circular.self = circular;

describe.each(wrappers)("%s says what its handler threw", (name, run) => {
  it.each<[string, unknown, string]>([
    ["null", null, "null was thrown;"],
    ["undefined", undefined, "undefined was thrown;"],
    ["a text", "no stock", "'no stock' was thrown;"],
    ["an object", { code: 7 }, "{ code: 7 } was thrown;"],
    ["a bigint", 7n, "7n was thrown;"],
    ["what holds itself", circular, "<ref *1> { self: [Circular *1] } was thrown;"],
  ])("%s", async (_, thrown, said) => {
    const lines = logLines();
    const outcome = await run(async () => {
      throw thrown;
    }).catch((error: unknown) => error);
    const inLog = lines.some(({ error }) => (error as { message?: string })?.message?.startsWith(said));
    const passedOn =
      outcome instanceof Error && outcome.name === "NotAnError" && outcome.message.startsWith(said);
    expect(name === "authorizer" ? passedOn : inLog).toBe(true);
    if (outcome instanceof Error && name !== "cognito") expect(passedOn).toBe(true);
  });
});
