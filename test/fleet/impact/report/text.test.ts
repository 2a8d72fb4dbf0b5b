import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { compare, impactJson, impactText, isAlarming } from "../../../../platform/fleet/impact/index.ts";
import { graphWith, resourceOf } from "../support.ts";

const context = { base: "main (3f2a1bc)", stage: "prod", notRun: ["billing", "search"], failures: [] };

const queue = "aws:sqs/queue:Queue";
const table = (hashKey: string) =>
  resourceOf("aws:dynamodb/table:Table", "orders", { inputs: { name: "o", hashKey } });

const impactOf = (service: string, delay: number, more: Parameters<typeof graphWith>[0] = []) => {
  const names = ["a", "b"];
  const queues = (delaySeconds: number) =>
    names.map((name) => resourceOf(queue, name, { inputs: { delaySeconds } }));
  return compare(
    graphWith([...queues(10), ...more.slice(0, 1)], service),
    graphWith([...queues(delay), ...more.slice(1)], service),
  );
};

test("a report tells what loses data first, then alike changes in one line, sums, and what was not run", () => {
  const impacts = [impactOf("orders", 15, [table("id"), table("ref")]), impactOf("users", 15)];
  const together = { gained: ["error: 120 are reserved. (reserved-concurrency)"], lost: [] };
  expect(impactText(impacts, { ...context, together }).split("\n")).toEqual([
    "Against main (3f2a1bc), in stage prod: 2 services change. Offline: nothing was asked of AWS.",
    "",
    "Loses data",
    "  orders: dynamodb.Table orders is replaced, since hashKey can't be changed in place, deleted before the new one is made: the items of the table.",
    "",
    "Changes",
    "  ± dynamodb.Table is replaced, since hashKey can't be changed in place, deleted before the new one is made: orders of orders",
    "      hashKey: id → ref",
    "  ~ sqs.Queue delaySeconds: 10 → 15 in 4 queues of 2 services",
    "",
    "All services together",
    "  + error: 120 are reserved. (reserved-concurrency)",
    "",
    "Not run: nothing that their programs are made of has changed",
    "  billing, search",
    "",
  ]);
});

test("nothing is told of services that stay as they are", () => {
  expect(impactText([impactOf("users", 10)], { ...context, notRun: [] })).toBe(
    "Against main (3f2a1bc), in stage prod: no service changes. Offline: nothing was asked of AWS.\n",
  );
});

test("colours are for terminals: without them the text is the same", () => {
  const impacts = [impactOf("orders", 15, [table("id"), table("ref")])];
  const coloured = impactText(impacts, context, { color: true });
  expect(coloured).toContain("\u001b[");
  expect(stripVTControlCharacters(coloured)).toBe(impactText(impacts, context));
});

test("JSON names what loses data, and every service with its changes", () => {
  const impacts = [impactOf("orders", 15, [table("id"), table("ref")])];
  const json = JSON.parse(JSON.stringify(impactJson(impacts, context)));
  expect(json).toMatchObject({
    base: "main (3f2a1bc)",
    stage: "prod",
    notRun: ["billing", "search"],
    failures: [],
  });
  expect(json.losesData).toEqual(["urn:pulumi:prod::shop::aws:dynamodb/table:Table::orders"]);
  expect(json.services[0].changes).toHaveLength(3);
});

test("a lost table alarms, and a program that fails only now; one that failed before does not", () => {
  const failure = (at: "base" | "now") => ({ service: "users", stage: "prod", at, error: "no" });
  expect(isAlarming([impactOf("users", 15)], { failures: [] })).toBe(false);
  expect(isAlarming([impactOf("orders", 15, [table("id"), table("ref")])], { failures: [] })).toBe(true);
  expect(isAlarming([], { failures: [failure("now")] })).toBe(true);
  expect(isAlarming([], { failures: [failure("base"), failure("now")] })).toBe(false);
});
