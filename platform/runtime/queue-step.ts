import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { ResultNotKept } from "./errors/result-not-kept.ts";
import type { ResultTable } from "./idempotency.ts";
import { correlation, withScope } from "./invocation/correlation.ts";
import { checkKey } from "./invocation/delivery-key.ts";
import { polledSource } from "./invocation/expected.ts";
import type { Context, Handler } from "./invocation/invocation.ts";
import type { Parsed, Schema } from "./invocation/validate.ts";
import { queue } from "./wrappers/queue.ts";
import { step as plainStep, type StepRequest, stepCorrelation } from "./wrappers/step.ts";

export interface QueueStepOptions<Input> {
  /** The step's input: the message, as JSON. */
  readonly input?: Input;
  /** Messages that are handled concurrently. Default: 1. */
  readonly concurrency?: number;
  /** Handles an input once, however often it is delivered, and hands its output on once; a failed sending is repeated alone. */
  readonly idempotent?: {
    /** The key that repeats of an input share. */
    readonly key: (input: Parsed<Input, unknown>) => string;
    /** `idempotencyTable("ORDERS_TABLE_NAME")` of `#runtime/idempotency`. */
    readonly table: ResultTable;
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
  const batch = queue({ message: input, concurrency }, async ({ message, event, ...tools }) => {
    const correlationId = stepCorrelation(message, undefined) ?? tools.correlationId;
    await withScope({ correlationId, keys: { message_id: event.messageId } }, async () => {
      const request = { ...tools, correlationId, input: message as Parsed<Input, unknown>, event };
      const work = () => handle(request);
      if (idempotent === undefined) return handOn(await work());
      const key = checkKey("step", idempotent.key(request.input));
      return handOnOnce(key, { table: idempotent.table, context: tools.context, work });
    });
  });
  return (event, context) =>
    polledSource(event) === "aws:sqs" ? batch(event as SQSEvent, context) : alone(event, context);
}

interface Once {
  readonly table: ResultTable;
  readonly context: Context;
  readonly work: () => Promise<unknown>;
}

/** Two records: that the work was done, with its output, and that the output was handed on, which may fail by itself. */
async function handOnOnce(key: string, { table, context, work }: Once): Promise<void> {
  await table.once(key, context, async () => {
    const fresh: { output: unknown }[] = [];
    const output = await table
      .result(`${key} output`, context, async () => {
        const made = await work();
        fresh.push({ output: made });
        return made;
      })
      .catch((error: unknown) => {
        // Too large for the table, and perhaps not for the queue.
        if (error instanceof ResultNotKept && fresh[0] !== undefined) return fresh[0].output;
        throw error;
      });
    await handOn(output);
  });
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
