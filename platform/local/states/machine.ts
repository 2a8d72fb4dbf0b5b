import { randomUUID } from "node:crypto";
import { ValueError } from "../../values/problems.ts";
import type { Timing } from "../types.ts";
import type { Machine } from "./asl.ts";
import { run } from "./interpret.ts";
import type { Execution } from "./machine-execution.ts";
import { checkSupport } from "./support.ts";
import { type Invoke, MAX_DATA_BYTES, sizeOf } from "./task.ts";
import { TaskTokens } from "./tokens.ts";

/** Seconds. Source: Step Functions developer guide, "Choosing workflow type in Step Functions". */
const MAX_EXPRESS_SECONDS = 300;

/** Source: Step Functions API reference, "StartExecution": name. */
const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

export interface StateMachineOptions {
  readonly name: string;
  readonly arn: string;
  /** In the Amazon States Language, as JSON. */
  readonly definition: string;
  readonly type: "STANDARD" | "EXPRESS";
  /** `fast`, the default, cuts Wait states and the time before retries to 0.1 s; timeouts stay as they are. */
  readonly timing?: Timing;
  /** Runs a function; rejects when it is throttled or unknown. */
  readonly invoke: Invoke;
  /** Takes the answers to task tokens. Default: tokens of this machine alone. */
  readonly tokens?: TaskTokens;
}

export interface LocalStateMachine {
  /**
   * Starts an execution. Throws `InvalidName`, `InvalidExecutionInput`, or `ExecutionAlreadyExists` where a
   * Standard machine has had an execution of this name, unless that still runs on the same input.
   */
  start(input: unknown, name?: string): Execution;
}

function failure(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

function parse(name: string, definition: string): Machine {
  let machine: Machine;
  try {
    machine = JSON.parse(definition);
  } catch (error) {
    throw new ValueError([
      `The definition of state machine ${name} is not JSON: ${(error as Error).message}`,
    ]);
  }
  if (typeof machine !== "object" || machine === null || Array.isArray(machine))
    throw new ValueError([
      `The definition of state machine ${name} is not a JSON object with StartAt and States.`,
    ]);
  const problems = checkSupport(machine);
  if (problems.length > 0)
    throw new ValueError(problems.map((problem) => `State machine ${name}: ${problem}`));
  return machine;
}

/**
 * A state machine of Step Functions. Throws a `ValueError` that lists everything in its definition which
 * can't be run here as Step Functions would; nothing is skipped in silence.
 */
export function stateMachine(options: StateMachineOptions): LocalStateMachine {
  const { name: machineName, arn, type, timing = "fast", invoke, tokens = new TaskTokens() } = options;
  const machine = parse(machineName, options.definition);
  const express = type === "EXPRESS";
  const timeoutSeconds = express
    ? Math.min(machine.TimeoutSeconds ?? MAX_EXPRESS_SECONDS, MAX_EXPRESS_SECONDS)
    : machine.TimeoutSeconds;
  const executions = new Map<string, Execution>();

  function begin(input: unknown, name: string): Execution {
    const prefix = arn.replace(":stateMachine:", express ? ":express:" : ":execution:");
    let abort: ((reason: { error?: string; cause?: string }) => void) | undefined;
    let stopped: { error?: string; cause?: string } | undefined;
    const { promise: done, resolve } = Promise.withResolvers<Execution>();
    const execution: Execution = {
      arn: `${prefix}:${name}${express ? `:${randomUUID()}` : ""}`,
      name,
      input,
      startDate: new Date(),
      status: "RUNNING",
      events: [],
      done,
      stop(reason = {}) {
        stopped ??= reason;
        abort?.(stopped);
      },
    };
    const settings = { timing, timeoutSeconds, invoke, tokens, machine: { Id: arn, Name: machineName } };
    run(machine, execution, settings, (end) => {
      abort = (reason) => end({ status: "ABORTED", ...reason });
      // Stopped before the interpreter was there.
      if (stopped) abort(stopped);
    })
      .catch((error: Error) => ({ status: "FAILED" as const, error: "States.Runtime", cause: error.message }))
      .then((outcome) => resolve(Object.assign(execution, outcome, { stopDate: new Date() })));
    return execution;
  }

  return {
    start(given, name = randomUUID()) {
      const input: unknown = JSON.parse(JSON.stringify(given ?? {}));
      if (!NAME.test(name))
        throw failure(
          "InvalidName",
          `The execution name ${JSON.stringify(name)} must have 1 to 80 letters, digits, ".", "_" or "-".`,
        );
      if (sizeOf(input) > MAX_DATA_BYTES)
        throw failure(
          "InvalidExecutionInput",
          `The input has ${sizeOf(input)} bytes; up to ${MAX_DATA_BYTES} are allowed.`,
        );
      const before = express ? undefined : executions.get(name);
      if (before?.status === "RUNNING" && JSON.stringify(before.input) === JSON.stringify(input))
        return before;
      if (before)
        throw failure(
          "ExecutionAlreadyExists",
          `State machine ${machineName} has had an execution ${name}; give another name.`,
        );
      const execution = begin(input, name);
      executions.set(name, execution);
      return execution;
    },
  };
}
