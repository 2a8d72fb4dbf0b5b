import { expect, test } from "vitest";
import { check } from "../../../generators/answers/problems.ts";
import { region } from "../../../platform/organisation.ts";

const problems = (kind: string | undefined, told: Record<string, string>): string[] => {
  const checked = check(kind, told);
  return checked.ok ? [] : checked.problems.map(({ where, problem }) => `${where}: ${problem}`);
};
const answers = (kind: string, told: Record<string, string>) => {
  const checked = check(kind, { name: "orders-api", owner: "payments", ...told });
  expect(checked).toMatchObject({ ok: true });
  return checked.ok ? checked.answers : {};
};

test("everything that is missing and everything that is wrong is told together", () => {
  const found = problems("gateway", { name: "Orders!", path: "orders", table: "9", region: "here" });

  const about = found.map((problem) => problem.split(":")[0]);
  expect(about).toEqual(["owner", "name", "region", "path", "table"]);
});

test("without a kind, what every kind needs is asked for too", () => {
  const found = problems(undefined, {});

  expect(found.join("\n")).toMatch(/kind: .*gateway, event, cron, pipeline/);
  expect(found.map((problem) => problem.split(":")[0])).toEqual(["kind", "name", "owner"]);
});

test("a kind that is misspelt is answered with the nearest one", () => {
  expect(problems("gatway", { name: "orders", owner: "payments" }).join()).toContain("Did you mean gateway?");
});

test("an answer of another kind is refused, with the answers that the kind has", () => {
  const found = problems("cron", {
    name: "nightly",
    owner: "payments",
    schedule: "rate(1 day)",
    table: "users",
  });

  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(/^table: It is no answer of the kind cron.*schedule.*It is one of gateway\.$/);
});

test("the path defaults to the name, without -api", () => {
  expect(answers("gateway", {}).path).toBe("/orders");
  expect(answers("gateway", { name: "orders" }).path).toBe("/orders");
  expect(answers("gateway", { path: "/shop/orders" }).path).toBe("/shop/orders");
});

test("a gateway has a table only when one is named", () => {
  expect(answers("gateway", {})).not.toHaveProperty("table");
  expect(answers("gateway", { table: "none" })).not.toHaveProperty("table");
  expect(answers("gateway", { table: "users" }).table).toBe("users");
});

test("what is left to the platform is not written into a service", () => {
  expect(answers("event", {})).not.toHaveProperty("batchSize");
  expect(answers("cron", { schedule: "rate(5 minutes)" })).not.toHaveProperty("timezone");
});

test("answers that exclude each other are refused, naming both", () => {
  const told = { name: "orders", owner: "payments", api: "rest", table: "orders" };

  expect(problems("gateway", told)).toEqual([
    "table: The API rest is made without a table; leave it out, or choose --api http.",
  ]);
});

test("answers that exclude each other are told beside whatever else is wrong", () => {
  const told = { owner: "payments", api: "url", table: "9" };

  expect(problems("gateway", told).map((problem) => problem.split(";")[0])).toEqual([
    "name: It is missing",
    expect.stringMatching(/^table: .*"9"/),
    "table: The API url is made without a table",
  ]);
});

test("no conflict is told with an answer that is wrong itself, nor of a table called none", () => {
  const told = { name: "orders", owner: "payments" };

  expect(problems("gateway", { ...told, api: "soap", table: "orders" })).toEqual([
    expect.stringMatching(/^api: "soap" is no API/),
  ]);
  expect(problems("gateway", { ...told, api: "rest", table: "none" })).toEqual([]);
});

const certificate = `arn:aws:acm:${region}:123456789012:certificate/1`;

test("a load balancer needs a certificate, of its own region; nothing else takes one", () => {
  const told = { name: "orders", owner: "payments", api: "alb" };

  expect(problems("gateway", told)).toEqual([
    expect.stringMatching(/^certificate: It is missing; give --certificate: ARN/),
  ]);
  expect(problems("gateway", { ...told, certificate })).toEqual([]);
  expect(problems("gateway", { ...told, certificate, region: "us-iso-east-1" })).toEqual([
    `certificate: It is of ${region}, and a load balancer takes those of its own region; give one of us-iso-east-1.`,
  ]);
  expect(problems("gateway", { name: "orders", owner: "payments", certificate })).toEqual([
    "certificate: The API http needs no certificate; leave it out, or choose --api alb.",
  ]);
});

test("a batch size for a source without batches is refused, naming both", () => {
  for (const source of ["eventbridge", "s3", "iot", "codecommit", "alarm", "cognito"])
    expect(problems("event", { name: "x-events", owner: "web", source, batchSize: "5" })).toEqual([
      `batchSize: The source ${source} delivers one event at a time; leave it out, or choose --source sqs, sqs-fifo, kinesis, dynamodb, sns.`,
    ]);
});

test("steps are split at commas, and spaces around them don't count", () => {
  expect(answers("pipeline", { steps: "validate, charge-card ,ship" }).steps).toEqual([
    "validate",
    "charge-card",
    "ship",
  ]);
  expect(answers("pipeline", {}).steps).toEqual(["validate", "process", "notify"]);
});

test.each([
  ["event", { batchSize: "0" }, /"0" given.*1 to 10/],
  ["event", { batchSize: "11" }, /"11" given/],
  ["event", { batchSize: "many" }, /"many" given/],
  ["event", { source: "kafka" }, /"kafka".*sqs/],
  ["cron", { schedule: "every night" }, /isn't a schedule.*rate\(5 minutes\)/],
  ["cron", { schedule: "at(2030-01-01T00:00:00)" }, /isn't a schedule/],
  ["cron", { schedule: "cron(99 2 * * ? *)" }, /99/],
  ["cron", { schedule: "rate(1 day)", timezone: "Berlin" }, /Berlin/],
  ["pipeline", { steps: "only" }, /1 step\(s\) given; 2 to 9/],
  ["pipeline", { steps: "a,b,c,d,e,f,g,h,i,j" }, /10 step\(s\)/],
  ["pipeline", { steps: "charge,ship,charge" }, /"charge" is given more than once/],
  ["pipeline", { steps: "schema,ship" }, /"schema" names the file/],
  ["pipeline", { steps: "aux,ship" }, /device on Windows/],
  ["gateway", { api: "soap" }, /"soap" is no API; these are: http, rest, alb, url/],
  [
    "gateway",
    { api: "alb", certificate: "my.pem" },
    /"my.pem" isn't the ARN of a certificate.*list-certificates/,
  ],
  ["gateway", { path: "/orders/{id}" }, /plain segments.*added to the routes/],
  ["gateway", { path: `/${"a".repeat(40)}` }, /41 characters; up to 40/],
  ["gateway", { description: "two\nlines" }, /one plain line/],
  ["gateway", { description: "\u200b" }, /invisible characters.*: U\+200B; remove them/],
  [
    "gateway",
    { description: "Pay \u202eees\u2066\u202e" },
    /invisible characters.*: U\+202E, U\+2066; remove/,
  ],
  ["gateway", { description: "a\u00ad\u3164\u{e0061}" }, /U\+00AD, U\+3164, U\+E0061/],
  ["gateway", { description: " \u0301 accent" }, /begins with a mark that belongs onto another character/],
  ["gateway", { description: "\ud800" }, /half of a Unicode character/],
  ["gateway", { description: "x".repeat(201) }, /201 characters; up to 200/],
  ["gateway", { region: "eu-west" }, /eu-west-1/],
])("%s with %j is refused with the limit and the remedy", (kind, told, words) => {
  const found = problems(kind, { name: "orders", owner: "payments", schedule: "", ...told } as Record<
    string,
    string
  >);

  expect(
    found
      .filter((problem) => !problem.startsWith("schedule: It has no") && !problem.includes("is no answer of"))
      .join("\n"),
  ).toMatch(words);
});
