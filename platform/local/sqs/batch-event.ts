import type { InvokeResult } from "../types.ts";

/** A received message in SQS's own JSON. */
export interface Message {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly MD5OfMessageAttributes?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<
    Record<string, { DataType: string; StringValue?: string; BinaryValue?: string }>
  >;
}

/** The event that Lambda passes for a batch (AWS: Using Lambda with Amazon SQS, example event). */
export function toEvent(messages: readonly Message[], queueArn: string, awsRegion: string): object {
  return {
    Records: messages.map((each) => ({
      messageId: each.MessageId,
      receiptHandle: each.ReceiptHandle,
      body: each.Body,
      attributes: each.Attributes ?? {},
      messageAttributes: Object.fromEntries(
        Object.entries(each.MessageAttributes ?? {}).map(([name, value]) => [
          name,
          {
            ...(value.StringValue === undefined ? {} : { stringValue: value.StringValue }),
            ...(value.BinaryValue === undefined ? {} : { binaryValue: value.BinaryValue }),
            stringListValues: [],
            binaryListValues: [],
            dataType: value.DataType,
          },
        ]),
      ),
      md5OfBody: each.MD5OfBody,
      ...(each.MD5OfMessageAttributes ? { md5OfMessageAttributes: each.MD5OfMessageAttributes } : {}),
      eventSource: "aws:sqs",
      eventSourceARN: queueArn,
      awsRegion,
    })),
  };
}

/**
 * Ids of failed messages, by Lambda's rules (AWS: Implementing partial batch responses): an error fails all; a
 * response that isn't of the form, or names a message that isn't in the batch, fails all; none listed fails none.
 */
export function failedIds(
  result: InvokeResult,
  reports: boolean,
  messages: readonly Message[],
): "all" | ReadonlySet<string> {
  if (result.status === "error") return "all";
  if (!reports) return new Set();
  let answer: unknown;
  try {
    answer = JSON.parse(result.payload.toString("utf8") || "null");
  } catch {
    return "all";
  }
  if (answer === null || typeof answer !== "object") return new Set();
  const failures: unknown = (answer as { batchItemFailures?: unknown }).batchItemFailures;
  if (failures === undefined || failures === null) return new Set();
  if (!Array.isArray(failures)) return "all";
  const ids = failures.map((each: unknown) => (each as { itemIdentifier?: unknown } | null)?.itemIdentifier);
  const known = new Set(messages.map((each) => each.MessageId));
  const valid = ids.every((id): id is string => typeof id === "string" && known.has(id));
  return valid ? new Set(ids as string[]) : "all";
}
