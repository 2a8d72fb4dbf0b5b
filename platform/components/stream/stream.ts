import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createAlarm } from "../../core/alarm.ts";
import { Component, nameOf, type Transform, whereOf } from "../../core/component.ts";
import { type Link, type Linkable, linkOf } from "../../core/link.ts";
import { settingsOf } from "../../core/settings.ts";
import { type ConstantCase, constantCase } from "../../values/names.ts";
import { checkKeys, checkRange, ValueError } from "../../values/problems.ts";

export interface StreamArgs {
  /** Shards, 1 to 20,000, billed by the hour; each takes 1 MB or 1,000 records a second. Default: on demand, billed by volume. */
  readonly shards?: number;
  /** Hours a record is kept, 24 to 8,760. Default: `defaults.stream.retentionHours`. */
  readonly retentionHours?: number;
  readonly transform?: { readonly stream?: Transform<aws.kinesis.StreamArgs> };
}

/** Source: "Kinesis Data Streams quotas and limits". */
const ranges = {
  shards: { min: 1, max: 20_000 },
  retentionHours: { min: 24, max: 8_760, unit: "hours" },
} as const;

/** Actions of producers: their library asks for no more. */
const puts = ["kinesis:PutRecord", "kinesis:PutRecords"];

type StreamVariable<N extends string> = `${ConstantCase<N>}_STREAM_NAME`;

/**
 * A Kinesis data stream: records in order of each partition key, kept for a time and read by any number of consumers.
 * Encrypted, with an alarm on refused writes. A link to it allows putting records.
 */
export class Stream<const N extends string = string>
  extends Component
  implements Linkable<StreamVariable<N>>
{
  /** The stream. */
  readonly stream: aws.kinesis.Stream;
  readonly arn: pulumi.Output<string>;
  readonly streamName: pulumi.Output<string>;
  /** Lets a function put records. */
  readonly put: Linkable<StreamVariable<N>>;
  readonly link: Link<StreamVariable<N>>;
  readonly retentionHours: number;

  constructor(name: N, args: StreamArgs = {}, options: pulumi.ComponentResourceOptions = {}) {
    super("Stream", name, options);
    const { shards, transform } = args;
    const { stream: settings, alarms } = settingsOf(this.kind, {
      stream: { retentionHours: args.retentionHours },
    });
    const problems = [
      ...checkKeys(args, [...Object.keys(ranges), "transform"]),
      ...checkKeys(transform, ["stream"], "transform."),
      ...checkRange("shards", shards, ranges.shards),
      ...checkRange("retentionHours", settings.retentionHours, ranges.retentionHours),
    ];
    if (problems.length > 0) throw new ValueError(problems, whereOf("Stream", name));

    this.stream = new aws.kinesis.Stream(
      `${name}-stream`,
      ...this.part(transform?.stream, {
        name: nameOf("stream", name),
        streamModeDetails: { streamMode: shards === undefined ? "ON_DEMAND" : "PROVISIONED" },
        ...(shards !== undefined && { shardCount: shards }),
        retentionPeriod: settings.retentionHours,
        // Kinesis's own key may be used with the stream: it needs no permissions of its own.
        ...(settings.encrypted
          ? { encryptionType: "KMS", kmsKeyId: "alias/aws/kinesis" }
          : { encryptionType: "NONE" }),
      }),
    );
    createAlarm(
      `${name}-throttled-writes`,
      {
        description: `The stream ${name} refuses records for want of shards: see the runbook in the service's README.`,
        namespace: "AWS/Kinesis",
        metric: "WriteProvisionedThroughputExceeded",
        dimensions: { StreamName: this.stream.name },
        threshold: alarms.throttledWrites,
      },
      alarms,
      { parent: this },
    );

    this.arn = this.stream.arn;
    this.streamName = this.stream.name;
    this.retentionHours = settings.retentionHours;
    this.put = linkOf(`${constantCase(name)}_STREAM_NAME`, this.streamName, puts, [this.arn]);
    this.link = this.put.link;
    this.registerOutputs({ streamName: this.streamName });
  }
}
