import fc from "fast-check";
import { expect, test } from "vitest";
import { filterProblems } from "../../../platform/values/patterns/filters.ts";

const value = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const leaf = fc.array(value, { minLength: 1, maxLength: 3 });
const key = fc
  .string({ minLength: 1, maxLength: 8 })
  .filter((name) => name !== "__proto__" && name !== "$or");
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

// "Control which events Lambda sends to your function": the operators of its table of filter rules.
test.each([
  { body: { team: [null], name: [""], city: ["Bonn"] } },
  { body: { city: [{ "equals-ignore-case": "bonn" }], file: [{ suffix: ".png" }, { prefix: "a/" }] } },
  { dynamodb: { NewImage: { weather: { S: [{ "anything-but": ["rain"] }] } } }, eventName: ["INSERT"] },
  { data: { price: [{ numeric: ["=", 100] }, { numeric: [">", 10, "<=", 20] }], tag: [{ exists: false }] } },
  { body: { $or: [{ city: ["Bonn"] }, { day: ["Monday"] }] } },
])("%j is taken", (filter) => {
  expect(filterProblems("filters", [filter])).toEqual([]);
});

const circular: Record<string, unknown> = {};
circular.self = circular;

test.each([
  [{}, 'filters: a list of patterns is expected, such as [{ body: { type: ["placed"] } }].'],
  [[], "filters: the list is empty; leave it out to get every event."],
  [["a"], 'filters[0]: "a" given; an object of fields'],
  [[{ body: [] }], "filters[0].body: it is empty; name at least one value."],
  [[{ body: [undefined] }], "filters[0].body[0]: undefined given; a text, a number"],
  [[{ body: [Number.NaN] }], "filters[0].body[0]: NaN given; a text, a number"],
  [[{ body: [10n] }], "filters[0].body[0]: 10 given; a text, a number"],
  [[{ body: new Date(0) }], "filters[0].body:"],
  [[circular], "filters[0].self: it holds itself; JSON can't."],
  [[{ body: ["x".repeat(4_096)] }], "filters[0]: 4109 characters as JSON; 4096 are allowed."],
  // What CreateEventSourceMapping answers with "Invalid filter pattern definition".
  [[{ eventSource: "aws:sqs" }], 'filters[0].eventSource: "aws:sqs" given; a list of what it may be'],
  [[{ body: { a: [{ prefx: "x" }] } }], 'filters[0].body.a[0]: "prefx" given; "prefix"'],
  [[{ body: { a: [["x"]] } }], 'filters[0].body.a[0]: ["x"] given; a text, a number'],
  [[{ body: { a: [{ numeric: [">", 0, ">", 0] }] } }], "a range from below"],
  // Operators of EventBridge alone, by the same table.
  [[{ body: { a: [{ wildcard: "a*" }] } }], 'filters[0].body.a[0]: "wildcard" given; "prefix"'],
  [[{ body: { a: [{ "anything-but": { prefix: "a" } }] } }], "a list of values is expected."],
])("%# is refused", (filters, problem) => {
  expect(filterProblems("filters", filters).join("\n")).toContain(problem);
});
