import { expect, test } from "vitest";
import { ProgramError, runInProcess, runProgram } from "../../../platform/engine/index.ts";
import { awsProvider } from "../../../platform/provider/index.ts";
import { handlers } from "../../support/index.ts";

/** The program is test/support/service/mistakes.ts: each line here names one of its lines. */
const problems = [
  'mistakes.ts:9: The state "is large": it has no rules; give at least one.',
  'mistakes.ts:10: The state "check": a retry\'s attempts is -1; a whole number from 0 to 99999999 is allowed.',
  'mistakes.ts:10: The state "check": a catch names "States.Timeuot", which Step Functions doesn\'t know; did you mean States.Timeout?',
  'mistakes.ts:11: The state "settle": the wait is -5; a whole number from 0 to 99999999 is allowed.',
  "mistakes.ts:8: Nothing stands where a step is expected; is the name of a step misspelt, or a `return` missing?",
  'mistakes.ts:15: The state "ship" is never reached: "stop" ends the execution before it. Remove one of the two.',
  'mistakes.ts:15: Two states are called "ship" (the other in mistakes.ts:5); every state of a machine, those of branches included, needs a name of its own.',
  "mistakes.ts:5: steps.refund: nothing in the definition leads to it; use it there, or leave it out.",
];

test.each([
  ["in this process", runInProcess],
  ["in a process of its own", runProgram],
])("every mistake in a definition is reported with its file and line, %s", async (_, run) => {
  const options = {
    project: "shop",
    stack: "prod",
    dir: handlers,
    main: "mistakes.ts",
    config: { "shop:owner": "crew" },
  };
  const error = await run({ ...options, provider: awsProvider() }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ProgramError);
  const lines = (error as ProgramError).message.split("\n");
  expect(lines).toContain(`Pipeline "flow" of service shop has ${problems.length} problem(s):`);
  expect(lines.filter((line) => line.startsWith("  - "))).toEqual(
    problems.map((problem) => `  - ${problem}`),
  );
});
