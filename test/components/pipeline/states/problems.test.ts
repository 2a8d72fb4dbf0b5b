import { describe, expect, test } from "vitest";
import {
  type Comparison,
  choice,
  fail,
  parallel,
  sequence,
  validateDefinition,
  wait,
} from "../../../../platform/components/pipeline/states/index.ts";
import { cancel, charge, problemsOf, ship, step, validate } from "./support.ts";

describe("a definition that can't work is refused in words", () => {
  const odd = { variable: "$.a", numericGreaterThan: 1, numericLessThan: 3 } as unknown as Comparison;
  const unknown = { variable: "$.a", greaterThan: 1 } as unknown as Comparison;
  test.each([
    ["a name used twice", sequence(charge, ship, charge.timeout(3)), 'Two states are called "charge"'],
    [
      "a name used in two branches",
      parallel("p", [charge, step("charge")]),
      'Two states are called "charge"',
    ],
    [
      "a handler that leads on in two ways",
      sequence(charge.catch(["A"], cancel), ship.catch(["B"], cancel, { resume: true }), validate),
      '"cancel" is used in two places that go on differently',
    ],
    ["a name too long", step("x".repeat(81)), "81 characters; 1 to 80"],
    [
      "a step after the end",
      sequence(charge, fail("stop", "E"), ship),
      '"ship" is never reached: "stop" ends',
    ],
    ["no steps", sequence<string>(), "no steps"],
    ["no branches", parallel<string>("p", []), "no branches"],
    [
      "a choice without a way out",
      choice("c", [{ when: { variable: "$.a", isNull: true }, next: ship }]),
      'no "otherwise"',
    ],
    ["a choice without rules", sequence(choice<string>("c", []), ship), "no rules"],
    ["two comparisons in one", sequence(choice("c", [{ when: odd, next: charge }]), ship), "2 comparisons"],
    [
      "an unknown comparison",
      sequence(choice("c", [{ when: unknown, next: charge }]), ship),
      "greaterThan is no comparison",
    ],
    ["States.ALL beside others", charge.catch(["States.ALL", "A"], cancel), "must stand alone"],
    ["a catch without errors", charge.catch([], cancel), "names no errors"],
    ["a timeout of no time", charge.timeout(0), "the timeout is 0"],
    [
      "a broken retry",
      charge.retry({ errors: ["A"], interval: 0.5, backoff: 0.5, attempts: -1 }),
      "backoff is 0.5",
    ],
    ["a negative wait", wait("w", -1), "the wait is -1"],
  ])("%s", (_, root, words) => {
    expect(problemsOf(root)).toContain(words);
  });

  test("with all its problems together", () => {
    expect(problemsOf(sequence(wait("", -1), parallel("p", []))).split("\n")).toHaveLength(3);
  });
});

describe("the validator", () => {
  test("finds what is wrong in a definition written by hand, and leaves it as it is", () => {
    const definition = { StartAt: "A", States: { A: { Type: "Task", Resource: "x", Next: "B" } } };
    const before = structuredClone(definition);
    expect(validateDefinition(definition).length).toBeGreaterThan(0);
    expect(definition).toEqual(before);
  });

  test("says so when there is nothing it could read", () => {
    expect(validateDefinition({}).length).toBeGreaterThan(0);
  });
});
