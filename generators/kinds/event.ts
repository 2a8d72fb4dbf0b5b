import { common } from "./common.ts";
import { checkChoice, type Question, quote } from "./question.ts";
import { choicesOf, type KindSpec, type Variant } from "./spec.ts";

interface EventVariant extends Variant {
  /** Whether the source delivers in batches; others deliver one event at a time. */
  readonly batched?: true;
}

/** The sources of events. */
const variants = {
  sqs: {
    makes: "messages of an SQS queue, in batches, with a dead-letter queue",
    batched: true,
    shared: ["common-messages"],
  },
  "sqs-fifo": {
    makes: "messages of an SQS FIFO queue, in order within each message group",
    batched: true,
    shared: ["common-messages"],
  },
  kinesis: { makes: "records of a Kinesis stream, in order of each partition key", batched: true },
  dynamodb: { makes: "changes of a DynamoDB table's items, in order of each item", batched: true },
  sns: {
    makes: "messages of an SNS topic, through a queue",
    batched: true,
    shared: ["common-messages"],
  },
  eventbridge: { makes: "events of a bus that fit a pattern", shared: ["common-events"] },
  s3: { makes: "what happens to the objects of an S3 bucket", shared: ["common-events"] },
  iot: { makes: "messages of devices that an IoT rule selects", shared: ["common-events"] },
  codecommit: { makes: "changes of a CodeCommit repository's branches", shared: ["common-events"] },
  alarm: { makes: "CloudWatch alarms that go off or are over" },
  cognito: { makes: "sign-ups of a Cognito user pool, which waits for the answer" },
} satisfies Record<string, EventVariant>;

const sources = choicesOf(variants);

const source: Question = {
  name: "source",
  message: "Where its events come from:",
  help: `where its events come from: ${Object.keys(sources).join(", ")}`,
  choices: sources,
  fallback: () => "sqs",
  check: checkChoice("source", sources),
};

const batched = Object.entries<EventVariant>(variants).flatMap(([name, row]) => (row.batched ? [name] : []));

const batchSize: Question = {
  name: "batchSize",
  message: "Messages per invocation, 1 to 10 (Enter: the platform's default):",
  help: `most messages per invocation, 1 to 10, of ${batched.join(", ")}; default: the platform's`,
  only: {
    question: "source",
    values: batched,
    reason: (source) => `The source ${source} delivers one event at a time`,
  },
  // Larger batches need a batch window (AWS: "CreateEventSourceMapping", BatchSize): a decision for index.ts.
  check: (value) =>
    /^([1-9]|10)$/.test(value) ? [] : [`${quote(value)} given; whole numbers from 1 to 10 are allowed.`],
  read: Number,
};

export const event: KindSpec = {
  title: "Event consumer",
  description: "one handler for the messages of a source, retried and redriven",
  questions: [...common((name) => `Consumer of ${name}`), source, batchSize],
  variants,
  variant: ({ source }) => String(source),
};
