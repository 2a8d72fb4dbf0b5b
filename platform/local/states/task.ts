import type { InvokeResult } from "../types.ts";
import type { State } from "./asl.ts";
import { passesWholeInput, wholePayload } from "./normalise.ts";

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

/** What runs in place of a task: invokes its function and gives what the service integration would. */
export function taskHandler(name: string, state: State, invoke: Invoke, executionId: string) {
  const direct = !state.Resource?.includes(":states:::");
  const whole = passesWholeInput(state);
  return async (input: unknown): Promise<unknown> => {
    const given = (direct || whole ? {} : input) as { FunctionName?: string; Payload?: unknown };
    const functionArn = direct
      ? state.Resource!
      : String(whole ? state.Parameters?.FunctionName : given.FunctionName);
    const payload = direct
      ? input
      : whole
        ? wholePayload(state, input, executionId)
        : "Payload" in given
          ? given.Payload
          : {};
    checkSize(payload, `The input of state "${name}"`);
    const value = await call(invoke, functionArn, payload);
    checkSize(value, `The result of state "${name}"`);
    return direct ? value : { ExecutedVersion: "$LATEST", Payload: value, StatusCode: 200 };
  };
}
