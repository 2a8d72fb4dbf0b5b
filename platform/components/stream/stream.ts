import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createAlarm } from "../../core/alarm.ts";
import { Component, nameOf, type Transform, whereOf } from "../../core/component.ts";
import { keyStatements, kmsKeyProblems, refuseKeyByTransform } from "../../core/key.ts";
import { type Link, type Linkable, linkWith } from "../../core/link.ts";
import { type ConstantCase, constantCase } from "../../values/names.ts";
import { checkKeys, checkRange } from "../../values/problems.ts";

export interface StreamArgs {
  /** Shards, 1 to 20,000, billed by the hour; each takes 1 MB or 1,000 records a second. Default: on demand, billed by volume. */
  readonly shards?: number;
  /** Hours a record is kept, 24 to 8,760. Default: `defaults.stream.retentionHours`. */
  readonly retentionHours?: number;
  /** A KMS key of your own; links and sources add what producers and consumers need. Default: Kinesis's own key. */
  readonly kmsKeyArn?: pulumi.Input<string>;
  readonly transform?: { readonly stream?: Transform<aws.kinesis.StreamArgs> };
}

/** Source: "Kinesis Data Streams quotas and limits". */
const ranges = {
  shards: { min: 1, max: 20_000 },
  retentionHours: { min: 24, max: 8_760, unit: "hours" },
} as const;

/** Actions of producers: their library asks for no more. A key comes on top. Source: "Permissions to use user-generated KMS keys". */
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
  /** A key of the account's own; undefined where Kinesis's own encrypts. */
  readonly kmsKeyArn: pulumi.Input<string> | undefined;

  constructor(name: N, args: StreamArgs = {}, options: pulumi.ComponentResourceOptions = {}) {
    const { shards, kmsKeyArn, retentionHours, transform } = args;
    super("Stream", name, options, { args: { stream: { retentionHours } } });
    const { stream: settings, alarms } = this.settings;
    this.refuse([
      ...checkKeys(args, [...Object.keys(ranges), "kmsKeyArn", "transform"]),
      ...checkKeys(transform, ["stream"], "transform."),
      ...kmsKeyProblems(kmsKeyArn),
      ...checkRange("shards", shards, ranges.shards),
      ...checkRange("retentionHours", settings.retentionHours, ranges.retentionHours),
    ]);

    const [streamArgs, streamOptions] = this.part<aws.kinesis.StreamArgs>(transform?.stream, {
      name: nameOf("stream", name),
      streamModeDetails: { streamMode: shards === undefined ? "ON_DEMAND" : "PROVISIONED" },
      ...(shards !== undefined && { shardCount: shards }),
      retentionPeriod: settings.retentionHours,
      // Kinesis's own key may be used with the stream: it needs no permissions of its own.
      ...(settings.encrypted || kmsKeyArn !== undefined
        ? { encryptionType: "KMS", kmsKeyId: kmsKeyArn ?? "alias/aws/kinesis" }
        : { encryptionType: "NONE" }),
    });
    refuseKeyByTransform(whereOf("Stream", name), streamArgs.kmsKeyId, kmsKeyArn);
    this.stream = new aws.kinesis.Stream(`${name}-stream`, streamArgs, streamOptions);
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
    this.kmsKeyArn = kmsKeyArn;
    this.put = linkWith(`${constantCase(name)}_STREAM_NAME`, this.streamName, [
      { actions: puts, resources: [this.arn] },
      ...keyStatements(kmsKeyArn, ["kms:GenerateDataKey"]),
    ]);
    this.link = this.put.link;
    this.registerOutputs({ streamName: this.streamName });
  }
}
