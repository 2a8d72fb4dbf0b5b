import { randomUUID } from "node:crypto";
import type { InvokeResult } from "../types.ts";

/** A function that isn't run on localhost: each invocation is an error with the reason. */
export class NotRun {
  readonly processes = 0;
  readonly #reason: string;

  constructor(name: string, why: string) {
    this.#reason = `${name} ${why}`;
  }

  async invoke(_payload: unknown): Promise<InvokeResult> {
    const error = { errorType: "Local.NotRun", errorMessage: this.#reason, trace: [] };
    return {
      status: "error",
      payload: Buffer.from(JSON.stringify(error)),
      requestId: randomUUID(),
      durationMs: 0,
      coldStart: false,
      logs: [],
    };
  }

  retire(): void {}

  async stop(): Promise<void> {}
}
