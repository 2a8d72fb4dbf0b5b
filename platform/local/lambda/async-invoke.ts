import { randomUUID } from "node:crypto";
import { pause } from "../../values/pause.ts";
import type { Attributes } from "../aws-service.ts";
import { type InvokeResult, type Timing, TooManyRequestsException } from "../types.ts";
import type { AsyncConfig } from "./read.ts";

/** Largest part of an error message that a dead letter carries, in characters (AWS: Dead-letter queues). */
const errorMessageLimit = 1024;

export interface AsyncOptions {
  readonly functionArn: string;
  readonly config: AsyncConfig;
  readonly deadLetterArn: string | undefined;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  invoke(payload: Buffer): Promise<InvokeResult>;
  /** Delivers to the queue, function or other resource that the ARN names. */
  deliver(arn: string, body: string, attributes?: Attributes): Promise<unknown>;
  log(text: string): void;
}

/** An asynchronous invocation at its end. */
interface Ended {
  readonly condition: "Success" | "RetriesExhausted" | "EventAgeExceeded";
  readonly payload: Buffer;
  /** Of the last attempt; undefined when there was none. */
  readonly result: InvokeResult | undefined;
  readonly attempts: number;
}

/**
 * Lambda's asynchronous invocation: retries, then the on-failure destination and the dead-letter queue.
 * Resolves with the last attempt's result, or undefined when it never ran.
 */
export async function invokeAsync(payload: Buffer, options: AsyncOptions): Promise<InvokeResult | undefined> {
  const { config, signal, functionArn, log } = options;
  const started = Date.now();
  let attempts = 0;
  let throttled = 0;
  let result: InvokeResult | undefined;
  while (!signal.aborted) {
    const latest = await attempt(payload, options);
    if (latest) {
      result = latest;
      attempts++;
      throttled = 0;
    } else throttled++;
    if (latest?.status === "ok") {
      await finish({ condition: "Success", payload, result, attempts }, options);
      return latest;
    }
    if (signal.aborted) break;
    // Being throttled uses up no retry, only age: Lambda keeps the event in its queue and tries again.
    const wait = latest ? retryPause(attempts, options.timing) : throttlePause(throttled);
    const spent = attempts > config.retries;
    if (spent || Date.now() + wait - started > config.maximumAgeSeconds * 1000) {
      const condition = spent ? "RetriesExhausted" : "EventAgeExceeded";
      log(`${functionArn.split(":").pop()}: ${condition} after ${attempts} attempts`);
      await finish({ condition, payload, result, attempts }, options);
      break;
    }
    await pause(wait, signal);
  }
  return result;
}

/** Undefined when the function is throttled. */
async function attempt(payload: Buffer, options: AsyncOptions): Promise<InvokeResult | undefined> {
  try {
    return await options.invoke(payload);
  } catch (error) {
    if (error instanceof TooManyRequestsException) return undefined;
    throw error;
  }
}

/** Lambda waits one minute, then two (AWS: Understanding retry behavior in Lambda). `fast` cuts that short. */
function retryPause(attempt: number, timing: Timing): number {
  return timing === "real" ? attempt * 60_000 : 100 * attempt;
}

function throttlePause(times: number): number {
  return Math.min(5_000, 50 * 2 ** times);
}

async function finish(ended: Ended, options: AsyncOptions): Promise<void> {
  const { condition, payload, result } = ended;
  const { config, deadLetterArn, functionArn } = options;
  const destination = condition === "Success" ? config.onSuccessArn : config.onFailureArn;
  if (destination) await options.deliver(destination, record(ended, functionArn));
  if (condition === "Success" || !deadLetterArn) return;
  await options.deliver(deadLetterArn, payload.toString("utf8"), {
    RequestID: { DataType: "String", StringValue: result?.requestId ?? randomUUID() },
    ErrorCode: { DataType: "Number", StringValue: result ? "200" : "429" },
    ErrorMessage: { DataType: "String", StringValue: messageOf(result) },
  });
}

/** The invocation record of a destination (AWS: Capturing records of Lambda asynchronous invocations). */
function record({ condition, payload, result, attempts }: Ended, functionArn: string): string {
  return JSON.stringify({
    version: "1.0",
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: result?.requestId ?? randomUUID(),
      functionArn: `${functionArn}:$LATEST`,
      condition,
      approximateInvokeCount: attempts,
    },
    requestPayload: parsed(payload),
    ...(result
      ? {
          responseContext: {
            statusCode: 200,
            executedVersion: "$LATEST",
            ...(result.status === "error" ? { functionError: "Unhandled" } : {}),
          },
          responsePayload: parsed(result.payload),
        }
      : {}),
  });
}

function parsed(bytes: Buffer): unknown {
  const text = bytes.toString("utf8");
  try {
    return JSON.parse(text || "null");
  } catch {
    return text;
  }
}

function messageOf(result: InvokeResult | undefined): string {
  const answer = result && (parsed(result.payload) as { errorMessage?: unknown } | null);
  const message = typeof answer?.errorMessage === "string" ? answer.errorMessage : "Rate Exceeded.";
  return message.slice(0, errorMessageLimit) || "Unknown error";
}
