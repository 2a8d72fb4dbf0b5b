import { keyStatements } from "../../../core/key.ts";
import { checkOneOf, shown } from "../../../values/problems.ts";
import { Table, tableKeyActions } from "../../table/table.ts";
import type { SourceKind } from "./shared/source.ts";
import {
  prepareStream,
  type StartingPosition,
  type StreamOptions,
  type StreamParts,
  startingPositions,
  streamOptions,
  streamOverlay,
  streamParts,
  streamProblems,
} from "./shared/stream-source.ts";

/** Changes of a table's items: at least once, in order of each item. A failing change holds up its shard. */
export interface DynamodbSource extends StreamOptions<StartingPosition> {
  readonly type: "dynamodb";
  /** A table with a `stream`. */
  readonly table: Table;
}

export interface DynamodbParts extends StreamParts {
  readonly table: Table;
}

/** Permissions that Lambda needs to poll a table's stream. Source: "Process DynamoDB records with Lambda". */
const readActions = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"];

/** Seconds for which DynamoDB keeps a change. Source: "Change data capture for DynamoDB Streams". */
const retention = 86_400;

export const dynamodb: SourceKind<DynamodbSource, DynamodbParts> = {
  options: ["table", ...streamOptions],
  parts: streamParts,
  overlay: (source) => ({ stream: streamOverlay(source) }),
  problems: (source, settings) => [
    ...tableProblems(source.table),
    ...checkOneOf("source.startingPosition", source.startingPosition, startingPositions),
    ...(settings.stream.maxRecordAge > retention
      ? [
          `source.maxRecordAge: ${settings.stream.maxRecordAge} s are longer than DynamoDB keeps changes, ${retention} s; changes would be lost without a dead letter.`,
        ]
      : []),
    ...streamProblems(source, settings),
  ],
  prepare(source, context) {
    const { table } = source;
    const streamArn = table.streamArn ?? "";
    return prepareStream(
      source,
      {
        arn: streamArn,
        statements: [
          { actions: readActions, resources: [streamArn] },
          // AWS takes no resource for it ("Actions, resources, and condition keys for Amazon DynamoDB"), though another of
          // its pages has the table's streams; what is allowed on "*" is refused by neither reading.
          { actions: ["dynamodb:ListStreams"], resources: ["*"] },
          // A stream is encrypted with its table's key.
          ...keyStatements(table.kmsKeyArn, tableKeyActions.read),
        ],
        from: { startingPosition: source.startingPosition ?? context.settings.stream.startingPosition },
      },
      context,
      { table },
    );
  },
};

function tableProblems(table: unknown): string[] {
  if (!(table instanceof Table))
    return [
      `source.table: ${shown(table)} given; a Table is expected, made with stream: "both", "new", "old" or "keys-only".`,
    ];
  if (table.streamArn !== undefined) return [];
  return [
    `source.table: ${table.componentName} has no stream; make it with stream: "both", "new", "old" or "keys-only".`,
  ];
}
