import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { correlation, withScope } from "./invocation/correlation.ts";
import type { Handler } from "./invocation/invocation.ts";
import type { Parsed, Schema } from "./invocation/validate.ts";
import { type QueueOptions, queue } from "./wrappers/queue.ts";
import { isQueueEvent, step as plainStep, type StepRequest, stepCorrelation } from "./wrappers/step.ts";

export interface QueueStepOptions<Input> {
  /** The step's input: the message, as JSON. */
  readonly input?: Input;
  /** Messages that are handled concurrently. Default: 1. */
  readonly concurrency?: number;
  /** Handles an input once, however often it is delivered, and hands its output on once. */
  readonly idempotent?: QueueOptions<Input>["idempotent"] & {
    readonly key: (input: Parsed<Input, unknown>) => string;
  };
}

/** Bytes of a message with its attributes. Source: "Amazon SQS message quotas". */
const maxBytes = 1_048_576;

/** Accepts any JSON. */
const anything: Schema = {
  "~standard": { version: 1, vendor: "platform", validate: (value) => ({ value }) },
};

/** An output that no queue takes. Keep large data in a bucket, and hand on its key. */
class OutputTooLarge extends Error {}

/**
 * A handler for a step of a QueuePipeline: its result is sent to the queue of the next step. A message that throws or
 * doesn't fit is delivered again alone, and at last becomes a dead letter of this step. The same handler serves a Pipeline
 * too, just as `step` of `#runtime` does; it brings the SQS client into the bundle.
 *
 * The correlation id is the input's `correlationId`, else that of the message, which every step hands on.
 */
export function step<Input extends Schema | undefined = undefined, Output = unknown>(
  options: QueueStepOptions<Input>,
  handle: (request: StepRequest<Input>) => Promise<Output>,
): Handler<unknown, Output | SQSBatchResponse> {
  const { input = anything, concurrency, idempotent } = options;
  const alone = plainStep<Input, Output>({ input: options.input }, handle);
  const batch = queue(
    { message: input, concurrency, idempotent: idempotent as QueueOptions<Schema>["idempotent"] },
    async ({ message, record, ...tools }) => {
      const correlationId = stepCorrelation(message, undefined) ?? tools.correlationId;
      await withScope({ correlationId, keys: { message_id: record.messageId } }, async () => {
        const request = { ...tools, correlationId, input: message as Parsed<Input, unknown> };
        await handOn(await handle(request));
      });
    },
  );
  return (event, context) =>
    isQueueEvent(event) ? batch(event as SQSEvent, context) : alone(event, context);
}

let sqs: SQSClient | undefined;

/** Sends a step's output to the next queue; after the last step there is none. */
async function handOn(output: unknown): Promise<void> {
  const url = process.env.NEXT_QUEUE_URL;
  if (url === undefined) return;
  const body = JSON.stringify(output) ?? "null";
  const bytes = Buffer.byteLength(body);
  if (bytes > maxBytes)
    throw new OutputTooLarge(`The step's output has ${bytes} bytes; a queue takes ${maxBytes}.`);
  sqs ??= new SQSClient({});
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: url,
      MessageBody: body,
      MessageAttributes: correlation.messageAttributes(),
    }),
  );
}
