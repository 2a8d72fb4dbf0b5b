import { expect, test } from "vitest";
import { context } from "#test";
import event from "../events/opening-hours.json" with { type: "json" };
import { openAt } from "../src/hours.ts";
import { handler } from "../src/opening-hours.ts";

test("answers whether the shop is open, for browsers to keep for a minute", async () => {
  const response = await handler(event, context());

  expect(response.statusCode).toBe(200);
  expect(response.headers?.["cache-control"]).toBe("max-age=60");
  expect(JSON.parse(response.body ?? "")).toHaveProperty("open");
});

test.each([
  ["2026-03-02T07:59:00Z", false, "a minute before it opens"],
  ["2026-03-02T08:00:00Z", true, "when it opens"],
  ["2026-03-02T16:59:00Z", true, "a minute before it closes"],
  ["2026-03-02T17:00:00Z", false, "when it closes"],
  ["2026-07-06T07:00:00Z", true, "when it opens in summer, an hour earlier on the clock of the world"],
  ["2026-03-05T18:30:00Z", true, "late on a Thursday"],
])("at %s the shop is open: %s, %s", (moment, open) => {
  expect(openAt(new Date(moment)).open).toBe(open);
});

test("on Sundays the shop stays closed, by the shop's own calendar", () => {
  expect(openAt(new Date("2026-03-01T12:00:00Z"))).toEqual({ open: false, today: null });
  // Saturday evening in London, Sunday already in Berlin.
  expect(openAt(new Date("2026-02-28T23:30:00Z"))).toEqual({ open: false, today: null });
});
