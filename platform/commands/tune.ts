import { createInterface } from "node:readline/promises";
import { tuning } from "../defaults.ts";
import { StoppedWaiting } from "../fleet/tune/execution.ts";
import { tune } from "../fleet/tune/tune.ts";
import { command, exitCodes, UsageError } from "./command.ts";

/** Asks in the terminal; anything but a yes is a no, Ctrl-C stops the command. */
async function ask(question: string, stop: AbortController): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  terminal.on("SIGINT", () => stop.abort());
  // Where the input ends, nobody answers.
  const closed = new Promise<string>((resolve) => terminal.once("close", () => resolve("")));
  try {
    const answer = await Promise.race([
      terminal.question(`${question} [y/N] `, { signal: stop.signal }),
      closed,
    ]);
    return /^y(es)?$/i.test(answer.trim());
  } catch {
    throw new StoppedWaiting();
  } finally {
    terminal.close();
  }
}

/** A line of its own, over what a terminal shows of the progress. */
function line(stream: NodeJS.WriteStream, text: string): void {
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  stream.write(`${text}\n`);
}

await command({
  usage: "npm run tune -- <service> [function] [--stage <stage>] [--payload <file>] [--yes] [--json]",
  description:
    "Measures a deployed function at several memory sizes with AWS Lambda Power Tuning, shows cost against speed,\nand proposes memory and timeout; writes them into the stack's config after a yes.",
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
    const [name, fn, ...more] = args;
    if (name === undefined || more.length > 0)
      throw new UsageError(`Name one service and at most one of its functions; ${args.length} names given.`);
    const stop = new AbortController();
    process.on("SIGINT", () => stop.abort());
    const isTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
    try {
      const outcome = await tune(
        { ...flags, service: name, function: fn },
        {
          say: (text) => line(process.stderr, text),
          show: (text) => line(flags.json ? process.stderr : process.stdout, text),
          running: (seconds) => isTerminal && process.stderr.write(`\rmeasuring for ${seconds} s `),
          ask: flags.yes ? async () => true : isTerminal ? (question) => ask(question, stop) : undefined,
          signal: stop.signal,
        },
      );
      if (flags.json) process.stdout.write(`${JSON.stringify(outcome, null, 2)}\n`);
      return undefined;
    } catch (error) {
      if (!(error instanceof StoppedWaiting)) throw error;
      line(process.stderr, error.message || "Stopped.");
      return exitCodes.interrupted;
    }
  },
});
