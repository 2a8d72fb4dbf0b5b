import type { Graph } from "../../engine/graph/graph.ts";
import type { Fields } from "../graph/fields.ts";
import { type Part, readParts } from "../graph/part.ts";

/** An event source mapping: Lambda reads a queue or stream for a function. */
export interface MappingPart extends Part {
  readonly sourceArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly reportsFailures: boolean;
  /** It has filter criteria, which are not applied locally: such a mapping is not started. */
  readonly filtered: boolean;
  readonly maximumConcurrency: number;
}

export function readMappings(graph: Graph): MappingPart[] {
  return readParts(graph, "aws:lambda/eventSourceMapping:EventSourceMapping", readMapping);
}

function readMapping(f: Fields): Omit<MappingPart, keyof Part> {
  return {
    sourceArn: f.text("eventSourceArn") ?? "",
    functionName: f.needed("functionName"),
    batchSize: f.number("batchSize") ?? 10,
    filtered: f.object("filterCriteria").list("filters").length > 0,
    windowSeconds: f.number("maximumBatchingWindowInSeconds") ?? 0,
    reportsFailures: f.texts("functionResponseTypes").includes("ReportBatchItemFailures"),
    // Lambda starts with five concurrent batches (AWS: Using Lambda with Amazon SQS); a laptop stays there.
    maximumConcurrency: f.object("scalingConfig").number("maximumConcurrency") ?? 5,
  };
}
