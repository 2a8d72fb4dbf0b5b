import { describe, expect, expectTypeOf, it } from "vitest";
import { type AlarmEvent, alarm, changeId, InvalidInput } from "../../../platform/runtime/index.ts";
import { context, logLines } from "../support.ts";

const change: AlarmEvent = {
  id: "c4c1c1c9-6542-e61b-6ef0-8c4d36933a92",
  account: "123456789012",
  region: "eu-west-1",
  time: "2026-11-23T10:00:00Z",
  resources: ["arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders-errors"],
  "detail-type": "CloudWatch Alarm State Change",
  detail: {
    alarmName: "orders-errors",
    state: { value: "ALARM", reason: "1 error", timestamp: "2026-11-23T10:00:00.000+0000" },
    configuration: {},
  },
};

describe("A handler of alarms", () => {
  it("gets the change, under the event's id", async () => {
    const seen: unknown[] = [];
    const handler = alarm({}, async ({ change, correlationId }) => {
      expectTypeOf(change.state.value).toEqualTypeOf<"ALARM" | "OK" | "INSUFFICIENT_DATA">();
      seen.push(change.alarmName, correlationId);
    });
    await handler(change, context());
    expect(seen).toEqual(["orders-errors", change.id]);
  });

  it("handles a change once by the alarm, its state and the time, whatever the event's id", async () => {
    const keys: string[] = [];
    const table = {
      once: async (key: string, _: unknown, work: () => Promise<void>) => {
        keys.push(key);
        return work();
      },
    };
    await alarm({ idempotent: { table } }, async () => {})({ ...change, id: "another" }, context());
    expect(keys).toEqual(["orders-errors ALARM 2026-11-23T10:00:00.000+0000"]);
    expect(changeId(change.detail)).toBe(keys[0]);
  });

  it("fails the invocation when it throws, so that Lambda tries again", async () => {
    const lines = logLines();
    const handler = alarm({}, async () => {
      throw new InvalidInput([]);
    });
    await expect(handler(change, context())).rejects.toThrow(InvalidInput);
    expect(lines).toMatchObject([{ level: "ERROR", message: "The change of orders-errors failed" }]);
  });
});

it("A handler of alarms refuses an event that is no change of an alarm", async () => {
  logLines();
  const other = { ...change, detail: { ...change.detail, state: { ...change.detail.state, value: "UP" } } };
  await expect(alarm({}, async () => {})(other, context())).rejects.toThrow(
    "event.detail.state.value: It is none of",
  );
});
