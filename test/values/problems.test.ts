import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  checkKeys,
  checkRange,
  closest,
  didYouMean,
  shown,
  ValueError,
} from "../../platform/values/problems.ts";

describe("an error about bad input", () => {
  test("says where, how many problems there are, and each of them", () => {
    const error = new ValueError(["one.", "two."], 'Queue "jobs" of service shop');
    expect(error.message).toBe('Queue "jobs" of service shop has 2 problem(s):\n  - one.\n  - two.');
    expect(error.problems).toEqual(["one.", "two."]);
    expect(error).toBeInstanceOf(Error);
  });
});

describe("a range", () => {
  const limits = { min: 1, max: 900, unit: "seconds" };

  test("takes whole numbers within its limits, both ends included, and nothing else", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: -5, max: 1_000 }), fc.double(), fc.jsonValue(), fc.bigInt()),
        (value) => {
          const fine =
            value === undefined ||
            (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 900);
          expect(checkRange("timeout", value, limits).length === 0).toBe(fine);
        },
      ),
    );
  });

  test("names argument, value, limits and unit", () => {
    expect(checkRange("timeout", 0, limits)).toEqual([
      "timeout: 0 given; whole numbers from 1 to 900 seconds are allowed.",
    ]);
    expect(checkRange("retries", 1.5, { min: 0, max: 2 })).toEqual([
      "retries: 1.5 given; whole numbers from 0 to 2 are allowed.",
    ]);
    expect(checkRange("timeout", "10", limits)[0]).toContain('timeout: "10" given');
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("calls %s by its name", (value) => {
    expect(checkRange("timeout", value, limits)[0]).toContain(`timeout: ${value} given`);
  });

  test("leaves out what was left out", () => {
    expect(checkRange("timeout", undefined, limits)).toEqual([]);
  });
});

describe("a value in a message", () => {
  test("is a text, whatever it is", () => {
    const values = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true });
    fc.assert(
      fc.property(fc.oneof(values, fc.constant(Symbol("x")), fc.func(values)), (value) => {
        expect(typeof shown(value)).toBe("string");
      }),
    );
  });

  test("is its JSON where it has one, and else its name", () => {
    const circle: Record<string, unknown> = {};
    circle.again = circle;
    expect([undefined, Number.NaN, 1n, "a", [null], { a: [1] }, circle].map(shown)).toEqual([
      "undefined",
      "NaN",
      "1",
      '"a"',
      "[null]",
      '{"a":[1]}',
      "an object that JSON has no form for",
    ]);
  });
});

describe("unknown keys", () => {
  test("are each named with the nearest that there is", () => {
    expect(checkKeys({ memroy: 1, timeout: 2, tiemout: 3 }, ["memory", "timeout"])).toEqual([
      "memroy: there is no such argument; did you mean memory?",
      "tiemout: there is no such argument; did you mean timeout?",
    ]);
  });

  test("are exactly those that aren't known", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 })),
        fc.uniqueArray(fc.string({ minLength: 1 })),
        (given, known) => {
          const object = Object.fromEntries(given.map((key) => [key, 1]));
          expect(checkKeys(object, known).length).toBe(
            Object.keys(object).filter((key) => !known.includes(key)).length,
          );
        },
      ),
    );
  });
});

describe("the closest word", () => {
  test("is one of the candidates, and the word itself when it is among them", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), fc.string(), (candidates, word) => {
        expect(candidates).toContain(closest(word, candidates));
        expect(closest(candidates[0]!, candidates)).toBe(candidates[0]);
      }),
    );
  });

  test("is empty when there are no candidates", () => {
    expect(closest("word", [])).toBe("");
  });
});

test.each([
  ["user-api", "users-api"],
  ["order-event", "order-events"],
  ["nope", undefined],
  ["", undefined],
])("of services, %j was meant as %j", (given, expected) => {
  expect(didYouMean(given, ["nightly-report", "order-events", "users-api"])).toBe(expected);
});
