import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkEventPattern } from "../../../platform/values/patterns/event-pattern.ts";

const check = (pattern: unknown) => checkEventPattern(pattern, "pattern");

describe("a pattern", () => {
  test.each([
    { source: ["orders"] },
    { source: [{ prefix: "aws." }], "detail-type": ["Placed", "Paid"] },
    { detail: { total: [{ numeric: [">", 0, "<=", 5] }], coupon: [null, ""], gift: [true, false] } },
    { detail: { file: [{ suffix: ".png" }, { suffix: { "equals-ignore-case": ".JPG" } }] } },
    { detail: { path: [{ wildcard: "a/*/b" }, { "anything-but": { wildcard: ["*/lib/*", "*/bin/*"] } }] } },
    { detail: { state: [{ "anything-but": ["new", "old"] }, { "anything-but": 3 }] } },
    { detail: { ip: [{ cidr: "10.0.0.0/24" }, { cidr: "2001:db8::/32" }], id: [{ exists: false }] } },
    { detail: { $or: [{ a: [1] }, { b: [{ "equals-ignore-case": "x" }] }] } },
    { $or: [{ source: ["a"] }, { account: ["123456789012"] }] },
    { "replay-name": [{ exists: false }], source: ["orders"] },
    // Beyond the numbers that can be compared, a value is matched as it is written (aws/event-ruler, JsonRuleCompiler).
    { detail: { at: [1_764_201_600_000], temperature: [-1e300] } },
    { detail: { total: [{ numeric: ["=", 5] }, { numeric: [">=", -1.5, "<", 1.5] }] } },
    { detail: { $or: [{ a: { $or: [{ b: [1] }, { c: [2] }] } }, { d: [{ "anything-but": ["x"] }] }] } },
    { source: ["a"], detail: { a: { b: { c: [1] } } }, region: undefined },
  ])("%j is taken", (pattern) => {
    expect(check(pattern)).toEqual([]);
  });

  test.each<[unknown, string]>([
    [undefined, 'pattern: undefined given; an object of fields, such as { source: ["orders"] } is expected.'],
    [["orders"], 'pattern: ["orders"] given; an object of fields'],
    [{}, "pattern: it is empty; name at least one field."],
    [{ source: undefined }, "pattern: it is empty; name at least one field."],
    [{ source: [] }, "pattern.source: it is empty; name at least one value."],
    [
      { source: "orders" },
      'pattern.source: "orders" given; a list of what it may be is expected: ["orders"].',
    ],
    [{ source: { prefix: "a" } }, 'pattern.source: {"prefix":"a"} given; a list of values'],
    [{ detailType: ["a"] }, "pattern.detailType: no event has such a field; did you mean detail-type?"],
    [{ orderId: ["a"] }, "pattern.orderId: no event has such a field; what a sender writes is under detail."],
    [{ detail: ["a"] }, 'pattern.detail: ["a"] given; an object of its fields is expected.'],
    [{ detail: {} }, "pattern.detail: it is empty; name at least one field."],
    [{ detail: { a: { b: 1 } } }, "pattern.detail.a.b: 1 given; a list of what it may be is expected: [1]."],
    [{ detail: { a: [["x"]] } }, 'pattern.detail.a[0]: ["x"] given; a text, a number'],
    [
      { detail: { a: [{ prefix: "a", suffix: "b" }] } },
      "pattern.detail.a[0]: 2 operators given; a comparison has one.",
    ],
    [{ detail: { a: [{}] } }, "pattern.detail.a[0]: 0 operators given; a comparison has one."],
    [{ detail: { a: [{ startsWith: "a" }] } }, 'pattern.detail.a[0]: "startsWith" given; "prefix"'],
    [{ detail: { a: [{ prefix: 1 }] } }, "pattern.detail.a[0].prefix: 1 given; a text is expected."],
    [{ detail: { a: [{ prefix: { wildcard: "x" } }] } }, 'a text, or { "equals-ignore-case": text }'],
    [{ detail: { a: [{ wildcard: "a**" }] } }, 'pattern.detail.a[0].wildcard: "a**" has two "*" in a row'],
    [{ detail: { a: [{ exists: "yes" }] } }, 'exists: "yes" given; true or false is expected.'],
    [{ detail: { a: [{ numeric: [">"] }] } }, 'numeric: [">"] given; an operator and a number'],
    [{ detail: { a: [{ numeric: ["!=", 1] }] } }, "an operator and a number"],
    [{ detail: { a: [{ numeric: [">", 6e9] }] } }, "6000000000 given; numbers from -5000000000"],
    [{ detail: { a: [{ cidr: "10.0.0.300/24" }] } }, "a range of addresses, such as 10.0.0.0/24"],
    [{ detail: { a: [{ cidr: "10.0.0.0/33" }] } }, "ranges of up to 31 bits are allowed."],
    // In quotes: what EventBridge's TestEventPattern answers.
    // "Null prefix/suffix not allowed"
    [{ detail: { a: [{ "anything-but": { prefix: "" } }] } }, "anything-but.prefix: it is empty"],
    [{ detail: { a: [{ "anything-but": { suffix: ["x", ""] } }] } }, "anything-but.suffix: it is empty"],
    // "Value of anything-but must be an array or single string/number value."
    [
      { detail: { a: [{ "anything-but": { prefix: { "equals-ignore-case": "x" } } }] } },
      'anything-but.prefix: {"equals-ignore-case":"x"} given; a text is expected.',
    ],
    // "Bad numeric range operator: >"
    [{ detail: { a: [{ numeric: [">", 0, ">", 0] }] } }, "a range from below"],
    [{ detail: { a: [{ numeric: ["=", 0, "<", 1] }] } }, "a range from below"],
    // "Bottom must be less than top"
    [{ detail: { a: [{ numeric: [">=", 5, "<=", 5] }] } }, "a range whose lower end is below its upper end"],
    // "Rule is too complex"
    [{ detail: { a: [{ wildcard: "*/*/*/*/*/*/x" }] } }, "pattern.detail.a: the wildcards are too complex"],
    // aws/event-ruler: "IPv4 mask bits must be < 32", "IPv6 mask bits must be < 128"
    [
      { detail: { a: [{ cidr: "10.0.0.1/32" }] } },
      'up to 31 bits are allowed. Give one address as a text: ["10.0.0.1"]',
    ],
    [{ detail: { a: [{ cidr: "2001:db8::1/128" }] } }, "ranges of up to 127 bits are allowed."],
    // aws/event-ruler: "... is Ruler reserved fieldName which cannot be used inside $or"
    [{ detail: { $or: [{ prefix: ["a"] }, { b: ["c"] }] } }, '$or[0].prefix: "prefix" is an operator'],
    [{ detail: { a: [{ "anything-but": ["x", 1] }] } }, "texts only or numbers only, at least one"],
    [{ detail: { a: [{ "anything-but": [] }] } }, "texts only or numbers only, at least one"],
    [{ detail: { a: [{ "anything-but": { cidr: "10.0.0.0/8" } }] } }, "values, or one of prefix, suffix"],
    [{ $or: [{ source: ["a"] }] }, "a list of at least two patterns is expected."],
    [{ source: ["x".repeat(2_048)] }, "pattern: 2063 characters as JSON; up to 2048 are allowed."],
  ])("%j is refused", (pattern, problem) => {
    expect(check(pattern).join("\n")).toContain(problem);
  });

  test("that JSON can't hold is refused, not thrown at", () => {
    const circular: Record<string, unknown> = { a: [1] };
    circular.b = circular;
    expect(check({ detail: { a: [1n], b: { "anything-but": 1n } } })).toHaveLength(2);
    expect(check({ detail: circular })).toEqual(["pattern.detail.b: it holds itself; JSON can't."]);
    expect(check({ detail: { a: [circular] } })).toHaveLength(1);
  });

  test("has all its problems named at once", () => {
    expect(check({ sorce: ["a"], detail: { a: [], b: 1 } })).toHaveLength(3);
  });
});

const leaf = fc.oneof(
  fc.string({ maxLength: 10 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.record({ prefix: fc.string({ maxLength: 5 }) }),
  fc.record({ exists: fc.boolean() }),
  fc.record({ "anything-but": fc.array(fc.string({ maxLength: 3 }), { minLength: 1, maxLength: 2 }) }),
  fc.record({ numeric: fc.tuple(fc.constantFrom("<", "<=", "=", ">=", ">"), fc.integer()) }),
);
const field = fc.stringMatching(/^[a-z][a-zA-Z0-9-]{0,8}$/);
const { nested } = fc.letrec((tie) => ({
  nested: fc.dictionary(
    field,
    fc.oneof({ maxDepth: 2 }, fc.array(leaf, { minLength: 1, maxLength: 3 }), tie("nested")),
    { minKeys: 1, maxKeys: 3 },
  ),
}));

test("every well-formed pattern that fits in its length is taken, and no other length is", () => {
  fc.assert(
    fc.property(nested, (detail) => {
      const pattern = { source: ["a"], detail };
      const fits = JSON.stringify(pattern).length <= 2_048;
      expect(check(pattern).filter((problem) => !problem.includes("characters as JSON"))).toEqual([]);
      expect(check(pattern).length === 0).toBe(fits);
    }),
  );
});

test("whatever is given, the answer is a list of sentences that say where", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      for (const problem of check(value)) expect(problem).toMatch(/^pattern.*: .*[.]$/s);
    }),
  );
});

test("a list that is empty anywhere is always refused, since EventBridge refuses it", () => {
  fc.assert(
    fc.property(nested, field, (detail, key) => {
      expect(check({ detail: { ...(detail as object), [key]: [] } }).join("\n")).toContain("it is empty");
    }),
  );
});
