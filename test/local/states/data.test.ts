import { describe, expect, test } from "vitest";
import { machine, passed, run, task } from "./support.ts";

describe("a Choice", () => {
  const decide = async (rule: object, input: unknown) => {
    const { output, error } = await run(
      {
        C: { Type: "Choice", Choices: [{ ...rule, Next: "Yes" }], Default: "No" },
        Yes: { Type: "Pass", Result: true, End: true },
        No: { Type: "Pass", Result: false, End: true },
      },
      input,
    );
    return error ?? output;
  };

  test.each([
    [{ Variable: "$.n", NumericGreaterThan: 100 }, { n: 101 }, true],
    [{ Variable: "$.n", NumericGreaterThan: 100 }, { n: 100 }, false],
    [{ Variable: "$.n", NumericLessThan: 10 }, { n: "5" }, false],
    [{ Variable: "$.n", NumericEqualsPath: "$.m" }, { n: 1, m: 1 }, true],
    [{ Variable: "$.s", StringEquals: "a" }, { s: "a" }, true],
    [{ Variable: "$.s", StringLessThan: "b" }, { s: 1 }, false],
    [{ Variable: "$.s", StringMatches: "log-*.txt" }, { s: "log-1.txt" }, true],
    [{ Variable: "$.b", BooleanEquals: false }, { b: false }, true],
    [{ Variable: "$.t", TimestampLessThan: "2026-01-02T00:00:00Z" }, { t: "2026-01-01T00:00:00Z" }, true],
    [{ Variable: "$.t", TimestampLessThan: "2026-01-02T00:00:00Z" }, { t: 5 }, false],
    [{ Variable: "$.x", IsPresent: false }, {}, true],
    [{ Variable: "$.x", IsPresent: false }, { x: 1 }, false],
    [{ Variable: "$.x", IsNull: false }, { x: 1 }, true],
    [
      {
        And: [
          { Variable: "$.x", IsPresent: true },
          { Variable: "$.x", NumericEquals: 1 },
        ],
      },
      {},
      false,
    ],
    [
      {
        Or: [
          { Variable: "$.n", NumericEquals: 1 },
          { Variable: "$.n", NumericEquals: 2 },
        ],
      },
      { n: 2 },
      true,
    ],
    [{ Not: { Variable: "$.n", NumericEquals: 1 } }, { n: 1 }, false],
    [{ Variable: "$.missing", NumericEquals: 1 }, {}, "States.Runtime"],
  ])("%j on %j gives %j", async (rule, input, expected) => {
    expect(await decide(rule, input)).toBe(expected);
  });

  test("without a fitting rule or default fails", async () => {
    const C = { Type: "Choice", Choices: [{ Variable: "$.n", NumericEquals: 1, Next: "S" }] };
    const execution = await run({ C, S: { Type: "Succeed" } }, { n: 2 });
    expect(execution).toMatchObject({ status: "FAILED", error: "States.NoChoiceMatched" });
  });
});

describe("data", () => {
  test.each([0, false, null, "", 1, { a: 1 }])("a Pass gives its Result %j", async (Result) => {
    expect(await passed({ Result }, { n: 1 })).toEqual(Result);
  });

  test("flows through the paths as in the States Language", async () => {
    expect(await passed({ InputPath: "$.a", ResultPath: "$.b" }, { a: { n: 1 } })).toEqual({
      a: { n: 1 },
      b: { n: 1 },
    });
    expect(await passed({ ResultPath: null, Result: 1 }, { a: 1 })).toEqual({ a: 1 });
    expect(await passed({ ResultPath: "$", Result: 1 }, { a: 1 })).toBe(1);
    expect(await passed({ OutputPath: "$.a[1].b" }, { a: [{}, { b: 2 }] })).toBe(2);
    expect(await passed({ Parameters: { "ids.$": "$.a[*].id" } }, { a: [{ id: 1 }, { id: 2 }] })).toEqual({
      ids: [1, 2],
    });
  });

  test.each([
    ["States.Format('{}-{}', $.a, 'x')", "1-x"],
    ["States.Array($.a, 2)", [1, 2]],
    ["States.ArrayLength($.list)", 3],
    ["States.ArrayContains($.list, 2)", true],
    ["States.MathAdd($.a, 4)", 5],
    ["States.StringToJson('[1]')", [1]],
    ["States.JsonToString($.o)", '{"k":1}'],
    ["States.JsonMerge($.o, $.p, false)", { k: 1, l: 2 }],
    ["States.Base64Encode('hi')", "aGk="],
    ["States.Hash('a', 'SHA-256')", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"],
    ["States.StringSplit('a,b', ',')", ["a", "b"]],
    ["States.Format('{}', States.MathAdd(1, 2))", "3"],
  ])("%s is worked out", async (intrinsic, expected) => {
    const input = { a: 1, list: [1, 2, 3], o: { k: 1 }, p: { l: 2 } };
    expect(await passed({ Parameters: { "v.$": intrinsic } }, input)).toEqual({ v: expected });
  });

  test("about the execution is in the context object, in branches too", async () => {
    const Parameters = {
      "name.$": "$$.Execution.Name",
      "input.$": "$$.Execution.Input",
      "machine.$": "$$.StateMachine.Name",
      "state.$": "States.Format('at {}', $$.State.Name)",
    };
    const inner = { StartAt: "In side", States: { "In side": { Type: "Pass", Parameters, End: true } } };
    const P = { Type: "Parallel", Branches: [inner], InputPath: "$.part", End: true };
    const execution = await machine({ P }).start({ part: 1 }, "one").done;
    expect(execution.output).toEqual([
      { name: "one", input: { part: 1 }, machine: "orders", state: "at In side" },
    ]);
  });

  const big = { text: "x".repeat(262_144) };

  test("over 256 KB is refused as an execution's input", () => {
    expect(() => machine({ S: { Type: "Succeed" } }).start(big)).toThrow(
      expect.objectContaining({ name: "InvalidExecutionInput" }),
    );
  });

  test("over 256 KB from a function fails the execution, whatever it catches", async () => {
    const Catch = [{ ErrorEquals: ["States.ALL"], Next: "End" }];
    const states = { A: task("big", { Catch, Next: "End" }), End: { Type: "Succeed" } };
    const execution = await run(states, {}, { big: () => big });
    expect(execution).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
    expect(execution.cause).toContain('state "A"');
  });

  test("over 256 KB made of smaller parts fails the execution too", async () => {
    const half = { text: "x".repeat(200_000) };
    const branch = (name: string) => ({ StartAt: name, States: { [name]: { Type: "Pass", End: true } } });
    const execution = await run(
      { P: { Type: "Parallel", Branches: [branch("A"), branch("B")], End: true } },
      half,
    );
    expect(execution).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
  });
});
