import { expect, test } from "vitest";
import { Graph, type Resource } from "../../../platform/engine/index.ts";
import { circleDrawing, readBy, reversed, withReaders } from "../../../platform/fleet/deploy/order.ts";

/** A graph that refers to stacks, by their full names. */
const referring = (...names: string[]) =>
  new Graph({
    project: "shop",
    stack: "dev",
    resources: names.map((name, i) => ({
      urn: `urn:pulumi:dev::shop::pulumi:pulumi:StackReference::${i}`,
      type: "pulumi:pulumi:StackReference",
      name: String(i),
      inputs: { name },
    })) as unknown as Resource[],
    outputs: {},
    invocations: [],
    logs: [],
  });

test("a service waits for the stacks of its own stage that it refers to, each once", () => {
  const graph = referring(
    "organization/orders/dev",
    "acme/users/dev",
    "organization/orders/dev",
    "organization/billing/prod",
    "organization/elsewhere/dev",
  );
  expect(readBy(graph, ["billing", "orders", "shop", "users"])).toEqual(["orders", "users"]);
});

const reads = new Map([
  ["a", []],
  ["b", ["a"]],
  ["c", ["a", "b"]],
  ["d", []],
]);

test("what is destroyed waits for those that read it", () => {
  expect(Object.fromEntries(reversed(reads))).toEqual({ a: ["b", "c"], b: ["c"], c: [], d: [] });
});

test("a change of a service touches those that read it, directly or through others", () => {
  expect(withReaders(["a"], reads)).toEqual(["a", "b", "c"]);
  expect(withReaders(["d", "not-deployed"], reads)).toEqual(["d"]);
});

test("services that read each other in a circle are drawn", () => {
  expect(circleDrawing(["orders", "billing", "shop"])).toBe(
    ["orders -> billing -> shop", "^                    |", "+--------------------+"].join("\n"),
  );
  expect(circleDrawing(["orders"])).toBe("orders -> orders");
});
