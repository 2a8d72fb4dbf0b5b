import { Event, type EventArgs, Table } from "../../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf } from "../../../support/index.ts";

export const handler = "src/handler.ts";
const functionArn = "arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-tracks-handler";
export const streamArn = "arn:aws:kinesis:eu-west-1:123456789012:stream/shop-prod-tracks";
const tableArn = "arn:aws:dynamodb:eu-west-1:123456789012:table/shop-prod-carts";
export const tableStreamArn = `${tableArn}/stream/2026-01-01T00:00:00.000`;
export const deadLetters = "arn:aws:sqs:eu-west-1:123456789012:shop-prod-tracks-dlq";

export const carts = () => new Table("carts", { partitionKey: "id", stream: "both" });
export const program = (type: string, source: object, args: object) => () => {
  const table = type === "dynamodb" ? { table: carts() } : {};
  new Event("tracks", { handler, ...args, source: { type, ...table, ...source } } as EventArgs);
};
export const eventOf = (type: string, source: object = {}, args: object = {}) =>
  graphOfProgram(program(type, source, args));
export const mappingOf = async (type: string, source: object) =>
  inputsOf(await eventOf(type, source), "tracks-mapping");
export const refused = (type: string, source: object, args: object = {}) =>
  errorOf(program(type, source, args));

/** What all sources of streams get without saying anything. */
export const mapping = {
  functionName: functionArn,
  startingPosition: "TRIM_HORIZON",
  batchSize: 100,
  maximumBatchingWindowInSeconds: 0,
  parallelizationFactor: 1,
  functionResponseTypes: ["ReportBatchItemFailures"],
  maximumRetryAttempts: 10,
  maximumRecordAgeInSeconds: 21_600,
  bisectBatchOnFunctionError: true,
  destinationConfig: { onFailure: { destinationArn: deadLetters } },
};
