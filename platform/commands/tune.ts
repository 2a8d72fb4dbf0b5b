import { createInterface } from "node:readline/promises";
import { strategies } from "../fleet/tune/request.ts";
import { tune } from "../fleet/tune/tune.ts";
import { tuning } from "../organisation.ts";
import { Interrupted } from "../values/problems.ts";
import { command } from "./command.ts";
import { interruption } from "./interruption.ts";
import { summaries } from "./summaries.ts";

/** Asks in the terminal; anything but a yes is a no, Ctrl-C stops the command. */
async function ask(question: string, stop: AbortController): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  terminal.on("SIGINT", () => stop.abort());
  // The end of the input is a no.
  const closed = new Promise<string>((resolve) => terminal.once("close", () => resolve("")));
  try {
    const answer = await Promise.race([
      terminal.question(`${question} [y/N] `, { signal: stop.signal }),
      closed,
    ]);
    return /^y(es)?$/i.test(answer.trim());
  } catch {
    throw new Interrupted("Stopped.");
  } finally {
    terminal.close();
  }
}

/** Clears the progress from a terminal. */
function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
}

/** A line of its own. */
function line(stream: NodeJS.WriteStream, text: string): void {
  clearProgress();
  stream.write(`${text}\n`);
}

await command({
  usage: "npm run tune -- <service> [function] [--stage <stage>] [--payload <file>] [--yes] [--json]",
  description: `${summaries.tune}\nUses AWS Lambda Power Tuning, shows cost against speed, and writes into the stack's config after a yes.`,
  args: { min: 1, max: 2, ask: "Name one service and at most one of its functions" },
  flags: {
    stage: { type: "string", default: "dev", value: "<stage>", help: "stack whose function to measure" },
    payload: {
      type: "string",
      value: "<file>",
      help: "event to invoke it with, JSON; default: the fixture of the service that fits",
    },
    memory: {
      type: "string",
      value: "<MB,MB,...>",
      help: "sizes to measure beside the present one; default: around it",
    },
    invocations: {
      type: "string",
      value: "<count>",
      help: `invocations at each size (default: ${tuning.invocations})`,
    },
    strategy: {
      type: "string",
      value: "<strategy>",
      choices: strategies,
      help: `cost, speed or balanced (default: ${tuning.strategy})`,
    },
    parallel: { type: "boolean", help: "all invocations of a size at once" },
    "cold-starts": { type: "boolean", help: "measure cold starts only; the timeout stays" },
    days: {
      type: "string",
      value: "<days>",
      help: `days of real traffic for the p99 (default: ${tuning.days})`,
    },
    "state-machine": {
      type: "string",
      value: "<arn>",
      help: "Power Tuning's state machine; default: tuning.stateMachines",
    },
    execution: {
      type: "string",
      value: "<arn>",
      help: "read or wait for an execution that was started before",
    },
    stages: {
      type: "string",
      value: "<stages>",
      help: "stages to write to, by commas; default: the one measured",
    },
    yes: { type: "boolean", help: "ask nothing: run it, and write what it proposes" },
    json: { type: "boolean", help: "print JSON" },
  },
  notes: [
    "It really invokes the function, with what that does and costs: sizes times invocations, and the transitions of Step Functions.",
    "The credentials need states:StartExecution on the state machine, states:DescribeExecution on its executions and",
    "cloudwatch:GetMetricData. Without a terminal it runs with --yes or reads an --execution. See docs/tuning.md.",
  ],
  run: async ({ flags, args }) => {
    const [name, fn] = args;
    const stop = interruption();
    const isTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
    const outcome = await tune(
      { ...flags, service: name!, function: fn },
      {
        say: (text) => line(process.stderr, text),
        show: (text) => line(flags.json ? process.stderr : process.stdout, text),
        running: (seconds) => isTerminal && process.stderr.write(`\rmeasuring for ${seconds} s `),
        ask: flags.yes ? async () => true : isTerminal ? (question) => ask(question, stop) : undefined,
        signal: stop.signal,
      },
    ).finally(clearProgress);
    if (flags.json) process.stdout.write(`${JSON.stringify(outcome, null, 2)}\n`);
    return undefined;
  },
});
