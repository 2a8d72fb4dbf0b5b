import { describe, expect, test } from "vitest";
import { machine, task } from "./support.ts";

describe("what can't be run as Step Functions would is refused when the machine is made", () => {
  const inner = { StartAt: "In", States: { In: { Type: "Pass", End: true } } };
  const pass = (extra: object) => ({ A: { Type: "Pass", End: true, ...extra } });
  const resource = (Resource: string) => ({ A: { Type: "Task", Resource, End: true } });

  test.each([
    ["JSONata", pass({ QueryLanguage: "JSONata" }), 'State "A" uses JSONata (QueryLanguage)'],
    ["variables", pass({ Assign: { "x.$": "$.a" } }), 'State "A" uses variables (Assign)'],
    ["a variable's use", pass({ Parameters: { "y.$": "$x" } }), "the variable $x"],
    [
      "a callback that isn't given its input whole",
      resource("arn:aws:states:::lambda:invoke.waitForTaskToken"),
      ".waitForTaskToken",
    ],
    [
      "a service integration",
      resource("arn:aws:states:::dynamodb:putItem"),
      '"arn:aws:states:::dynamodb:putItem"',
    ],
    ["an activity", resource("arn:aws:states:eu-west-1:123456789012:activity:a"), "activity:a"],
    [
      "a distributed map",
      {
        A: { Type: "Map", End: true, ItemProcessor: { ...inner, ProcessorConfig: { Mode: "DISTRIBUTED" } } },
      },
      "distributed map (ProcessorConfig.Mode)",
    ],
    [
      "a reader of items",
      { A: { Type: "Map", End: true, ItemReader: {}, ItemProcessor: inner } },
      "distributed map (ItemReader)",
    ],
    [
      "an asynchronous invocation",
      { A: task("f", { Parameters: { FunctionName: "f", InvocationType: "Event" }, End: true }) },
      "the parameter InvocationType",
    ],
    [
      "an unknown part of the context",
      pass({ Parameters: { "a.$": "$$.State.RetryCount" } }),
      "the context object's $$.State.RetryCount",
    ],
    [
      "the item of a Map outside its selector",
      pass({ Parameters: { "a.$": "$$.Map.Item.Value" } }),
      "$$.Map.Item.Value",
    ],
    [
      "a condition in JSONata",
      { A: { Type: "Choice", Choices: [{ Condition: "{% true %}", Next: "A" }] } },
      "JSONata (Condition)",
    ],
    ["a state that leads nowhere", { A: { Type: "Pass", Next: "B" } }, 'leads to "B", which does not exist'],
    ["a state without an end", { A: { Type: "Pass" } }, "neither Next nor End"],
    ["an unknown type", { A: { Type: "Jump", End: true } }, 'the type "Jump"'],
    [
      "a name used twice",
      { In: { Type: "Parallel", Branches: [inner], End: true } },
      'Two states are called "In"',
    ],
  ])("%s", (_, states, words) => {
    expect(() => machine(states)).toThrow(words);
  });

  test("with the machine's name and all problems together", () => {
    const definition = { ...pass({ Assign: {}, Arguments: {} }), B: { Type: "Jump" } };
    expect(() => machine(definition)).toThrow(/orders.*Assign[\s\S]*orders.*Arguments[\s\S]*orders.*Jump/);
    expect(() => machine(pass({}), {}, { top: { QueryLanguage: "JSONata" } })).toThrow("written in JSONata");
  });

  test.each(["{", "null", "[]", "{}"])("a definition of %s", (definition) => {
    expect(() => machine({}, {}, { definition })).toThrow(/orders/);
  });
});
