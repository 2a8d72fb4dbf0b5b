import { responseLimit } from "./runtime-api.ts";

/** The end of an invocation: the handler's result, or an error in Lambda's form. */
export interface Outcome {
  readonly error: boolean;
  /** JSON text. */
  readonly payload: Buffer;
}

function failure(errorType: string, errorMessage: string): Outcome {
  return { error: true, payload: Buffer.from(JSON.stringify({ errorType, errorMessage })) };
}

/** Failures that Lambda itself reports, in its own words (AWS: Troubleshoot invocation issues in Lambda). */
export const outcomes = {
  timedOut: (requestId: string, timeoutMs: number) =>
    failure(
      "Sandbox.Timedout",
      `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
    ),
  initTimedOut: failure("Sandbox.Timedout", "Error: The init phase timed out"),
  outOfMemory: (requestId: string) =>
    failure(
      "Runtime.OutOfMemory",
      `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
    ),
  /** `status` is `exit status 1` or `signal: SIGKILL`. */
  exited: (requestId: string, status: string) =>
    failure("Runtime.ExitError", `RequestId: ${requestId} Error: Runtime exited with error: ${status}`),
  tooLarge: failure(
    "Function.ResponseSizeTooLarge",
    `Response payload size exceeded maximum allowed payload size (${responseLimit} bytes).`,
  ),
  stopped: failure("Sandbox.Stopped", "The local target was stopped."),
};
