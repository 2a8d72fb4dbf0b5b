import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { context } from "#test";
import event from "../events/run.json" with { type: "json" };
import { dayBefore } from "../src/day.ts";
import { handler } from "../src/report.ts";
import { send } from "../src/reports.ts";
import { type Sale, salesOf } from "../src/sales.ts";
import { summarise } from "../src/summary.ts";

vi.mock("../src/reports.ts", () => ({ send: vi.fn() }));
vi.mock("../src/sales.ts", () => ({ salesOf: vi.fn() }));

async function* sales(...amounts: [product: string, amount: number][]): AsyncGenerator<Sale> {
  for (const [i, [product, amount]] of amounts.entries())
    yield { day: "2026-01-31", id: `sale-${i}`, product, amount };
}

beforeEach(() => {
  vi.mocked(send).mockReset();
  vi.mocked(salesOf)
    .mockReset()
    .mockImplementation(() => sales(["lamp", 2999]));
});
afterEach(() => vi.useRealTimers());

test("reports the sales of the day before the run was due", async () => {
  await handler(event, context());

  expect(salesOf).toHaveBeenCalledExactlyOnceWith("2026-01-31");
  expect(send).toHaveBeenCalledExactlyOnceWith({
    day: "2026-01-31",
    sales: 1,
    total: 2999,
    byProduct: { lamp: 2999 },
  });
});

test("a retry reports the day of its run, however late it is", async () => {
  vi.useFakeTimers({ now: new Date("2026-02-03T23:00:00Z"), toFake: ["Date"] });

  await handler(event, context());

  expect(salesOf).toHaveBeenCalledExactlyOnceWith("2026-01-31");
});

test("a run fails when the report can't be sent, so that it is retried and seen", async () => {
  vi.mocked(send).mockRejectedValue(new Error("The queue is gone"));

  await expect(handler(event, context())).rejects.toThrow("The queue is gone");
});

test("a run without the time it was due fails and says so", async () => {
  await expect(handler({ ...event, scheduledTime: "today" }, context())).rejects.toThrow("scheduledTime");
  expect(send).not.toHaveBeenCalled();
});

test("a report has the sum of each product, less what was taken back", async () => {
  const report = await summarise("2026-01-31", sales(["lamp", 2999], ["chair", 4500], ["lamp", -999]));

  expect(report).toEqual({
    day: "2026-01-31",
    sales: 3,
    total: 6500,
    byProduct: { lamp: 2000, chair: 4500 },
  });
});

test("a product may have any name", async () => {
  const { byProduct } = await summarise("2026-01-31", sales(["__proto__", 5], ["constructor", 7]));

  expect(JSON.stringify(byProduct)).toBe('{"__proto__":5,"constructor":7}');
});

test.each([
  ["2026-03-01T02:00:00Z", "2026-02-28"],
  ["2028-03-01T02:00:00Z", "2028-02-29"],
  ["2026-01-01T00:00:00Z", "2025-12-31"],
])("the day before %s is %s", (instant, day) => {
  expect(dayBefore(new Date(instant))).toBe(day);
});
