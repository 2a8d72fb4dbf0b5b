import { type StateMachineOptions, stateMachine } from "../../../platform/local/states/machine.ts";
import { type InvokeResult, TooManyRequestsException } from "../../../platform/local/types.ts";

type Functions = Record<string, (payload: never) => unknown>;

export const functionArn = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;

function result(value: unknown, status: InvokeResult["status"] = "ok"): InvokeResult {
  const payload = Buffer.from(JSON.stringify(value) ?? "null");
  return { status, payload, requestId: "r", durationMs: 1, coldStart: false, logs: [] };
}

export const turn = () => new Promise<void>((done) => setImmediate(done));

/** Invokes plain functions as Lambda would: what they throw becomes an error with its type. */
export function invoker(functions: Functions, calls: string[] = []) {
  return async (arn: string, payload: unknown): Promise<InvokeResult> => {
    const name = arn.split(":").pop() ?? "";
    calls.push(name);
    const handler = functions[name];
    if (!handler)
      throw Object.assign(new Error(`No function ${name}`), { name: "ResourceNotFoundException" });
    try {
      return result(await handler(payload as never));
    } catch (error) {
      if (error instanceof TooManyRequestsException) throw error;
      const { name: errorType, message: errorMessage } = error as Error;
      return result({ errorType, errorMessage, trace: [] }, "error");
    }
  };
}

export function named(name: string, message = "no"): Error {
  return Object.assign(new Error(message), { name });
}

export const task = (name: string, extra: object = { End: true }) => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Parameters: { FunctionName: functionArn(name), "Payload.$": "$" },
  OutputPath: "$.Payload",
  ...extra,
});

export function machine(
  States: Record<string, object>,
  functions: Functions = {},
  options: Partial<StateMachineOptions> & { top?: object; calls?: string[] } = {},
) {
  const { top, calls, ...rest } = options;
  return stateMachine({
    name: "orders",
    arn: "arn:aws:states:eu-west-1:123456789012:stateMachine:orders",
    definition: JSON.stringify({ StartAt: Object.keys(States)[0], States, ...top }),
    type: "STANDARD",
    invoke: invoker(functions, calls),
    ...rest,
  });
}

export const run = (
  States: Record<string, object>,
  input: unknown = {},
  functions: Functions = {},
  options = {},
) => machine(States, functions, options).start(input).done;

/** The output of one Pass state. */
export const passed = async (state: object, input: unknown = {}) => {
  const execution = await run({ Only: { Type: "Pass", End: true, ...state } }, input);
  return execution.status === "SUCCEEDED" ? execution.output : execution.error;
};
