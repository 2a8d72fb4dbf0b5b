import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component, nameOf, type Transform, whereOf } from "../../core/component.ts";
import type { DestinationTarget, Receiver } from "../../core/destination.ts";
import { keyStatements, kmsKeyProblems, refuseKeyByTransform, senderKeyActions } from "../../core/key.ts";
import { type Link, type Linkable, linkWith } from "../../core/link.ts";
import { type Sender, senderProblems, topicPolicy } from "../../core/policy.ts";
import { type ConstantCase, constantCase } from "../../values/names.ts";
import { checkKeys, ValueError } from "../../values/problems.ts";
import { topicKeyPolicy } from "./key.ts";

interface CommonTopicArgs {
  /**
   * AWS services that may publish, such as alarms. They can't use SNS's own key, so the topic gets a key of its own,
   * which KMS charges for by the month.
   */
  readonly senders?: readonly Sender[];
  /** A KMS key of your own, whose policy lets the senders use it. Default: SNS's own key, without charge by the month. */
  readonly kmsKeyArn?: pulumi.Input<string>;
  readonly transform?: {
    readonly topic?: Transform<aws.sns.TopicArgs>;
    readonly policy?: Transform<aws.sns.TopicPolicyArgs>;
    readonly key?: Transform<aws.kms.KeyArgs>;
  };
}

export type TopicArgs = CommonTopicArgs &
  (
    | {
        /** Order and no duplicates within a message group; delivers to queues alone. Default: false, a standard topic. */
        readonly fifo: true;
        /** Two messages of one body within five minutes are one. Default: false: publishers give each an id. */
        readonly contentBasedDeduplication?: boolean;
        /** Throughput and deduplication by message group rather than by topic. Default: false. */
        readonly highThroughput?: boolean;
      }
    | {
        readonly fifo?: false;
        readonly contentBasedDeduplication?: undefined;
        readonly highThroughput?: undefined;
      }
  );

type TopicVariable<N extends string> = `${ConstantCase<N>}_TOPIC_ARN`;

/**
 * An SNS topic: encrypted, TLS only, published to by linked functions only. An `Event` with the source "sns"
 * subscribes to it. A link to it allows publishing.
 */
export class Topic<const N extends string = string>
  extends Component
  implements Linkable<TopicVariable<N>>, Receiver<"topic">
{
  /** The topic. */
  readonly topic: aws.sns.Topic;
  /** Refuses requests without TLS; lets the senders publish. */
  readonly policy: aws.sns.TopicPolicy;
  /** A key that the senders may use; undefined where there are none, or where the key is given. */
  readonly key: aws.kms.Key | undefined;
  readonly arn: pulumi.Output<string>;
  /** Lets a function publish messages. */
  readonly publish: Linkable<TopicVariable<N>>;
  readonly link: Link<TopicVariable<N>>;
  readonly fifo: boolean;

  constructor(name: N, args: TopicArgs = {}, options: pulumi.ComponentResourceOptions = {}) {
    super("Topic", name, options);
    checkTopic(name, args);
    const { transform = {}, senders = [], fifo = false } = args;
    this.fifo = fifo;
    this.key =
      args.kmsKeyArn === undefined && senders.length > 0
        ? new aws.kms.Key(
            `${name}-key`,
            ...this.part(transform.key, {
              description: `Encrypts messages of the topic ${nameOf("topic", name)}`,
              enableKeyRotation: true,
              policy: topicKeyPolicy(senders),
            }),
          )
        : undefined;
    const key = args.kmsKeyArn ?? this.key?.arn;
    const [topicArgs, topicOptions] = this.part<aws.sns.TopicArgs>(transform.topic, {
      name: nameOf("topic", name, fifo ? ".fifo" : ""),
      kmsMasterKeyId: key ?? "alias/aws/sns",
      // SHA-256 rather than SHA-1.
      signatureVersion: 2,
      ...(fifo && {
        fifoTopic: true,
        contentBasedDeduplication: args.contentBasedDeduplication ?? false,
        fifoThroughputScope: args.highThroughput ? "MessageGroup" : "Topic",
      }),
    });
    refuseKeyByTransform(whereOf("Topic", name), topicArgs.kmsMasterKeyId, key);
    this.topic = new aws.sns.Topic(`${name}-topic`, topicArgs, topicOptions);
    this.arn = this.topic.arn;
    this.policy = new aws.sns.TopicPolicy(
      `${name}-policy`,
      ...this.part(transform.policy, { arn: this.arn, policy: topicPolicy(this.arn, senders) }),
    );

    this.publish = linkWith(`${constantCase(name)}_TOPIC_ARN`, this.arn, [
      { actions: ["sns:Publish"], resources: [this.arn] },
      // SNS's own key may be used with the topic.
      ...keyStatements(key, senderKeyActions),
    ]);
    this.link = this.publish.link;
    this.registerOutputs({ arn: this.arn });
  }

  asDestination(): DestinationTarget<"topic"> {
    return { kind: "topic", arn: this.arn, statements: this.publish.link.statements, fifo: this.fifo };
  }
}

function checkTopic(name: string, args: TopicArgs): void {
  const { transform = {}, fifo, senders = [] } = args;
  const problems = [
    ...checkKeys(args, [
      "fifo",
      "contentBasedDeduplication",
      "highThroughput",
      "senders",
      "kmsKeyArn",
      "transform",
    ]),
    ...checkKeys(transform, ["topic", "policy", "key"], "transform."),
    ...kmsKeyProblems(args.kmsKeyArn),
    ...senderProblems(args.senders),
    ...(fifo
      ? []
      : (["contentBasedDeduplication", "highThroughput"] as const)
          .filter((key) => args[key] !== undefined)
          .map((key) => `${key}: only a FIFO topic has it; add fifo: true, or leave it out.`)),
    ...(transform.key && (senders.length === 0 || args.kmsKeyArn !== undefined)
      ? ["transform.key: the topic has a key of its own only with senders and without kmsKeyArn."]
      : []),
  ];
  if (problems.length > 0) throw new ValueError(problems, whereOf("Topic", name));
}
