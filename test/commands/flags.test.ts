import { describe, expect, test } from "vitest";
import { type Flags, oneService, parse } from "../../platform/commands/flags.ts";

const flags = {
  stage: { type: "string", default: "dev", help: "" },
  timing: { type: "string", choices: ["fast", "real"], help: "" },
  "cold-starts": { type: "boolean", help: "" },
} as const satisfies Flags;

const read = (...argv: string[]) => parse(flags, oneService, argv);

describe("a command line", () => {
  test("gives values, defaults and arguments in any order", () => {
    expect(read("--timing=real", "shop", "--cold-starts")).toEqual({
      values: { stage: "dev", timing: "real", "cold-starts": true, help: false },
      args: ["shop"],
      problems: [],
    });
    expect(read("-h", "shop").values.help).toBe(true);
  });

  test("may have flags of no command after --, as arguments", () => {
    expect(parse(flags, { min: 0, max: 9, ask: "" }, ["--", "--stage"]).args).toEqual(["--stage"]);
  });

  test.each([
    [["shop", "--stgae", "prod"], "--stgae", "There is no such flag; did you mean --stage? See --help."],
    [["shop", "-x"], "-x", "There is no such flag; did you mean --"],
    [["shop", "--stage"], "--stage", "It needs a value: --stage <stage>."],
    [["shop", "--stage", "--cold-starts"], "--stage", "It needs a value: --stage <stage>."],
    [["shop", "--stage", "a", "--stage", "b"], "--stage", 'It is given twice, as "a" and "b"; give it once.'],
    [["shop", "--cold-starts=yes"], "--cold-starts", "It takes no value."],
    [
      ["shop", "--timing", "reel"],
      "--timing",
      '"reel" given; one of fast, real is expected. Did you mean real?',
    ],
    [["--stage", "prod"], undefined, "Name one service; 0 given."],
    [["shop", "users"], undefined, "Name one service; 2 given."],
  ])("%j has one problem, at its flag", (argv, where, problem) => {
    const { problems } = read(...argv);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.where).toBe(where);
    expect(problems[0]?.problem.startsWith(problem), problems[0]?.problem).toBe(true);
  });

  test("has all of its problems reported together", () => {
    expect(read("--stgae", "prod", "--timing", "slow").problems).toHaveLength(3);
  });

  test("of a command without arguments takes none", () => {
    expect(parse(flags, undefined, ["shop"]).problems).toEqual([
      { problem: 'Only flags are expected; "shop" given.' },
    ]);
  });
});
