import { defaults } from "../../platform/defaults.ts";
import { checkName, nameRules } from "../../platform/values/names.ts";
import { checkRoute } from "../../platform/values/route.ts";
import { checkSchedule, checkTimezone } from "../../platform/values/schedule.ts";
import { checkChoice, checkFileName, checkLine, type Question, quote } from "./question.ts";

const defaultRegion = "eu-west-1";

/** Asked for every kind of service. */
export const common = (describe: (name: string) => string): readonly Question[] => [
  {
    name: "name",
    message: "Name of the service (users-api):",
    help: "the service's name and folder: 3 to 32 lower-case letters, digits and hyphens",
    required: true,
    check: (value) => checkFileName("service", value),
  },
  {
    name: "owner",
    message: "Team that owns it (payments):",
    help: "the team that owns it, as in the catalogue",
    required: true,
    check: (value) => checkName("owner", value),
  },
  {
    name: "description",
    message: "What it does, in a line:",
    help: "what it does, in one line of up to 200 characters",
    fallback: (told) => describe(told.name ?? "the service"),
    check: (value) => checkLine(value, 200),
    read: (value) => value.trim().replaceAll(/\s+/g, " "),
  },
  {
    name: "region",
    message: "AWS region:",
    help: "AWS region of every stage; each Pulumi.<stage>.yaml can change it later",
    fallback: () => defaultRegion,
    check: (value) =>
      /^[a-z]{2}(-[a-z]+)+-[1-9]$/.test(value)
        ? []
        : [`${quote(value)} isn't the code of an AWS region; give one such as eu-west-1.`],
  },
];

export const path: Question = {
  name: "path",
  message: "Path of its resource:",
  help: "path of its resource, such as /orders; default: from the name",
  fallback: (told) => `/${(told.name ?? "items").replace(/(?<=.)-api$/, "")}`,
  check: (value) => {
    const problems = /^(\/[A-Za-z0-9][A-Za-z0-9._~-]*)+$/.test(value)
      ? checkRoute(`GET ${value}/{id}`)
      : [
          `${quote(value)} isn't a path of plain segments; give one such as /orders or /shop/orders. ` +
            "Parameters are added to the routes in index.ts afterwards.",
        ];
    return value.length > 40
      ? [...problems, `It has ${value.length} characters; up to 40 are allowed.`]
      : problems;
  },
};

/** What stands before the functions of a gateway; a new one is a row here and a folder in templates/gateway. */
const apis = {
  http: "routes of an API Gateway HTTP API, a function for each",
  rest: "a REST API: API keys, usage plans, request validation",
  alb: "rules of an Application Load Balancer, which costs by the hour; needs a certificate",
  url: "one function behind a URL of its own, which streams its answers",
} as const;

export const api: Question = {
  name: "api",
  message: "What stands before its functions:",
  help: `what stands before its functions: ${Object.keys(apis).join(", ")}; default: http`,
  choices: apis,
  fallback: () => "http",
  check: checkChoice("API", apis),
};

export const table: Question = {
  name: "table",
  message: "DynamoDB table to keep items in (a name such as users, or none):",
  help: "name of a DynamoDB table to keep items in; default: none",
  only: { question: "api", values: ["http"], reason: (api) => `The API ${api} is made without a table` },
  fallback: () => "none",
  check: (value) => (value === "none" ? [] : checkName("part", value)),
  read: (value) => (value === "none" ? undefined : value),
};

export const certificate: Question = {
  name: "certificate",
  message: "ARN of the certificate (ACM) for its host name:",
  help: "ARN of an ACM certificate for the host name of a load balancer, in its region; with --api alb",
  required: true,
  only: { question: "api", values: ["alb"], reason: (api) => `The API ${api} needs no certificate` },
  check: (value, { region = defaultRegion }) => {
    const [, own] = /^arn:aws[\w-]*:acm:([\w-]+):[0-9]{12}:certificate\/[\w-]+$/.exec(value) ?? [];
    if (own === undefined)
      return [
        `${quote(value)} isn't the ARN of a certificate; give one such as ` +
          "arn:aws:acm:eu-west-1:123456789012:certificate/<id>, which `aws acm list-certificates` shows.",
      ];
    // Source: "Request a public certificate", where it says that a certificate is of one region.
    return own === region
      ? []
      : [`It is of ${own}, and a load balancer takes those of its own region; give one of ${region}.`];
  },
};

/** Sources of an event service; a new one is a row here and a folder in templates/event. */
export const sources = {
  sqs: "messages of an SQS queue, in batches, with a dead-letter queue",
  "sqs-fifo": "messages of an SQS FIFO queue, in order within each message group",
  kinesis: "records of a Kinesis stream, in order of each partition key",
  dynamodb: "changes of a DynamoDB table's items, in order of each item",
  sns: "messages of an SNS topic, through a queue",
  eventbridge: "events of a bus that fit a pattern",
  s3: "what happens to the objects of an S3 bucket",
  iot: "messages of devices that an IoT rule selects",
  codecommit: "changes of a CodeCommit repository's branches",
  alarm: "CloudWatch alarms that go off or are over",
  cognito: "sign-ups of a Cognito user pool, which waits for the answer",
} as const;

export const source: Question = {
  name: "source",
  message: "Where its events come from:",
  help: `where its events come from: ${Object.keys(sources).join(", ")}`,
  choices: sources,
  fallback: () => "sqs",
  check: checkChoice("source", sources),
};

/** Sources that deliver in batches; every other one event at a time. */
const batched: readonly string[] = [
  "sqs",
  "sqs-fifo",
  "kinesis",
  "dynamodb",
  "sns",
] satisfies (keyof typeof sources)[];

export const batchSize: Question = {
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

export const schedule: Question = {
  name: "schedule",
  message: "When it runs, such as rate(5 minutes) or cron(0 2 * * ? *):",
  help: 'when it runs: "rate(5 minutes)" or "cron(0 2 * * ? *)", as EventBridge Scheduler reads them',
  required: true,
  check: (value) =>
    /^(rate|cron)\(/.test(value)
      ? checkSchedule(value)
      : [`${quote(value)} isn't a schedule; give rate(5 minutes) or cron(0 2 * * ? *), for example.`],
};

export const timezone: Question = {
  name: "timezone",
  message: `Time zone of a cron expression (Enter: the platform's default, now ${defaults.cron.timezone}):`,
  help: "time zone of a cron expression, such as Europe/Berlin; default: the platform's",
  check: checkTimezone,
};

/** How the steps of a pipeline are joined; a new way is a row here and a folder in templates/pipeline. */
export const joints = {
  "state-machine": "a Step Functions state machine with a function for each step",
  queues: "a queue before each step: cheaper in volume, without branches and a history of each run",
} as const;

export const joined: Question = {
  name: "joined",
  message: "How its steps are joined:",
  help: `how its steps are joined: ${Object.keys(joints).join(", ")}; default: state-machine`,
  choices: joints,
  fallback: () => "state-machine",
  check: checkChoice("way to join steps", joints),
};

const maxStep = nameRules.part.max - "flow-to-".length;

export const steps: Question = {
  name: "steps",
  message: "Its steps, in order:",
  help: "its steps in order, 2 to 9 names with commas between; default: validate,process,notify",
  fallback: () => "validate,process,notify",
  check: (value) => {
    const names = split(value);
    const problems = names.flatMap((step) => checkFileName("part", step));
    // More would make index.ts longer than a page; a pipeline of more steps is written there, or in two.
    if (names.length < 2 || names.length > 9)
      problems.push(`${names.length} step(s) given; 2 to 9 are allowed, with commas between.`);
    // The queue of a step is called `flow-to-<step>`, its function `flow-<step>`: both have to be components' names.
    for (const step of names.filter((one) => one.length > maxStep))
      problems.push(`The step ${quote(step)} has ${step.length} characters; up to ${maxStep} are allowed.`);
    if (names.includes("schema"))
      problems.push('"schema" names the file of the input\'s schema; choose another name.');
    const twice = new Set(names.filter((step, i) => step && names.indexOf(step) !== i));
    for (const step of twice)
      problems.push(`The step ${quote(step)} is given more than once; each needs a name of its own.`);
    return [...new Set(problems)];
  },
  read: (value) => split(value),
};

const split = (value: string): string[] => value.split(",").map((step) => step.trim());
