import fc from "fast-check";
import jsonataParser from "jsonata";
import { describe, expect, test } from "vitest";
import {
  choice,
  fail,
  jsonata,
  map,
  type Node,
  parallel,
  pass,
  sequence,
  succeed,
  type Template,
  wait,
} from "../../../../platform/components/pipeline/states/index.ts";
import { arn, build as buildChecked, jsonataStep } from "./support.ts";

const [charge, ship, cancel] = [jsonataStep("charge"), jsonataStep("ship"), jsonataStep("cancel")];
const build = (root: Node<string, "jsonata">) => buildChecked(root, { query: "jsonata" });

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
