import fc from "fast-check";
import { check } from "../../../generators/answers/problems.ts";
import { type Answers, type Kind, kindNames, specOf } from "../../../generators/kinds/index.ts";
import { isOpen, type Told } from "../../../generators/kinds/question.ts";
import { region } from "../../../platform/organisation.ts";
import { anyCharacter } from "../../support/any-character.ts";

/** Longest allowed name of a length. */
const long = (length: number, first = "a"): string => first + "b".repeat(length - 1);
const steps = Array.from({ length: 9 }, (_, i) => long(32, "abcdefghi"[i]!));

const certificate = `arn:aws:acm:${region}:123456789012:certificate/0a1b2c3d-0000-4000-8000-000000000000`;

/** One service of every kind and variant, as a team would make it. */
export const typical: readonly (readonly [Kind, Told])[] = [
  ["gateway", { name: "greetings", owner: "web" }],
  ["gateway", { name: "orders-api", owner: "payments", table: "orders" }],
  ["gateway", { name: "partner-greetings", owner: "web", api: "rest" }],
  ["gateway", { name: "shop-greetings", owner: "web", api: "alb", certificate }],
  ["gateway", { name: "order-export", owner: "payments", api: "url" }],
  ["event", { name: "order-events", owner: "payments", batchSize: "5" }],
  ["event", { name: "order-steps", owner: "payments", source: "sqs-fifo" }],
  ["event", { name: "climate", owner: "facilities", source: "kinesis", batchSize: "10" }],
  ["event", { name: "news-readers", owner: "web", source: "sns" }],
  ["event", { name: "copies", owner: "web", source: "eventbridge" }],
  ["event", { name: "thumbs", owner: "web", source: "s3" }],
  ["event", { name: "devices", owner: "web", source: "iot" }],
  ["event", { name: "pushes", owner: "web", source: "codecommit" }],
  ["event", { name: "alarm-log", owner: "ops", source: "alarm" }],
  ["event", { name: "members", owner: "web", source: "cognito" }],
  ["event", { name: "cart-history", owner: "web", source: "dynamodb", batchSize: "10" }],
  [
    "cron",
    { name: "nightly-report", owner: "finance", schedule: "cron(0 2 * * ? *)", timezone: "Europe/Berlin" },
  ],
  ["cron", { name: "heartbeat", owner: "ops", schedule: "rate(5 minutes)" }],
  ["pipeline", { name: "fulfilment", owner: "shop" }],
  ["pipeline", { name: "relay", owner: "shop", joined: "queues" }],
];

/** The first of each kind. */
export const firsts = typical.filter(([kind], i) => typical.findIndex(([other]) => other === kind) === i);

const longArn = `arn:aws-us-gov:acm:${region}:123456789012:certificate/${long(80)}`;

/** The longest and the oddest that is allowed, where lines break and names meet words of the language. */
export const extreme: readonly (readonly [Kind, Told])[] = [
  ["gateway", { name: long(32, "a"), owner: long(40), path: `/${long(39)}` }],
  ["gateway", { name: long(32, "c"), owner: long(40), path: `/${long(39)}`, table: long(40) }],
  ["gateway", { name: "new", owner: "class", path: "/default/delete", table: "await" }],
  ["gateway", { name: long(32, "r"), owner: long(40), path: `/${long(39)}`, api: "rest" }],
  [
    "gateway",
    { name: long(32, "s"), owner: long(40), path: `/${long(39)}`, api: "alb", certificate: longArn },
  ],
  ["gateway", { name: long(32, "u"), owner: long(40), path: `/${long(39)}`, api: "url" }],
  [
    "event",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it has to come out as it is
    { name: long(32, "d"), owner: long(40), description: "`${x}` */ {{name}} \"'\\ <b> _x_ *y* # |" },
  ],
  ["event", { name: long(32, "g"), owner: long(40), source: "sqs-fifo", batchSize: "10" }],
  ["event", { name: long(32, "j"), owner: long(40), source: "codecommit" }],
  ["event", { name: long(32, "l"), owner: long(40), source: "alarm" }],
  ["event", { name: long(32, "m"), owner: long(40), source: "cognito" }],
  ["event", { name: long(32, "k"), owner: long(40), source: "s3" }],
  ["event", { name: long(32, "h"), owner: long(40), source: "kinesis" }],
  ["event", { name: long(32, "i"), owner: long(40), source: "dynamodb" }],
  [
    "cron",
    { name: long(32, "e"), owner: long(40), schedule: `cron(${[...Array(60).keys()].join(",")} 2 * * ? *)` },
  ],
  ["pipeline", { name: long(32, "f"), owner: long(40), steps: steps.join(",") }],
  ["pipeline", { name: long(32, "q"), owner: long(40), joined: "queues", steps: steps.join(",") }],
  [
    "pipeline",
    { name: "more-words", owner: "in", joined: "queues", steps: "delete,new,await,to,local,run,a-1,index" },
  ],
  ["pipeline", { name: "words", owner: "in", steps: "delete,new,await,default,local,run,a-1,index" }],
];

const hostile = fc.constantFrom(
  ...[
    "../outside",
    "/etc/passwd",
    "a/../../b",
    "..",
    ".",
    "",
    " ",
    "-",
    "--json",
    "__proto__",
    "constructor",
    "toString",
  ],
  ...[
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it has to come out as it is
    "`${process.exit(1)}`",
    "*/",
    "//",
    "\"'`\\",
    "{{{json name}}}",
    "{{> head}}",
    "}}",
    "\u2028",
    "\u0000",
    "\ud800",
    "\ufeff",
  ],
  ...[
    "yes",
    "null",
    "~",
    "1e3",
    "0x1",
    "- a",
    "a: b",
    "#",
    "&a",
    "*a",
    "!!js",
    "|",
    "<script>",
    "con",
    "aux",
    "a".repeat(300),
  ],
);

const anything = fc.oneof(
  hostile,
  fc.string(),
  fc.string({ unit: anyCharacter }),
  fc.string({ unit: "grapheme", maxLength: 300 }),
  fc.tuple(hostile, fc.string()).map(([a, b]) => a + b),
);

const name = fc.stringMatching(/^[a-z][a-z0-9]{2,10}(-[a-z0-9]{1,8}){0,2}$/);

/** Text that mostly passes the check of a question. */
const plausible: Readonly<Record<string, fc.Arbitrary<string>>> = {
  name,
  owner: name,
  description: fc.oneof(
    fc.string({ minLength: 1, maxLength: 60 }),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
  ),
  region: fc.constantFrom("eu-west-1", "us-east-2", "ap-southeast-3"),
  // Most go with one of them only: a table, a certificate.
  api: fc.constantFrom("http", "http", "http", "rest", "alb", "url"),
  path: fc.stringMatching(/^(\/[A-Za-z0-9][A-Za-z0-9._-]{0,10}){1,3}$/),
  table: fc.oneof(name, fc.constantFrom("none", "await", "class", "table", "api", "url")),
  certificate: fc
    .constantFrom("eu-west-1", "us-east-2", "ap-southeast-3")
    .map((other) => certificate.replace(region, other)),
  source: fc.constantFrom(...Object.keys(specOf("event").variants)),
  batchSize: fc.integer({ min: 1, max: 10 }).map(String),
  schedule: fc.oneof(
    fc.integer({ min: 1, max: 999 }).map((n) => `rate(${n} minutes)`),
    fc
      .tuple(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 23 }))
      .map(([m, h]) => `cron(${m} ${h} ? * MON-FRI *)`),
  ),
  timezone: fc.constantFrom("UTC", "Europe/Berlin", "America/Argentina/ComodRivadavia"),
  joined: fc.constantFrom("state-machine", "queues"),
  steps: fc
    .uniqueArray(fc.oneof(name, fc.constantFrom("delete", "new", "run", "local", "index", "default")), {
      minLength: 2,
      maxLength: 9,
    })
    .map((all) => all.join(",")),
};

/** Any kind with any answers: mostly plausible ones, with some that are anything at all, and some left out. */
export const anyService: fc.Arbitrary<readonly [Kind, Told]> = fc.constantFrom(...kindNames).chain((kind) => {
  const one = (question: string) =>
    fc.oneof({ weight: 9, arbitrary: plausible[question]! }, { weight: 1, arbitrary: anything });
  const all = specOf(kind).questions.map((question) => question.name);
  return fc.tuple(
    fc.constant(kind),
    fc.record(Object.fromEntries(all.map((question) => [question, one(question)])), { requiredKeys: [] }),
  ) as fc.Arbitrary<readonly [Kind, Told]>;
});

/** A kind, and one answer that is anything at all, with plausible ones beside it that don't exclude each other. */
export const oneStrangeAnswer: fc.Arbitrary<readonly [Kind, Told]> = fc
  .constantFrom(...kindNames)
  .chain((kind) => {
    const all = specOf(kind).questions.map((question) => question.name);
    return fc.constantFrom(...all).chain((strange) =>
      fc.tuple(
        fc.constant(kind),
        fc
          .record(
            Object.fromEntries(
              all.map((question) => [question, question === strange ? anything : plausible[question]!]),
            ),
          )
          .map((told) => openOnly(kind, strange, told)),
      ),
    ) as fc.Arbitrary<readonly [Kind, Told]>;
  });

/** Without answers to what the earlier ones leave closed. */
function openOnly(kind: Kind, strange: string, told: Told): Told {
  const open = specOf(kind).questions.filter(
    (question) => question.name === strange || isOpen(question, told),
  );
  return Object.fromEntries(open.map(({ name }) => [name, told[name]!]));
}

/** Complete answers of those that pass. */
export function accepted(kind: Kind, told: Told): Answers | undefined {
  const checked = check(kind, told);
  return checked.ok ? checked.answers : undefined;
}
