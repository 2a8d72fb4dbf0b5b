import fc from "fast-check";
import jsonataParser from "jsonata";
import { describe, expect, test } from "vitest";
import {
  buildDefinition,
  choice,
  fail,
  jsonata,
  map,
  type Node,
  parallel,
  pass,
  Step,
  sequence,
  succeed,
  type Template,
  validateDefinition,
  wait,
} from "../../../../platform/components/pipeline/states/index.ts";
import { Pipeline } from "../../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf } from "../../../support/index.ts";

const arn = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;
const step = (name: string) => new Step<string, "jsonata">(name, arn(name));
const [charge, ship, cancel] = [step("charge"), step("ship"), step("cancel")];

/** Builds it, and proves with the validator that it is valid. */
function build(root: Node<string, "jsonata">) {
  const definition = buildDefinition(root, { query: "jsonata" });
  expect(validateDefinition(definition)).toEqual([]);
  return definition;
}

function problemsOf(root: Node<string, "jsonata"> | Node<string>, query: "jsonata" | "jsonpath"): string {
  try {
    buildDefinition(root as Node<string>, { query });
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

describe("a definition in JSONata", () => {
  test("says so, and runs steps on what the one before returned, as in JSONPath", () => {
    expect(build(sequence(charge, ship))).toMatchObject({
      QueryLanguage: "JSONata",
      StartAt: "charge",
      States: {
        charge: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Arguments: {
            FunctionName: arn("charge"),
            Payload: { executionId: "{% $states.context.Execution.Id %}", input: "{% $states.input %}" },
          },
          Output: "{% $states.result.Payload %}",
          Next: "ship",
        },
      },
    });
  });

  test("lets a step choose its input, its output and variables", () => {
    const { States } = build(
      charge
        .input({ id: jsonata`$states.input.id`, currency: "EUR" })
        .output(jsonata`$merge([$states.input, $states.result.Payload])`)
        .assign({ total: jsonata`$states.result.Payload.total` })
        .assign({ tries: 1 }),
    );
    expect(States.charge).toMatchObject({
      Arguments: { Payload: { input: { id: "{% $states.input.id %}", currency: "EUR" } } },
      Output: "{% $merge([$states.input, $states.result.Payload]) %}",
      Assign: { total: "{% $states.result.Payload.total %}", tries: 1 },
    });
  });

  test("gives the handler of an error the input and the error, as in JSONPath, unless it says otherwise", () => {
    const { States } = build(
      sequence(
        charge.catch(["A"], cancel).catch(["B"], cancel, { output: { why: jsonata`$states.errorOutput` } }),
        ship,
      ),
    );
    expect(States.charge?.Catch).toEqual([
      {
        ErrorEquals: ["A"],
        Output: '{% $merge([$states.input, { "error": $states.errorOutput }]) %}',
        Next: "cancel",
      },
      { ErrorEquals: ["B"], Output: { why: "{% $states.errorOutput %}" }, Next: "cancel" },
    ]);
  });

  test("chooses by expressions, which may set variables", () => {
    const { States } = build(
      choice(
        "is large",
        [{ when: jsonata`$states.input.total > ${100}`, next: charge, assign: { large: true } }],
        succeed("done", { output: jsonata`$states.input` }),
      ),
    );
    expect(States["is large"]).toEqual({
      Type: "Choice",
      Choices: [{ Condition: "{% $states.input.total > 100 %}", Assign: { large: true }, Next: "charge" }],
      Default: "done",
    });
    expect(States.done).toEqual({ Type: "Succeed", Output: "{% $states.input %}" });
  });

  test("has parallel branches, maps, waits, passes and failures", () => {
    const { States } = build(
      sequence(
        parallel("both", [charge, ship], {
          input: jsonata`$states.input.order`,
          output: jsonata`$states.result[0]`,
        }),
        map(
          "lines",
          {
            items: jsonata`$states.input.lines`,
            concurrency: 4,
            selector: { sku: jsonata`$states.context.Map.Item.Value.sku` },
          },
          cancel,
        ),
        wait("seconds", jsonata`$states.input.delay`),
        wait("until", { until: jsonata`$states.input.at` }, { assign: { waited: true } }),
        wait("fixed", 5),
        pass("shape", { output: { id: jsonata`$states.input.id` } }),
        fail("stop", jsonata`$states.input.error`, "no way on"),
      ),
    );
    expect(States.both).toMatchObject({
      Arguments: "{% $states.input.order %}",
      Output: "{% $states.result[0] %}",
    });
    expect(States.lines).toMatchObject({
      Items: "{% $states.input.lines %}",
      MaxConcurrency: 4,
      ItemSelector: { sku: "{% $states.context.Map.Item.Value.sku %}" },
    });
    expect(States.seconds).toMatchObject({ Seconds: "{% $states.input.delay %}" });
    expect(States.until).toMatchObject({ Timestamp: "{% $states.input.at %}", Assign: { waited: true } });
    expect(States.fixed).toMatchObject({ Seconds: 5 });
    expect(States.shape).toMatchObject({ Output: { id: "{% $states.input.id %}" } });
    expect(States.stop).toEqual({ Type: "Fail", Error: "{% $states.input.error %}", Cause: "no way on" });
  });
});

describe("the tag jsonata", () => {
  test("keeps backslashes, and lets a template hold what it otherwise couldn't", () => {
    expect(jsonata`$match(id, /\d+/)`.expression).toBe(String.raw`$match(id, /\d+/)`);
    expect(jsonata`\`an odd name\` = "\${x}"`.expression).toBe(['`an odd name` = "$', '{x}"'].join(""));
  });

  test("puts an expression in parentheses into another", () => {
    const sum = jsonata`a + b`;
    expect(jsonata`${sum} * 2`.expression).toBe("(a + b) * 2");
  });

  test("puts any value in so that it comes out as the same value, whatever it holds", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ noUnicodeString: false } as object), async (value) => {
        const { expression } = jsonata`{ "value": ${value as Template} }`;
        const result = (await jsonataParser(expression).evaluate({})) as { value?: unknown };
        // JSONata drops empty lists into nothing nowhere but in sequences; a value inside an object stays.
        expect(JSON.parse(JSON.stringify(result.value ?? null))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 200 },
    );
  });
});

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
    expect(problem).toMatch(/states-jsonata\.test\.ts:\d+: The state "p": /);
  });
});

describe("a pipeline", () => {
  const handler = "src/handler.ts";
  test("is written in JSONPath unless it says otherwise", async () => {
    const graph = await graphOfProgram(() => {
      new Pipeline("paths", { steps: { one: handler } });
      new Pipeline("expressions", {
        query: "jsonata",
        steps: { one: handler, two: handler },
        definition: (s) => sequence(s.one.output(jsonata`$states.input`), s.two),
      });
    });
    const definition = (name: string) =>
      JSON.parse(String(inputsOf(graph, `${name}-state-machine`).definition));
    expect(definition("paths")).not.toHaveProperty("QueryLanguage");
    expect(definition("expressions")).toMatchObject({
      QueryLanguage: "JSONata",
      States: { one: { Output: "{% $states.input %}" } },
    });
  });

  test("refuses a language that there isn't", async () => {
    const args = { steps: { one: handler }, query: "xpath" };
    expect(await errorOf(() => void new Pipeline("flow", args as never))).toContain(
      'query: "xpath" given; "jsonpath" and "jsonata" are allowed.',
    );
  });
});
