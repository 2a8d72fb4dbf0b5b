import type { Kind } from "../../platform/defaults.ts";
import type { Answer, Question } from "./question.ts";
import {
  api,
  batchSize,
  certificate,
  common,
  joined,
  joints,
  path,
  schedule,
  source,
  sources,
  steps,
  table,
  timezone,
} from "./questions.ts";

export type { Kind };

/** Complete answers about one service: names of questions to what was read from their text. */
export type Answers = Readonly<Record<string, Answer>>;

/** Everything the generator knows about a kind of service. */
export interface KindSpec {
  readonly title: string;
  readonly description: string;
  readonly questions: readonly Question[];
  /** Folders in templates/<kind>, each a whole service of its own, to what they make. */
  readonly variants: Readonly<Record<string, string>>;
  /** The folder that these answers ask for. */
  readonly variant: (answers: Answers) => string;
}

const kinds = {
  gateway: {
    title: "HTTP API",
    description: "requests over HTTP, answered by functions",
    questions: [...common((name) => `HTTP API ${name}`), api, path, table, certificate],
    variants: {
      http: "one route that answers from its input alone",
      "http-table": "create, read and list items of a DynamoDB table",
      rest: "one route behind API keys, a usage plan and request validation",
      alb: "one route of a load balancer of its own, in the default VPC",
      url: "an export that is streamed through a function URL",
    },
    variant: ({ api, table }) => (api === "http" && table ? "http-table" : String(api)),
  },
  event: {
    title: "Event consumer",
    description: "one handler for the messages of a source, retried and redriven",
    questions: [...common((name) => `Consumer of ${name}`), source, batchSize],
    variants: sources,
    variant: (answers) => String(answers.source),
  },
  cron: {
    title: "Scheduled job",
    description: "one handler that runs by a rate or a cron expression",
    questions: [...common((name) => `Scheduled job ${name}`), schedule, timezone],
    variants: { schedule: "by a rate or a cron expression" },
    variant: () => "schedule",
  },
  pipeline: {
    title: "Pipeline",
    description: "steps in order, as a Step Functions state machine or joined by queues",
    questions: [...common((name) => `Pipeline ${name}`), joined, steps],
    variants: joints,
    variant: (answers) => String(answers.joined),
  },
} satisfies Record<Kind, KindSpec>;

export const kindNames = Object.keys(kinds) as readonly Kind[];

export const isKind = (value: string): value is Kind => Object.hasOwn(kinds, value);

/** The row of a kind, without the literal types of the table. */
export const specOf = (kind: Kind): KindSpec => kinds[kind];
