import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Defaults } from "../../../settings.ts";
import type { FieldPattern } from "../../../values/patterns/event-pattern.ts";
import { checkFilterPolicy, filterScopes } from "../../../values/patterns/sns-filter.ts";
import { checkKnown, checkOneOf, shown } from "../../../values/problems.ts";
import { invokePermission } from "../../function/permission.ts";
import { Queue } from "../../queue/queue.ts";
import { Topic } from "../../topic/topic.ts";
import {
  type QueueOptions,
  type QueueParts,
  type queueOptions,
  queueParts,
  type Scaling,
} from "./shared/queue-source.ts";
import type { Prepared, SourceContext, SourceKind } from "./shared/source.ts";
import { createUndeliveredQueue } from "./shared/undelivered.ts";
import { sqs, visibilityTimeout } from "./sqs.ts";
import { sqsFifo } from "./sqs-fifo.ts";

interface CommonOptions {
  readonly type: "sns";
  /** A `Topic` made elsewhere in the program, or the ARN of one elsewhere. Default: one of its own. */
  readonly topic?: Topic | `arn:${string}`;
  /** Messages to handle: each key is an attribute, which must have one of the values. Default: all of them. */
  readonly filter?: FieldPattern;
  /** Where the filter looks: attributes, or the fields of a JSON body. Default: SNS's own, `MessageAttributes`. */
  readonly filterScope?: (typeof filterScopes)[number];
}

/** Between the topic and the function: what waits there can be counted, slowed down and redriven. */
type QueueThrough = Omit<QueueOptions, "queue"> &
  Scaling & {
    readonly through?: "queue";
    /** True: the queue's message is that of SNS, attributes included. False: inside of SNS's JSON. Default: true. */
    readonly raw?: boolean;
    /** Messages in a batch, 1 to 10,000; of a FIFO topic 1 to 10. Default: `defaults.event.batchSize`. */
    readonly batchSize?: number;
    /** Seconds to wait for a full batch, 0 to 300; not of a FIFO topic. Default: `defaults.event.batchWindow`. */
    readonly batchWindow?: number;
  };

/** SNS invokes the function itself, asynchronously: each message once, immediately, in SNS's JSON. */
type DirectThrough = { readonly through: "direct" } & { readonly [K in QueueOnly]?: undefined };

/** Messages of a topic: delivered at least once, in no particular order; of a FIFO topic in order within a group. */
export type SnsSource = CommonOptions & (QueueThrough | DirectThrough);

export interface SnsParts extends Partial<QueueParts> {
  readonly subscription: aws.sns.TopicSubscription;
  readonly topicArn: pulumi.Output<string>;
  /** The topic; undefined where only its ARN is given. */
  readonly topic?: Topic;
  readonly permission?: aws.lambda.Permission;
  /** The dead-letter queue, for messages that SNS could not deliver. */
  readonly undeliveredUrl: pulumi.Output<string>;
}

/** Options that only a queue has. */
const queueOnly = [
  "raw",
  "batchSize",
  "batchWindow",
  "maxReceiveCount",
  "maximumConcurrency",
  "pollers",
  "filters",
  "metrics",
  "enabled",
] as const satisfies readonly ("raw" | "batchSize" | "batchWindow" | (typeof queueOptions)[number])[];
type QueueOnly = (typeof queueOnly)[number];

export const sns: SourceKind<SnsSource, SnsParts> = {
  options: ["topic", "filter", "filterScope", "through", ...queueOnly],
  parts: ["topic", "subscription", "permission", ...queueParts],
  partsOf: ({ topic, through }) => [
    ...(topic === undefined ? (["topic"] as const) : []),
    "subscription",
    ...(through === "direct" ? (["permission"] as const) : queueParts),
  ],
  overlay: ({ batchSize, batchWindow, maximumConcurrency, maxReceiveCount }) => ({
    event: { batchSize, batchWindow, maximumConcurrency },
    queue: { maxReceiveCount },
  }),
  problems: (source, settings) => [
    ...topicProblems(source),
    ...checkOneOf("source.through", source.through, ["queue", "direct"]),
    ...checkOneOf("source.filterScope", source.filterScope, filterScopes),
    ...(source.filter === undefined
      ? []
      : checkKnown("source.filter", source.filter, () =>
          checkFilterPolicy(source.filter, source.filterScope ?? "MessageAttributes", "source.filter"),
        )),
    ...(source.filter === undefined && source.filterScope !== undefined
      ? ["source.filterScope: there is no filter; add one, or leave it out."]
      : []),
    ...(source.through === "direct" ? directProblems(source) : throughQueueProblems(source, settings)),
  ],
  prepare(source, context) {
    const { component, name, transform } = context;
    const topic =
      source.topic ?? new Topic(name, { transform: { topic: transform.topic } }, { parent: component });
    return source.through === "direct"
      ? direct(topic, source, context)
      : throughQueue(topic, source, context);
  },
};

function throughQueue(
  topic: Topic | string,
  source: Extract<SnsSource, { through?: "queue" }>,
  context: SourceContext,
): Prepared<SnsParts> {
  const { component, name, settings, transform } = context;
  const { event, queue: queueSettings, function: fn } = settings;
  const topicArn = arnOf(topic);
  const fifo = isFifo(topic);
  const { raw = true, maxReceiveCount, batchSize, ...rest } = source;
  const common = {
    senders: [{ principal: "sns.amazonaws.com", sourceArn: topicArn }],
    maxReceiveCount,
    transform: { queue: transform.queue, deadLetterQueue: transform.deadLetterQueue },
  } as const;
  const queue = fifo
    ? new Queue(
        name,
        { ...common, fifo, visibilityTimeout: queueSettings.visibilityTimeoutFactor * fn.timeout },
        { parent: component },
      )
    : new Queue(name, { ...common, visibilityTimeout: visibilityTimeout(settings) }, { parent: component });
  const { topic: _topic, filter: _filter, filterScope: _scope, through: _through, ...polled } = rest;
  const prepared = fifo
    ? sqsFifo.prepare({ ...polled, type: "sqs-fifo", queue, batchSize }, context)
    : sqs.prepare({ ...polled, type: "sqs", queue, batchSize: event.batchSize }, context);
  return {
    ...prepared,
    connect(target) {
      const parts = prepared.connect(target);
      const subscription = new aws.sns.TopicSubscription(
        `${name}-subscription`,
        ...component.part(
          transform.subscription,
          {
            topic: topicArn,
            protocol: "sqs",
            endpoint: queue.arn,
            rawMessageDelivery: raw,
            ...filterArgs(source),
            redrivePolicy: redrive(queue.deadLetterQueue.arn),
          },
          // The very first message finds a queue that takes it.
          { dependsOn: [queue] },
        ),
      );
      return { ...parts, ...topicParts(topic), subscription, undeliveredUrl: queue.deadLetterUrl };
    },
  };
}

function direct(topic: Topic | string, source: SnsSource, context: SourceContext): Prepared<SnsParts> {
  const { component, name, transform } = context;
  const topicArn = arnOf(topic);
  const sender = { principal: "sns.amazonaws.com", sourceArn: topicArn } as const;
  return {
    invocation: "async",
    senders: [sender],
    connect(fn) {
      const undelivered = createUndeliveredQueue(fn, context, [sender]);
      const permission = new aws.lambda.Permission(
        `${name}-permission`,
        ...component.part(transform.permission, invokePermission(fn, sender.principal, topicArn)),
      );
      const subscription = new aws.sns.TopicSubscription(
        `${name}-subscription`,
        ...component.part(
          transform.subscription,
          {
            topic: topicArn,
            protocol: "lambda",
            endpoint: fn.target.arn,
            ...filterArgs(source),
            redrivePolicy: redrive(undelivered.arn),
          },
          { dependsOn: [permission] },
        ),
      );
      return { ...topicParts(topic), subscription, permission, undeliveredUrl: undelivered.url };
    },
  };
}

const redrive = (deadLetterTargetArn: pulumi.Output<string>) => pulumi.jsonStringify({ deadLetterTargetArn });

const arnOf = (topic: Topic | string): pulumi.Output<string> =>
  typeof topic === "string" ? pulumi.output(topic) : topic.arn;

const isFifo = (topic: Topic | string | undefined): boolean =>
  typeof topic === "string" ? topic.endsWith(".fifo") : (topic?.fifo ?? false);

const topicParts = (topic: Topic | string) => ({
  topicArn: arnOf(topic),
  ...(typeof topic === "string" ? {} : { topic }),
});

function filterArgs({ filter, filterScope }: CommonOptions): Partial<aws.sns.TopicSubscriptionArgs> {
  if (filter === undefined) return {};
  return { filterPolicy: JSON.stringify(filter), filterPolicyScope: filterScope ?? "MessageAttributes" };
}

function topicProblems({ topic }: { readonly topic?: unknown }): string[] {
  if (topic === undefined || topic instanceof Topic) return [];
  return typeof topic === "string" && /^arn:[^:]+:sns:[^:]+:\d{12}:[\w-]+(\.fifo)?$/.test(topic)
    ? []
    : [`source.topic: ${shown(topic)} given; a Topic, or the ARN of one, is expected.`];
}

function directProblems(source: SnsSource): string[] {
  return [
    ...queueOnly
      .filter((key) => source[key] !== undefined)
      .map((key) => `source.${key}: only a queue has it; leave it out, or through: "direct".`),
    ...(isFifo(source.topic) ? ["source.through: a FIFO topic delivers to queues alone; leave it out."] : []),
  ];
}

function throughQueueProblems(
  source: Extract<SnsSource, { through?: "queue" }>,
  settings: Defaults,
): string[] {
  const { topic, filter: _filter, filterScope: _scope, through: _through, raw: _raw, ...polled } = source;
  // The queue is always its own, whatever is given.
  const own = { queue: undefined };
  if (!isFifo(topic)) return sqs.problems({ ...polled, ...own, type: "sqs" }, settings);
  const { batchWindow, ...fifo } = polled;
  return [
    ...(batchWindow === undefined
      ? []
      : ["source.batchWindow: the queue of a FIFO topic has none; leave it out."]),
    ...sqsFifo.problems({ ...fifo, ...own, type: "sqs-fifo" }, settings),
  ];
}
