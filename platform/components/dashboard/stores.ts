import { isDeadLetterName } from "../../values/names.ts";
import { type Metric, red, type Section, type Shown } from "./chart.ts";

/** The delay of functions that read streams. */
export function streamSections(mappings: readonly Shown[]): Section[] {
  return mappings
    .filter(({ values }) => /:(kinesis|dynamodb):/.test(String(values.eventSourceArn)))
    .map(({ values }) => {
      // A name, an ARN, either with an alias.
      const name = String(values.functionName)
        .replace(/^arn:.*:function:/, "")
        .split(":")[0];
      const stream = String(values.eventSourceArn).split("/").slice(0, 2).at(-1);
      return {
        heading: `## Stream ${stream} to ${name}`,
        charts: [
          {
            title: "Age of the last record read, ms",
            stat: "Maximum",
            metrics: [["AWS/Lambda", "IteratorAge", { FunctionName: name }]],
          },
        ],
      };
    });
}

export function kinesisSection({ values: { name } }: Shown): Section {
  const of = { StreamName: name };
  return {
    heading: `## Stream ${name}`,
    charts: [
      {
        title: "Records in, throttled writes",
        stat: "Sum",
        metrics: [
          ["AWS/Kinesis", "IncomingRecords", of],
          ["AWS/Kinesis", "WriteProvisionedThroughputExceeded", of, { color: red }],
        ],
      },
      { title: "Bytes in", stat: "Sum", metrics: [["AWS/Kinesis", "IncomingBytes", of]] },
    ],
  };
}

/** Each queue with its dead letters; dead-letter queues of no queue (failed events of functions) share one chart. */
export function queueSections(queues: readonly Shown[]): Section[] {
  const deadLetterArn = ({ values }: Shown): unknown =>
    typeof values.redrivePolicy === "string"
      ? JSON.parse(values.redrivePolicy).deadLetterTargetArn
      : undefined;
  const deadArns = queues.map(deadLetterArn);
  const isDead = (queue: Shown) =>
    deadArns.includes(queue.values.arn) || isDeadLetterName(String(queue.values.name));
  const visible = (queue: Shown): Metric => [
    "AWS/SQS",
    "ApproximateNumberOfMessagesVisible",
    { QueueName: queue.values.name },
  ];
  const live = queues.filter((queue) => !isDead(queue));
  const paired = new Set<Shown>();
  const sections = live.map((queue): Section => {
    const dead = queues.filter((other) => other.values.arn === deadLetterArn(queue));
    for (const one of dead) paired.add(one);
    const of = { QueueName: queue.values.name };
    return {
      heading: `## Queue ${queue.values.name}`,
      charts: [
        {
          title: "Messages waiting, in flight",
          stat: "Maximum",
          metrics: [visible(queue), ["AWS/SQS", "ApproximateNumberOfMessagesNotVisible", of]],
        },
        {
          title: "Age of the oldest message, s",
          stat: "Maximum",
          metrics: [["AWS/SQS", "ApproximateAgeOfOldestMessage", of]],
        },
        ...(dead.length > 0 ? [{ title: "Dead letters", stat: "Maximum", metrics: dead.map(visible) }] : []),
      ],
    };
  });
  const others = queues.filter((queue) => isDead(queue) && !paired.has(queue));
  if (others.length === 0) return sections;
  const failed = { title: "Dead letters", stat: "Maximum", metrics: others.map(visible) };
  return [...sections, { heading: "## Failed asynchronous events", charts: [failed] }];
}

export function tableSection({ values: { name } }: Shown): Section {
  const of = { TableName: name };
  const operations = ["GetItem", "PutItem", "UpdateItem", "Query"];
  return {
    heading: `## Table ${name}`,
    charts: [
      {
        title: "Throttled reads and writes",
        stat: "Sum",
        metrics: [
          ["AWS/DynamoDB", "ReadThrottleEvents", of],
          ["AWS/DynamoDB", "WriteThrottleEvents", of],
        ],
      },
      {
        title: "Latency by operation, ms (p99)",
        stat: "p99",
        metrics: operations.map((Operation) => [
          "AWS/DynamoDB",
          "SuccessfulRequestLatency",
          { ...of, Operation },
          { label: Operation },
        ]),
      },
    ],
  };
}
