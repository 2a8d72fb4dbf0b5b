import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkFilterPolicy } from "../../../platform/values/patterns/sns-filter.ts";

const ofBody = (policy: unknown) => checkFilterPolicy(policy, "MessageBody", "filter").join("\n");
const values = (length: number) => Array.from({ length }, (_, i) => `v${i}`);

/** "Filter policy constraints in Amazon SNS": lists multiply, each times its depth in the body, up to 150. */
describe("the complexity of a policy", () => {
  test.each<[object, number | undefined]>([
    [{ a: values(150) }, undefined],
    [{ a: values(151) }, 151],
    [{ a: values(5), b: values(5), c: values(6) }, undefined],
    [{ order: { kind: values(75) } }, undefined],
    [{ order: { kind: values(76) } }, 152],
    [{ order: { buyer: { city: values(4) } }, shop: { name: values(3) }, day: values(3) }, 216],
    // What $or holds adds up ("Filter policy is too complex" for 5 x 4 x 8).
    [
      {
        $or: [{ a: values(3) }, { b: values(2) }],
        d: { c: values(2), $or: [{ e: ["x"] }, { f: values(3) }] },
      },
      160,
    ],
    [
      { $or: [{ a: values(3) }, { b: values(2) }], d: { c: ["x"], $or: [{ e: ["x"] }, { f: ["x"] }] } },
      undefined,
    ],
  ])("%j", (policy, combinations) => {
    expect(ofBody(policy)).toContain(
      combinations === undefined ? "" : `filter: ${combinations} combinations`,
    );
    if (combinations === undefined) expect(ofBody(policy)).toBe("");
  });

  test("of lists side by side is the product of their lengths", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 }), (lengths) => {
        const policy = Object.fromEntries(lengths.map((length, i) => [`k${i}`, values(length)]));
        expect(ofBody(policy) === "").toBe(lengths.reduce((a, b) => a * b) <= 150);
      }),
    );
  });
});

test("only keys at the top count towards the five that a policy may have", () => {
  const nested = { a: { b: ["1"], c: ["1"], d: ["1"] }, e: ["1"], f: ["1"], g: ["1"] };
  expect(ofBody(nested)).toBe("");
  expect(ofBody({ ...nested, h: ["1"], i: ["1"] })).toContain("6 keys given; up to 5 are allowed.");
});

// "Amazon SNS subscription filter policies" lists the operators; in quotes, what SNS answers.
test.each<[object, string]>([
  // "Unsupported anything-but pattern: suffix"
  [{ a: [{ "anything-but": { suffix: "x" } }] }, "values, or one of prefix, is expected."],
  // "Too many elements in numeric expression"
  [{ a: [{ numeric: ["<", 100, ">", 10] }] }, "a range from below"],
  // "Bad numeric range operator: >"
  [{ a: [{ numeric: [">=", 1, ">", 2] }] }, "a range from below"],
  // "Bottom must be less than top"
  [{ a: [{ numeric: [">", 3, "<", 1] }] }, "a range whose lower end is below its upper end is expected."],
  [{ a: [{ wildcard: "x*" }] }, '"wildcard" given; "prefix"'],
  [{ a: [{ prefix: { "equals-ignore-case": "x" } }] }, "a text is expected."],
  [{ a: [{ numeric: ["<", 1_000_000_001] }] }, "numbers from -1000000000 to 1000000000 are allowed."],
])("%j is refused", (policy, problem) => {
  expect(ofBody(policy)).toContain(problem);
});

test.each<object>([
  { a: [{ "anything-but": { prefix: "order-" } }, null] },
  { a: [{ prefix: "x" }, { suffix: ".png" }, { "equals-ignore-case": "y" }, { cidr: "10.0.0.0/24" }] },
  { a: [{ numeric: [">", 0, "<=", 150] }, { numeric: ["=", 301.5] }, { exists: false }] },
])("%j is taken", (policy) => {
  expect(ofBody(policy)).toBe("");
});
