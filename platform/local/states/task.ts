import type { InvokeResult } from "../types.ts";
import type { State } from "./asl.ts";
import { MAX_TIMER_SECONDS, passesWholeInput, wholePayload } from "./normalise.ts";
import type { TaskTokens } from "./tokens.ts";

export type Invoke = (functionArn: string, payload: unknown) => Promise<InvokeResult>;

/** Bytes of a state's or an execution's input or output. Source: Step Functions developer guide, "Quotas related to state machine executions". */
export const MAX_DATA_BYTES = 262_144;

export const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? "null");

/** An error as Retry and Catch see it: its name and, as the message, its cause. */
class StateError extends Error {
  readonly isRetryable: boolean;
  readonly isCatchable: boolean;

  constructor(name: string, cause: string, final = false) {
    super(cause);
    this.name = name;
    this.isRetryable = !final;
    this.isCatchable = !final;
  }
}

/** No Retry or Catch takes it, not even with States.ALL. Source: developer guide, "Handling errors", "Error names". */
export const dataLimitExceeded = (what: string) =>
  new StateError("States.DataLimitExceeded", `${what} is over the limit of ${MAX_DATA_BYTES} bytes.`, true);

export const ended = () => new StateError("ExecutionEnded", "The execution has ended.", true);

function checkSize(value: unknown, what: string): void {
  if (sizeOf(value) > MAX_DATA_BYTES) throw dataLimitExceeded(what);
}

/** `TooManyRequestsException` as `Lambda.TooManyRequestsException`: names of the service's errors have its prefix. */
function serviceError(error: unknown): StateError {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return new StateError(name.endsWith("Exception") ? `Lambda.${name}` : "Lambda.Unknown", message);
}

async function call(invoke: Invoke, functionArn: string, payload: unknown): Promise<unknown> {
  let result: InvokeResult;
  try {
    result = await invoke(functionArn, payload);
  } catch (error) {
    throw serviceError(error);
  }
  const text = result.payload.toString("utf8");
  const value: unknown = text === "" ? null : JSON.parse(text);
  if (result.status === "ok") return value;
  const { errorType } = value as { errorType?: string };
  throw new StateError(errorType || "Lambda.Unknown", text);
}

/** Settings that the tasks of one execution share. */
export interface TaskSettings {
  readonly invoke: Invoke;
  readonly executionId: string;
  readonly tokens: TaskTokens;
}

/** Runs in place of a task: invokes its function and gives the result of the service integration. */
export function taskHandler(name: string, state: State, { invoke, executionId, tokens }: TaskSettings) {
  const resource = state.Resource ?? "";
  const direct = !resource.includes(":states:::");
  const waits = resource.endsWith(".waitForTaskToken");
  const whole = passesWholeInput(state);

  async function run(input: unknown, token?: string): Promise<unknown> {
    const given = (direct || whole ? {} : input) as { FunctionName?: string; Payload?: unknown };
    const functionArn = direct
      ? resource
      : String(whole ? state.Parameters?.FunctionName : given.FunctionName);
    const payload = direct
      ? input
      : whole
        ? wholePayload(state, { input, executionId, token })
        : "Payload" in given
          ? given.Payload
          : {};
    checkSize(payload, `The input of state "${name}"`);
    const value = await call(invoke, functionArn, payload);
    checkSize(value, `The result of state "${name}"`);
    return direct ? value : { ExecutedVersion: "$LATEST", Payload: value, StatusCode: 200 };
  }

  /** The function's result is dropped: the answer for the token is the state's. */
  async function runAndWait(input: unknown): Promise<unknown> {
    const { token, answer } = tokens.open((error, cause) => new StateError(error, cause));
    const limit = Math.min(Number(state.TimeoutSeconds ?? MAX_TIMER_SECONDS), MAX_TIMER_SECONDS);
    const timer = setTimeout(() => tokens.close(token), limit * 1000);
    try {
      await run(input, token);
      return await answer;
    } finally {
      clearTimeout(timer);
      tokens.close(token);
    }
  }

  return waits ? runAndWait : (input: unknown) => run(input);
}
