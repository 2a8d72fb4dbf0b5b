import { pause } from "../../values/pause.ts";
import type { Attributes } from "../aws-service.ts";
import type { MessageAttribute, Timing } from "../types.ts";
import type { SchedulePart } from "./read.ts";

export interface DeliveryOptions {
  readonly timing: Timing;
  readonly signal: AbortSignal;
  /** Rejects when the target takes nothing; a function that fails later has taken it. */
  send(arn: string, body: string, attributes?: Attributes): Promise<unknown>;
}

/**
 * Delivers to a schedule's target, with the schedule's retry policy, and to its dead-letter queue after that
 * (AWS: Configuring a dead-letter queue for EventBridge Scheduler). Rejects when there is no such queue.
 */
export async function deliverScheduled(
  schedule: SchedulePart,
  input: string,
  { timing, signal, send }: DeliveryOptions,
): Promise<unknown> {
  const started = Date.now();
  for (let retries = 0; ; retries++) {
    try {
      return await send(schedule.targetArn, input);
    } catch (error) {
      const wait = backoff(retries, timing);
      const old = Date.now() + wait - started > schedule.maximumAgeSeconds * 1000;
      if (retries < schedule.retries && !old && !signal.aborted) {
        await pause(wait, signal);
        continue;
      }
      if (!schedule.deadLetterArn || signal.aborted) throw error;
      const { name, message } = error as Error;
      return send(schedule.deadLetterArn, input, {
        SCHEDULE_ARN: text(schedule.arn),
        TARGET_ARN: text(schedule.targetArn),
        ERROR_CODE: text(name),
        ERROR_MESSAGE: text(message),
        RETRY_ATTEMPTS: text(String(retries)),
        EXHAUSTED_RETRY_CONDITION: text(old ? "MaximumEventAgeInSeconds" : "MaximumRetryAttempts"),
      });
    }
  }
}

/** Scheduler's own intervals grow to hours; here the number counts, not the time. */
function backoff(retries: number, timing: Timing): number {
  return timing === "real" ? Math.min(3_600_000, 1_000 * 2 ** retries) : Math.min(1_000, 20 * 2 ** retries);
}

function text(StringValue: string): MessageAttribute {
  return { DataType: "String", StringValue };
}
