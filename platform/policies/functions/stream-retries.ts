import { inputsOf, managed, type Resource } from "../../engine/index.ts";
import type { Policy } from "../finding.ts";

/** Whether a mapping reads a stream: a queue has limits of its own, and a Kafka topic takes none. */
export function readsStream(mapping: Resource): boolean {
  const { eventSourceArn } = inputsOf(mapping);
  const sources = mapping.propertyDependencies["eventSourceArn"] ?? [];
  return (
    /^arn:[\w-]+:(kinesis|dynamodb):/.test(String(eventSourceArn)) ||
    sources.some((urn) => /aws:(kinesis\/stream|dynamodb\/table):/.test(urn))
  );
}

/** By default Lambda retries a batch until its records expire. Source: "Lambda parameters for Amazon Kinesis Data Streams event source mappings". */
const isEndless = (limit: unknown) => limit === undefined || limit === null || limit === -1;

export const streamRetries: Policy = {
  id: "stream-retries",
  severity: "error",
  title: "A batch of a stream is not retried without an end.",
  reason:
    "A record that can't be handled blocks its shard until it expires, and then those after it expire too.",
  remedy: "Set maximumRetryAttempts or maximumRecordAgeInSeconds.",
  broken: (graph) =>
    managed(graph, "aws:lambda/eventSourceMapping:EventSourceMapping")
      .filter(readsStream)
      .filter((mapping) => {
        const { maximumRetryAttempts, maximumRecordAgeInSeconds } = inputsOf(mapping);
        return isEndless(maximumRetryAttempts) && isEndless(maximumRecordAgeInSeconds);
      })
      .map((mapping) => [mapping, "It retries a failed batch until its records expire."] as const),
};
