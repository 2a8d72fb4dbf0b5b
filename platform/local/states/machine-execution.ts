interface ExecutionEvent {
  /** Such as `StateEntered`, `StateRetried`, `StateCaught`, `ParallelBranchStarted`, `ExecutionFailed`. */
  readonly type: string;
  readonly at: Date;
  readonly state?: string;
  /** Index of a Map's item, from 0. */
  readonly index?: number;
  readonly error?: string;
  /** Number of the retry, from 1. */
  readonly attempt?: number;
}

export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly input: unknown;
  readonly startDate: Date;
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
  stopDate?: Date;
  output?: unknown;
  error?: string;
  cause?: string;
  readonly events: ExecutionEvent[];
  /** This execution, once it has ended in any way; never rejects. */
  readonly done: Promise<Execution>;
  /** Ends it as ABORTED; functions that are running are not waited for. */
  stop(reason?: { readonly error?: string; readonly cause?: string }): void;
}
