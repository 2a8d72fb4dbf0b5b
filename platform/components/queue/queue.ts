import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createAlarm } from "../../core/alarm.ts";
import { Component, nameOf, type Transform } from "../../core/component.ts";
import type { DestinationTarget, Receiver } from "../../core/destination.ts";
import { keyStatements, refuseKeyByTransform, senderKeyActions } from "../../core/key.ts";
import { type Link, type Linkable, linkWith } from "../../core/link.ts";
import { perProgram } from "../../core/per-program.ts";
import { queuePolicy, type Sender } from "../../core/policy.ts";
import type { Defaults } from "../../settings.ts";
import { type ConstantCase, constantCase, deadLetterSuffix } from "../../values/names.ts";
import { ValueError } from "../../values/problems.ts";
import { fifoInputs, type QueueArgs, queueProblems } from "./args.ts";

type QueueVariable<N extends string> = `${ConstantCase<N>}_QUEUE_URL`;

/**
 * An SQS queue with a dead-letter queue of its kind: encrypted, TLS only, alarms on dead letters and on messages that
 * wait for too long. A link to it allows sending. Delivery is at least once, in no particular order; of a FIFO queue
 * in order within a message group.
 */
export class Queue<const N extends string = string>
  extends Component
  implements Linkable<QueueVariable<N>>, Receiver<"queue">
{
  /** The queue. */
  readonly queue: aws.sqs.Queue;
  /** Gets messages after `maxReceiveCount` receives. */
  readonly deadLetterQueue: aws.sqs.Queue;
  readonly arn: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;
  readonly deadLetterUrl: pulumi.Output<string>;
  /** Lets a function send messages. */
  readonly send: Linkable<QueueVariable<N>>;
  readonly link: Link<QueueVariable<N>>;
  /** A key of the account's own; undefined where SQS's own encrypts. */
  readonly kmsKeyArn: pulumi.Input<string> | undefined;
  readonly visibilityTimeout: number | undefined;
  readonly fifo: boolean;

  constructor(name: N, args: QueueArgs = {}, options: pulumi.ComponentResourceOptions = {}) {
    const { retention, maxReceiveCount, kmsKeyArn, senders, fifo = false } = args;
    super("Queue", name, options, { args: { queue: { retention, maxReceiveCount } } });
    this.refuse(queueProblems(args));
    const { queue: settings, alarms } = this.settings;

    const dead = { transform: args.transform?.deadLetterQueue, senders, kmsKeyArn, fifo };
    this.deadLetterQueue = createDeadLetterQueue(this, name, { queue: settings, alarms }, dead);
    this.queue = createSecureQueue(
      `${name}-queue`,
      this.part(args.transform?.queue, {
        name: nameOf("queue", name, fifo ? ".fifo" : ""),
        ...fifoInputs(args),
        ...encryption(settings, kmsKeyArn),
        messageRetentionSeconds: settings.retention,
        visibilityTimeoutSeconds: args.visibilityTimeout,
        delaySeconds: args.delay,
        maxMessageSize: args.maxMessageSize,
        redrivePolicy: pulumi.jsonStringify({
          deadLetterTargetArn: this.deadLetterQueue.arn,
          maxReceiveCount: settings.maxReceiveCount,
        }),
      }),
      { senders, kmsKeyArn },
    );
    new aws.sqs.RedriveAllowPolicy(
      `${name}-redrive-allow`,
      {
        queueUrl: this.deadLetterQueue.url,
        redriveAllowPolicy: pulumi.jsonStringify({
          redrivePermission: "byQueue",
          sourceQueueArns: [this.queue.arn],
        }),
      },
      { parent: this },
    );
    createAlarm(
      `${name}-oldest-message`,
      {
        description: `Messages wait for too long in the queue ${name}: see the runbook in the service's README.`,
        namespace: "AWS/SQS",
        metric: "ApproximateAgeOfOldestMessage",
        statistic: "Maximum",
        dimensions: { QueueName: this.queue.name },
        threshold: alarms.oldestMessage,
      },
      alarms,
      { parent: this },
    );

    this.arn = this.queue.arn;
    this.url = this.queue.url;
    this.deadLetterUrl = this.deadLetterQueue.url;
    this.visibilityTimeout = args.visibilityTimeout;
    this.fifo = fifo;
    this.kmsKeyArn = kmsKeyArn;
    this.send = linkWith(`${constantCase(name)}_QUEUE_URL`, this.url, [
      { actions: ["sqs:SendMessage"], resources: [this.arn] },
      ...keyStatements(kmsKeyArn, senderKeyActions),
    ]);
    this.link = this.send.link;
    this.registerOutputs({ url: this.url, deadLetterUrl: this.deadLetterUrl });
  }

  asDestination(): DestinationTarget<"queue"> {
    const { arn, url, fifo } = this;
    return { kind: "queue", arn, statements: this.send.link.statements, fifo, queueUrl: url };
  }
}

/** Names of the program's dead-letter queues. */
const taken = perProgram(() => new Set<string>());

/**
 * Refuses a second dead-letter queue of one name: SQS would return the one that is there, and two components would share
 * it unnoticed.
 */
function claim(name: string): void {
  const names = taken();
  if (names.has(name))
    throw new ValueError(
      [`its name: another component called ${name} has a dead-letter queue too; rename one of them.`],
      `The component "${name}" of service ${pulumi.getProject()}`,
    );
  names.add(name);
}

interface SecureOptions {
  /** AWS services that may send: into a dead-letter queue what they can't deliver. */
  readonly senders?: readonly Sender[];
  /** Default: SQS's own key. */
  readonly kmsKeyArn?: pulumi.Input<string>;
}

interface DeadLetterOptions extends SecureOptions {
  readonly transform?: Transform<aws.sqs.QueueArgs>;
  /** Dead letters of a FIFO queue need a FIFO queue. Default: false. */
  readonly fifo?: boolean;
}

/** A dead-letter queue for a component: kept as long as SQS keeps anything, with an alarm on the first message. */
export function createDeadLetterQueue(
  parent: Component,
  name: string,
  settings: Pick<Defaults, "queue" | "alarms">,
  options: DeadLetterOptions = {},
): aws.sqs.Queue {
  const { transform, fifo = false, ...secure } = options;
  claim(name);
  const queue = createSecureQueue(
    `${name}${deadLetterSuffix}`,
    parent.part(transform, {
      name: nameOf("queue", name, fifo ? `${deadLetterSuffix}.fifo` : deadLetterSuffix),
      ...(fifo && { fifoQueue: true }),
      ...encryption(settings.queue, secure.kmsKeyArn),
      messageRetentionSeconds: settings.queue.deadLetterRetention,
    }),
    secure,
  );
  createAlarm(
    `${name}-dead-letters`,
    {
      description: `Messages wait in the dead-letter queue of ${name}: see the runbook in the service's README.`,
      namespace: "AWS/SQS",
      metric: "ApproximateNumberOfMessagesVisible",
      statistic: "Maximum",
      dimensions: { QueueName: queue.name },
      threshold: settings.alarms.deadLetters,
    },
    settings.alarms,
    { parent },
  );
  return queue;
}

/** SQS's own key or the account's: a queue has one of them. */
const encryption = (
  { encrypted }: Defaults["queue"],
  kmsKeyArn: pulumi.Input<string> | undefined,
): Partial<aws.sqs.QueueArgs> =>
  kmsKeyArn === undefined ? { sqsManagedSseEnabled: encrypted } : { kmsMasterKeyId: kmsKeyArn };

/** A queue that refuses requests without TLS, and that AWS services may send to where they are named. */
function createSecureQueue(
  name: string,
  [args, options]: [aws.sqs.QueueArgs, pulumi.CustomResourceOptions],
  { senders, kmsKeyArn }: SecureOptions,
): aws.sqs.Queue {
  refuseKeyByTransform(
    `The queue "${name}" of service ${pulumi.getProject()}`,
    args.kmsMasterKeyId,
    kmsKeyArn,
    "give a Queue kmsKeyArn, and name that Queue in onFailure where a component would make its own",
  );
  const queue = new aws.sqs.Queue(name, args, options);
  new aws.sqs.QueuePolicy(
    `${name}-policy`,
    { queueUrl: queue.url, policy: queuePolicy(queue.arn, senders) },
    options.parent ? { parent: options.parent } : {},
  );
  return queue;
}
