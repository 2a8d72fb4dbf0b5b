import fc from "fast-check";
import { expect, test } from "vitest";
import { AssetValue, type Resource, Secret, Unknown } from "../../../platform/engine/index.ts";
import { compare, createKey, packGraph, unpackGraph } from "../../../platform/fleet/impact/index.ts";
import { graphWith, resourceOf } from "./support.ts";

const key = createKey();

const graphOf = (inputs: Resource["inputs"]) =>
  graphWith([resourceOf("aws:sqs/queue:Queue", "jobs", { inputs, outputs: {} })]);

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean());
const { value: values } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.constant(new Unknown()),
    leaf.map((text) => new Secret(text)),
    fc.string().map((text) => new AssetValue({ kind: "string-asset", text })),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 3 }),
  ),
}));
const inputs = fc.dictionary(fc.string({ minLength: 1 }), values, { maxKeys: 4 });

test("a graph that was kept compares as the graph that it was made of", () => {
  fc.assert(
    fc.property(inputs, inputs, (one, other) => {
      const [before, after] = [graphOf(one), graphOf(other)];
      const back = unpackGraph(packGraph(before, { key, dir: "." }), key);
      expect(back).toBeDefined();
      expect(compare(before, back).changes).toEqual([]);
      expect(compare(back, after)).toEqual(compare(before, after));
    }),
  );
});

test("a kept graph has no secret in it, not even one that is deep inside", () => {
  const text = packGraph(graphOf({ a: new Secret("hush-1"), b: [{ c: new Secret({ d: "hush-2" }) }] }), {
    key,
    dir: ".",
  });
  expect(text).not.toContain("hush");
});

test("a secret that changes is another one after it was kept; a different key gives other hashes", () => {
  const kept = (secret: string, by = key) =>
    packGraph(graphOf({ value: new Secret(secret) }), { key: by, dir: "." });
  const changes = compare(unpackGraph(kept("one"), key), graphOf({ value: new Secret("two") })).changes;
  expect(changes.map(({ operation }) => operation)).toEqual(["update"]);
  expect(kept("one")).toBe(kept("one"));
  expect(kept("one")).not.toBe(kept("one", createKey()));
});

test("a text that is no kept graph gives none", () => {
  const whole = packGraph(graphOf({}), { key, dir: "." });
  for (const text of ["", "{}", "null", "[]", whole.slice(0, -1), whole.replace('"format":2', '"format":0')])
    expect(unpackGraph(text, key)).toBeUndefined();
});
