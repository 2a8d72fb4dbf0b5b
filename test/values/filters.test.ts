import fc from "fast-check";
import { expect, test } from "vitest";
import { filterProblems } from "../../platform/values/filters.ts";

const leaf = fc.array(fc.jsonValue({ maxDepth: 2 }), { minLength: 1, maxLength: 3 });
const key = fc.string({ minLength: 1, maxLength: 8 }).filter((name) => name !== "__proto__");
const { pattern } = fc.letrec<{ pattern: object }>((tie) => ({
  pattern: fc.dictionary(key, fc.oneof({ depthSize: "small" }, leaf, tie("pattern")), {
    minKeys: 1,
    maxKeys: 3,
    noNullPrototype: true,
  }),
}));

test("whatever has the form of a pattern passes, and comes through JSON as it is", () => {
  fc.assert(
    fc.property(pattern, (filter) => {
      fc.pre(JSON.stringify(filter).length <= 4_096);
      expect(filterProblems("filters", [filter])).toEqual([]);
      expect(Object.keys(JSON.parse(JSON.stringify(filter)))).toEqual(Object.keys(filter));
    }),
  );
});

test("anything else gets sentences that say where, and never an exception", () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true }), (filter) => {
      for (const problem of filterProblems("filters", [filter])) expect(problem).toMatch(/^filters/);
    }),
  );
});

const circular: Record<string, unknown> = {};
circular.self = circular;

test.each([
  [{}, 'filters: a list of patterns is expected, such as [{ body: { type: ["placed"] } }].'],
  [[], "filters: the list is empty; leave it out to get every event."],
  [["a"], 'filters[0]: "a" given; a list of what it may be is expected: ["a"].'],
  [[{ body: [] }], "filters[0].body: the list is empty, which matches nothing."],
  [[{ body: [undefined] }], "filters[0].body[0]: undefined given; JSON has no form for it."],
  [[{ body: [Number.NaN] }], "filters[0].body[0]: NaN given; JSON has no form for it."],
  [[{ body: [10n] }], "filters[0].body[0]: 10 given; JSON has no form for it."],
  [[{ body: new Date(0) }], "filters[0].body:"],
  [[circular], "filters[0].self: it holds itself; JSON can't."],
  [[{ body: ["x".repeat(4_096)] }], "filters[0]: 4109 characters as JSON; 4096 are allowed."],
])("%# is refused", (filters, problem) => {
  expect(filterProblems("filters", filters).join("\n")).toContain(problem);
});
