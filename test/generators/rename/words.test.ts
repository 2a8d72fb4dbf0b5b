import fc from "fast-check";
import { expect, test } from "vitest";
import { isRecord } from "../../../generators/record.ts";
import {
  formerNameIn,
  readdressed,
  renamedOwn,
  renamedReferences,
} from "../../../generators/rename/words.ts";
import { plan } from "../../../generators/render/render.ts";
import { stages } from "../../../platform/defaults.ts";
import { accepted, typical } from "../support/services.ts";

const all = typical.map(([kind, told]) => [kind, told.name!, told] as const);
const to = "moved-house";

/** Files without their record, by path. */
const files = (kind: (typeof all)[number][0], told: (typeof all)[number][2], name: string, former?: string) =>
  Object.fromEntries(
    // Its description and path stay as they were given under the old name.
    plan(kind, { ...accepted(kind, told)!, name }, former)
      .filter(({ path }) => !isRecord(path))
      .map(({ path, content }) => [path, content]),
  );

test.each(all)(
  "a renamed %s (%s) is what the generator would have made under the new name, its resources named as before",
  (kind, from, told) => {
    const before = files(kind, told, from);
    const kept = { from, to, formerName: from, stages: [] };
    const fresh = { from, to, formerName: undefined, stages: Object.keys(stages) };
    const renamed = (renaming: typeof kept | typeof fresh) =>
      Object.fromEntries(
        Object.entries(before).map(([path, content]) => [path, renamedOwn(path, content, renaming)]),
      );

    expect(renamed(kept)).toEqual(files(kind, told, to, from));
    // A repository of CodeCommit isn't the service's to rename.
    if (told.source !== "codecommit") expect(renamed(fresh)).toEqual(files(kind, told, to));
  },
);

test.each(all)(
  "a %s (%s) that is renamed and renamed back is the same, byte for byte",
  (kind, from, told) => {
    for (const [path, content] of Object.entries(files(kind, told, from))) {
      const there = renamedOwn(path, content, { from, to, formerName: from, stages: [] });
      expect(renamedOwn(path, there, { from: to, to: from, formerName: undefined, stages: [] }), path).toBe(
        content,
      );
    }
  },
);

test("what the names of resources begin with is kept through several renames", () => {
  const first = "name: one\nconfig:\n  owner: web\n";
  const second = renamedOwn("Pulumi.yaml", first, { from: "one", to: "two", formerName: "one", stages: [] });
  const third = renamedOwn("Pulumi.yaml", second, {
    from: "two",
    to: "three",
    formerName: "one",
    stages: [],
  });

  expect([formerNameIn(first), formerNameIn(second), formerNameIn(third)]).toEqual([undefined, "one", "one"]);
  expect(third.match(/formerName/g)).toHaveLength(1);
  expect(third).toMatch(/^name: three$/m);
});

test.each([
  [
    "name: one\n",
    "config:\n  # What the names of its resources begin with: its name before it was renamed.\n  formerName: one\n",
  ],
  ["name: one\nconfig:\n  one:size: 3\n", "  two:size: 3\n"],
  ["name: one\r\nconfig:\r\n  owner: web\r\n", "  owner: web\r\n  # What the names"],
])("a Pulumi.yaml written by hand is renamed too: %j", (before, expected) => {
  const after = renamedOwn("Pulumi.yaml", before, { from: "one", to: "two", formerName: "one", stages: [] });
  expect(after).toContain(expected);
  expect(formerNameIn(after)).toBe("one");
  expect(after).toMatch(/^name: two\r?$/m);
});

const orders = { from: "orders", to: "purchases", formerName: "orders", stages: [] };

test.each([
  [
    'const { jobs } = await linksOf<typeof import("../orders/index.ts")>("orders");',
    'const { jobs } = await linksOf<typeof import("../purchases/index.ts")>("purchases");',
  ],
  [
    'outputsOf<\n  typeof import("../orders/index.ts")\n>(\n  "orders",\n)',
    'outputsOf<\n  typeof import("../purchases/index.ts")\n>(\n  "purchases",\n)',
  ],
  [
    'new pulumi.StackReference("theirs", { name: "acme/orders/dev" })',
    'new pulumi.StackReference("theirs", { name: "acme/purchases/dev" })',
  ],
  ['import { Order } from "../orders/src/order.ts";', 'import { Order } from "../purchases/src/order.ts";'],
])("another service goes on to refer to it: %s", (before, after) => {
  expect(renamedReferences("shop/index.ts", before, orders)).toBe(after);
});

test.each([
  'import { orders } from "./orders/table.ts";',
  'new Table("orders", { partitionKey: "id" });',
  'outputsOf<typeof import("../old-orders/index.ts")>("old-orders")',
  'import { Order } from "../orders/order.ts";',
])("what is only called as the service stays: %s", (text) => {
  // The last one is a folder of the service's own.
  expect(renamedReferences("shop/src/index.ts", text, orders)).toBe(text);
});

test("addresses of other services, whose names begin or end alike, never change", () => {
  const word = fc.stringMatching(/^[a-z]{1,4}$/);
  fc.assert(
    fc.property(word, word, fc.constantFrom("-a", "b", "-c-d"), (from, to, more) => {
      const renaming = { from, to, formerName: from, stages: [] };
      const others = `services/${from}${more}/x, \`npm run dev -- ${from}${more}\`, a-services/${from}-x`;
      expect(readdressed(others, renaming)).toBe(others);
      expect(readdressed(`services/${from}/README.md \`npm run plan -- ${from}\``, renaming)).toBe(
        `services/${to}/README.md \`npm run plan -- ${to}\``,
      );
    }),
  );
});
