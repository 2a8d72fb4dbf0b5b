import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { nameOf } from "../../../core/component.ts";
import { keyStatements } from "../../../core/key.ts";
import { checkOneOf, shown } from "../../../values/problems.ts";
import { Stream } from "../../stream/stream.ts";
import type { SourceContext, SourceKind } from "./shared/source.ts";
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

/** Where a mapping of a Kinesis stream can begin: at a time too, in ISO 8601. */
type KinesisPosition = StartingPosition | { readonly timestamp: string };

/** Records of a Kinesis stream: at least once, in order of each partition key. A failing record holds up its shard. */
export interface KinesisSource extends StreamOptions<KinesisPosition> {
  readonly type: "kinesis";
  /** A stream made elsewhere in the program. Default: one of the source's own. */
  readonly stream?: Stream;
  /** Enhanced fan-out: 2 MB a second of each shard for this consumer alone, at a charge. Default: false, shared by all consumers. */
  readonly consumer?: boolean;
}

export interface KinesisParts extends StreamParts {
  readonly stream: Stream;
  readonly streamName: pulumi.Output<string>;
  /** The consumer with a throughput of its own, where it was asked for. */
  readonly consumer: aws.kinesis.StreamConsumer | undefined;
}

/** Permissions that Lambda needs to poll a stream. Source: "Process Amazon Kinesis Data Streams records with Lambda". */
const readActions = [
  "kinesis:DescribeStream",
  "kinesis:DescribeStreamSummary",
  "kinesis:GetRecords",
  "kinesis:GetShardIterator",
  "kinesis:ListShards",
];

export const kinesis: SourceKind<KinesisSource, KinesisParts> = {
  options: ["stream", "consumer", ...streamOptions],
  parts: ["stream", "consumer", ...streamParts],
  overlay: (source) => ({ stream: streamOverlay(source) }),
  problems: (source, settings) => [
    ...(source.stream === undefined || source.stream instanceof Stream
      ? []
      : [`source.stream: ${shown(source.stream)} given; a Stream is expected.`]),
    ...positionProblems(source.startingPosition),
    ...streamProblems(source, settings),
    ...(source.stream instanceof Stream && settings.stream.maxRecordAge > source.stream.retentionHours * 3600
      ? [
          `source.maxRecordAge: ${settings.stream.maxRecordAge} s are longer than the stream keeps its records, ${source.stream.retentionHours} h; records would be lost without a dead letter.`,
        ]
      : []),
  ],
  prepare(source, context) {
    const { component, name, transform } = context;
    const stream =
      source.stream ?? new Stream(name, { transform: { stream: transform.stream } }, { parent: component });
    const consumer = source.consumer ? createConsumer(stream, context) : undefined;
    return prepareStream(
      source,
      {
        arn: consumer?.arn ?? stream.arn,
        statements: [
          { actions: readActions, resources: [stream.arn] },
          ...(consumer ? [{ actions: ["kinesis:SubscribeToShard"], resources: [consumer.arn] }] : []),
          // Source: "Permissions to use user-generated KMS keys".
          ...keyStatements(stream.kmsKeyArn, ["kms:Decrypt"]),
        ],
        from: position(source.startingPosition ?? context.settings.stream.startingPosition),
      },
      context,
      { stream, streamName: stream.streamName, consumer },
    );
  },
};

function createConsumer(
  stream: Stream,
  { component, name, transform }: SourceContext,
): aws.kinesis.StreamConsumer {
  return new aws.kinesis.StreamConsumer(
    `${name}-consumer`,
    ...component.part(transform.consumer, {
      name: nameOf("streamConsumer", name),
      streamArn: stream.arn,
    }),
  );
}

function position(from: KinesisPosition) {
  if (typeof from === "string") return { startingPosition: from };
  return { startingPosition: "AT_TIMESTAMP", startingPositionTimestamp: from.timestamp };
}

/** RFC 3339, as the provider reads it. */
const timestamps = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

function positionProblems(from: KinesisPosition | undefined): string[] {
  if (typeof from !== "object" || from === null)
    return checkOneOf("source.startingPosition", from, startingPositions);
  const { timestamp } = from;
  if (timestamps.test(timestamp) && !Number.isNaN(Date.parse(timestamp))) return [];
  return [
    `source.startingPosition.timestamp: ${shown(timestamp)} given; a time such as "2026-01-31T02:00:00Z" is expected.`,
  ];
}
