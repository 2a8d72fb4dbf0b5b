import type { APIGatewayProxyEventV2, Context, SQSEvent } from "aws-lambda";
import { z } from "zod";
import { http, queue, schedule, step } from "../platform/runtime/index.ts";
import { context as plainContext, request } from "./events.ts";
import { median, type Row, rows } from "./table.ts";

const context = { ...plainContext, getRemainingTimeInMillis: () => 5000 } as Context;
const body = z.object({ name: z.string(), email: z.email() });
const record = {
  messageId: "m",
  body: request.body,
  messageAttributes: {},
  attributes: {},
  eventSourceARN: "arn:aws:sqs:::q",
};
const event = request as unknown as APIGatewayProxyEventV2;
const messages = { Records: [record] } as unknown as SQSEvent;
const due = { scheduledTime: "2026-01-31T02:00:00Z", executionId: "e", input: {} };

/** Microseconds of an invocation in a process that is warm, without what logs and metrics write. */
export async function warm(): Promise<Row[]> {
  const bare = async (given: typeof request) => ({
    statusCode: 201,
    body: JSON.stringify(JSON.parse(given.body)),
  });
  const web = http({ body }, async (given) => ({ status: 201, body: given.body }));
  const consume = queue({ message: body }, async () => {});
  const nightly = schedule({}, async () => {});
  const charge = step({ input: z.object({ amount: z.number() }) }, async ({ input }) => input);
  const variants: [string, () => Promise<unknown>][] = [
    ["bare handler", () => bare(request)],
    ["http, body checked", () => web(event, context)],
    ["queue, one message checked", () => consume(messages, context)],
    ["schedule", () => nightly(due, context)],
    ["step, input checked", () => charge({ amount: 1 }, context)],
  ];
  const took = variants.map((): number[] => []);
  for (let round = 0; round < 25; round++)
    for (const [i, [, invoke]] of variants.entries()) {
      const start = performance.now();
      for (let n = 0; n < 400; n++) await invoke();
      // The first rounds warm up.
      if (round >= 5) took[i]!.push(((performance.now() - start) * 1000) / 400);
    }
  return rows(
    "warm cost",
    "us",
    variants.map(([what], i) => [what, median(took[i]!)] as const),
  );
}
