import { describe, expect, test } from "vitest";
import {
  choice,
  jsonata,
  type Node,
  pass,
  Step,
  succeed,
  wait,
} from "../../../../platform/components/pipeline/states/index.ts";
import { jsonataStep, problemsOf } from "./support.ts";

const [charge, ship] = [jsonataStep("charge"), jsonataStep("ship")];

describe("the two languages don't mix", () => {
  const path = choice(
    "c",
    [{ when: { variable: "$.a", isNull: true }, next: new Step("x", "x") }],
    succeed("end"),
  );
  test.each([
    [
      "a path where an expression belongs",
      pass("p", { output: { total: "$.total" } }),
      "jsonata",
      'the path "$.total" is JSONPath\'s, but the pipeline is written in JSONata',
    ],
    [
      "resultPath",
      pass("p", { resultPath: "$.x" }),
      "jsonata",
      "resultPath is JSONPath's, but the pipeline is written in JSONata",
    ],
    [
      "a condition",
      path,
      "jsonata",
      "is JSONPath's, but the pipeline is written in JSONata; write an expression",
    ],
    [
      "output",
      pass("p", { output: 1 }),
      "jsonpath",
      "output is JSONata's, but the pipeline is written in JSONPath",
    ],
    [
      "assign of a step",
      charge.assign({ a: 1 }),
      "jsonpath",
      "assign is JSONata's, but the pipeline is written in JSONPath",
    ],
    [
      "an expression",
      wait("w", jsonata`$x`),
      "jsonpath",
      "jsonata`$x` is JSONata, but the pipeline is written in JSONPath",
    ],
    [
      "an expression as a condition",
      choice("c", [{ when: jsonata`$x`, next: charge }], succeed("end")),
      "jsonpath",
      "jsonata`$x` is JSONata",
    ],
  ] as const)("%s of one is refused in the other", (_, root, query, words) => {
    expect(problemsOf(root as Node<string>, query)).toContain(words);
  });

  test("which the types know already", () => {
    const when = { variable: "$.a", isNull: true } as const;
    // @ts-expect-error: a path's condition leads to a step of expressions
    choice<string>("c", [{ when, next: ship }]);
    // @ts-expect-error: a step of JSONPath has no variables
    expect(() => new Step("x", "arn").assign({ a: 1 })).not.toThrow();
  });
});

describe("an expression is refused", () => {
  test.each([
    [
      "with broken syntax",
      pass("p", { output: jsonata`$states.input.(` }),
      /"\$states\.input\.\(" is no JSONata \(character \d+\): /,
    ],
    ["as a text that nobody would check", pass("p", { output: "{% $x %}" }), /is a text; write jsonata/],
    ["as a variable of no name", pass("p", { assign: { "1a": 1 } }), /the variable "1a" is no name/],
    [
      "as Step Functions' own variable",
      pass("p", { assign: { states: 1 } }),
      /"states" is Step Functions' own/,
    ],
  ])("%s, naming its state", (_, root, words) => {
    const problem = problemsOf(root, "jsonata");
    expect(problem).toMatch(words);
    expect(problem).toMatch(/languages\.test\.ts:\d+: The state "p": /);
  });
});
