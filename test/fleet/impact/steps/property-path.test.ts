import { expect, test } from "vitest";
import { contains, parsePath, withOldValue } from "../../../../platform/fleet/impact/steps/property-path.ts";

// The cases are those of Pulumi's engine: "Examples of valid paths" of ParsePropertyPath, sdk/go/common/resource/properties_path.go.
test.each([
  ["root", ["root"]],
  ["root.nested", ["root", "nested"]],
  ['root["nested"]', ["root", "nested"]],
  ['root["double"].nest', ["root", "double", "nest"]],
  ["root.array[100]", ["root", "array", 100]],
  ["root.array[0][1].nested", ["root", "array", 0, 1, "nested"]],
  ['root["key with \\"escaped\\" quotes"]', ["root", 'key with "escaped" quotes']],
  ['root["key with a ."]', ["root", "key with a ."]],
  ['["root key with a ."][100]', ["root key with a .", 100]],
  ["root.array[*].field", ["root", "array", "*", "field"]],
  ['root.array["*"].field', ["root", "array", "*", "field"]],
  ["foo-bar", ["foo-bar"]],
])("the path %s leads where Pulumi's engine says", (text, steps) => {
  expect(parsePath(text)).toEqual(steps);
});

test.each(["", "root[", "root[x]", 'root["a'])("%j is no path", (text) => {
  expect(parsePath(text)).toBeUndefined();
});

test("a path leads to what is below it too, and * to everything", () => {
  expect(contains(["tags"], ["tags", "a"])).toBe(true);
  expect(contains(["*"], ["tags", "a"])).toBe(true);
  expect(contains(["tags", "a"], ["tags"])).toBe(false);
});

// Cases of `TestReset`, sdk/go/common/resource/properties_path_test.go, by their names there.
test.each([
  ["Missing key, not in object", "missing", { root: 1 }, { root: 2 }, { root: 2 }],
  ["Missing key, not an object", "root.missing", { root: 1 }, { root: 2 }, { root: 2 }],
  ["Missing index, changed to an object", "root.nested", { root: 1 }, { root: { nested: 2 } }, { root: {} }],
  ["Missing key along path, not in object", "missing.path", { root: 1 }, { root: 2 }, { root: 2 }],
  ["Missing index, not in array", "array[1]", { array: [1] }, { array: [1] }, { array: [1] }],
  ["Missing index, not an array", "root[0]", { root: 1 }, { root: 2 }, { root: 2 }],
  ["Index out of bound in old", "root[1]", { root: [2] }, { root: [3, 4] }, { root: [3, 4] }],
  ["Single path element", "root", { root: 1 }, { root: 2 }, { root: 1 }],
  [
    "Nested path element, changed",
    "root.nested",
    { root: { nested: 1 } },
    { root: { nested: 2 } },
    { root: { nested: 1 } },
  ],
  ["Nested path element, added", "root.nested", { root: {} }, { root: { nested: 2 } }, { root: {} }],
  [
    "Nested path element, removed",
    "root.nested",
    { root: { nested: 1 } },
    { root: {} },
    { root: { nested: 1 } },
  ],
  ["Nested path element, nested added", "root.nested", {}, { root: { nested: 2 } }, { root: {} }],
  ["Nested path element, fully removed", "root.nested", { root: { nested: 1 } }, {}, {}],
  ["Array index", "array[0]", { array: [1] }, { array: [2] }, { array: [1] }],
  [
    "Array index, along path",
    "array[0].item",
    { array: [{ item: 1 }] },
    { array: [{ item: 2 }] },
    { array: [{ item: 1 }] },
  ],
  ["Single wildcard at root", "*", { root: 1 }, { root: 2 }, { root: 1 }],
  [
    "Wildcard in array followed by path element",
    "root[*].nested",
    { root: [{ nested: 1 }, { nested: 2 }] },
    { root: [{ nested: 3 }, { nested: 4 }] },
    { root: [{ nested: 1 }, { nested: 2 }] },
  ],
])("ignoring changes keeps the old value as the engine does: %s", (_, text, ...values) => {
  const [before, after, wanted] = values;
  expect(withOldValue(parsePath(text) ?? [], before, after)).toEqual(wanted);
});
