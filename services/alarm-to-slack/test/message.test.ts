import fc from "fast-check";
import { expect, test } from "vitest";
import event from "../events/alarm.json" with { type: "json" };
import { limits, messageOf } from "../src/message.ts";

const { previousState: _, ...detail } = event.detail;
const change = { ...detail, state: { ...detail.state, value: "ALARM" as const } };
const line = { time: "2026-11-23 09:59:58.000", text: "The order failed", correlationId: "checkout-42" };

test("an alarm is told with its reason, its last log lines, and links", () => {
  const { text, blocks } = messageOf({
    change,
    region: "eu-west-1",
    functionName: "orders-prod-api-create",
    lines: [line],
  });

  expect(text).toBe("🔴 orders-prod-api-create-errors: ALARM");
  expect(blocks.map(({ type }) => type)).toEqual(["header", "section", "section", "context"]);
  expect(blocks[1]).toMatchObject({
    text: { text: `${change.configuration.description}\n${change.state.reason}` },
  });
  expect(blocks[2]).toMatchObject({
    text: { text: "```2026-11-23 09:59:58.000 The order failed [checkout-42]```" },
  });
  expect(JSON.stringify(blocks[3])).toContain(
    "#logsV2:log-groups/log-group/$252Faws$252Flambda$252Forders-prod-api-create|Logs>",
  );
});

test("an alarm that isn't about a function has no log lines, and says so where they could not be read", () => {
  const other = messageOf({ change, region: "eu-west-1", functionName: undefined, lines: [] });
  expect(other.blocks.map(({ type }) => type)).toEqual(["header", "section", "context"]);
  const unread = messageOf({ change, region: "eu-west-1", functionName: "f", lines: "unread" });
  expect(JSON.stringify(unread)).toContain("_Its logs could not be read._");
});

test("an alarm without a reason is told all the same: Slack refuses an empty section", () => {
  const { blocks } = messageOf({
    change: {
      alarmName: "a",
      state: { value: "OK", reason: "", timestamp: "2026-11-23T10:00:07.123+0000" },
      configuration: { description: "" },
    },
    region: "eu-west-1",
    functionName: "f",
    lines: [],
  });
  const sections = blocks.filter((block) => block.type === "section").map(({ text }) => text.text);
  expect(sections).toEqual(["_No reason was given._"]);
});

test("whatever alarms and logs hold, a message is within Slack's limits, and nothing in it is markup", () => {
  const text = fc.oneof(
    fc.string({ maxLength: 9_000, unit: "grapheme" }),
    fc.constantFrom("<!channel>".repeat(900), "&".repeat(4_000), "```".repeat(2_000), "🔴".repeat(3_000)),
  );
  fc.assert(
    fc.property(text, text, text, text, (alarmName, reason, description, logged) => {
      const { text: fallback, blocks } = messageOf({
        change: {
          alarmName: alarmName.slice(0, 255).toWellFormed(),
          state: { value: "OK", reason, timestamp: "2026-11-23T10:00:07.123+0000" },
          configuration: { description },
        },
        region: "eu-west-1",
        functionName: "f",
        lines: [{ ...line, text: logged }],
      });
      expect(fallback.length).toBeLessThanOrEqual(limits.text);
      for (const block of blocks) {
        if (block.type === "header") expect(block.text.text.length).toBeLessThanOrEqual(limits.header);
        if (block.type !== "section") continue;
        expect(block.text.text.length).toBeGreaterThan(0);
        expect(block.text.text.length).toBeLessThanOrEqual(limits.section);
        expect(block.text.text).not.toMatch(/[<>]/);
        expect(block.text.text.isWellFormed()).toBe(true);
        expect(block.text.text.replace(/^```|```$/g, "")).not.toContain("```\n");
      }
    }),
    { numRuns: 50, examples: [["", "", "", ""]] },
  );
});
