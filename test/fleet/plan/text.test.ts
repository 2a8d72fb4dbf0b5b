import * as aws from "@pulumi/aws";
import { describe, expect, test } from "vitest";
import { planOf } from "../../../platform/fleet/plan/plan.ts";
import { planText } from "../../../platform/fleet/plan/text.ts";
import { serviceNames } from "../../../platform/fleet/services.ts";
import { Event, Function, Queue, Secret, Table, Topic } from "../../../platform/index.ts";
import { platformDir as root } from "../../../platform/values/places.ts";
import { graphOf, graphOfProgram, without } from "../../support/index.ts";

const handler = "src/handler.ts";

const textOf = async (service: string, stage = "prod") => planText(planOf(await graphOf(service, { stage })));

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what begins a colour.
const colour = /\u001b\[/;

describe.concurrent.each([...serviceNames(), root])("the plan of %s", (service) => {
  test.each(["dev", "prod"])(
    "fits on a screen in stage %s, and is plain where there is no terminal",
    async (stage) => {
      const text = await textOf(service, stage);
      expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(42);
      expect(text).not.toMatch(colour);
    },
  );
});

describe("a plan", () => {
  test.skipIf(without("users-api"))(
    "begins with the service, its stage and region, and that AWS wasn't asked",
    async () => {
      expect(await textOf("users-api")).toMatch(
        /^users-api in stage prod, [\w-]+-\d: \d+ resources\. Offline: nothing was asked of AWS\.\ntags managed-by=pulumi owner=accounts service=users-api stage=prod\n\n/,
      );
    },
  );

  test.skipIf(without("users-api"))(
    "shows of each function its size, the route that invokes it and what it may do",
    async () => {
      expect(await textOf("users-api")).toContain(
        [
          "",
          "Gateway api  HTTP API",
          "  api-create-user  512 MB, 10 s, arm64, reserved concurrency 10",
          "    invoked by POST /users",
          "    writes users",
          "  api-get-user  512 MB, 10 s, arm64, reserved concurrency 10",
          "    invoked by GET /users/{id}",
          "    reads users",
          "  api-list-users  512 MB, 10 s, arm64, reserved concurrency 10",
          "    invoked by GET /users",
          "    reads users",
          "",
          "Table users  key id",
          "",
        ].join("\n"),
      );
    },
  );

  test.skipIf(without("users-api"))(
    "counts alarms, roles, logs and permissions, and each resource once",
    async () => {
      const plan = planOf(await graphOf("users-api", { stage: "prod" }));
      const line = /^Also (.*)$/m.exec(planText(plan))?.[1] ?? "";
      expect(line).toBe(
        "13 alarms, 1 dashboard, 4 log groups, 6 roles, 3 permissions to invoke, 3 deployment groups, 19 smaller parts",
      );
      const counts = line.split(", ").reduce((sum, part) => sum + Number.parseInt(part, 10), 0);
      const all = plan.groups.flatMap(({ resources }) => resources).length;
      // Of its own a line have the API, its three functions and the table.
      expect(counts + 5).toBe(all);
    },
  );

  test.skipIf(without("order-events"))(
    "shows a queue that is polled, and where messages go that fail",
    async () => {
      expect(await textOf("order-events")).toContain(
        [
          "Event order-events",
          "  order-events-on-order-event  512 MB, 30 s, arm64, reserved concurrency 10",
          "    invoked by queue order-events",
          "    writes orders",
          "  queue order-events  failures to order-events-dlq after 5 receives",
        ].join("\n"),
      );
    },
  );

  test.skipIf(without("nightly-report"))("shows a schedule by its expression and time zone", async () => {
    expect(await textOf("nightly-report")).toContain(
      [
        "Cron nightly  cron(0 3 * * ? *) Europe/Berlin, failures to nightly-report-dlq",
        "  nightly-report  512 MB, 300 s, arm64, reserved concurrency 1",
        "    invoked by cron(0 3 * * ? *) Europe/Berlin",
        "    reads sales; sends to reports; failures to nightly-report-dlq",
        "",
        "Queue reports  failures to reports-dlq after 5 receives",
      ].join("\n"),
    );
  });

  test.skipIf(without("order-fulfilment"))(
    "shows the step of a state machine that invokes a function",
    async () => {
      const text = await textOf("order-fulfilment");
      expect(text).toContain(
        "Pipeline fulfilment  standard, 4 states\n  fulfilment-charge  512 MB, 30 s, arm64, reserved concurrency 10\n" +
          "    invoked by step charge of fulfilment\n    reads and writes accounts\n",
      );
      expect(text).toContain("    invoked by step ship of fulfilment\n    sends to shipments\n");
    },
  );

  test.skipIf(without("image-pipeline"))(
    "shows the bucket whose events invoke a function, and approvals",
    async () => {
      const text = await textOf("image-pipeline");
      expect(text).toContain(
        "    invoked by events aws.s3, Object Created of bucket images\n    starts publishing; failures to uploads-on-upload-dlq\n",
      );
      expect(text).toContain(
        "    answers steps of publishing; publishes to reviews; reads and writes publishing-approvals\n",
      );
    },
  );

  test.skipIf(without("users-api"))(
    "names a finding once, with its rule, however many resources have it",
    async () => {
      expect(await textOf("users-api")).toContain(
        "\nFindings\n  ! api-5xx and 12 others: The alarm notifies no one. " +
          "Deploy the foundation and set defaults.foundation.stack. (alarm-actions)\n",
      );
    },
  );

  test.skipIf(without("alarm-to-slack"))(
    "says what a permission without a word allows, and on what",
    async () => {
      expect(await textOf("alarm-to-slack")).toContain(
        "gets secret webhook; reads and writes told; " +
          "may logs:StartQuery on logs log-group:/aws/lambda/*-prod-*; may logs:GetQueryResults on everything; ",
      );
    },
  );
});

test("a plan shows what is made without a component, and names what it has no word for", async () => {
  const graph = await graphOfProgram(() => {
    const events = new Topic("events");
    const users = new Table("users", { partitionKey: "id", indexes: { byEmail: { partitionKey: "email" } } });
    const hook = new Secret("hook");
    const jobs = new Queue("jobs");
    const worker = new Function("worker", { handler, onSuccess: jobs, link: [users, hook, events] });
    new Event("audit", { source: { type: "sns", topic: events }, handler, link: [worker] });
    new aws.sqs.Queue("plain", { name: "plain" });
    new aws.backup.Vault("vault", { name: "vault" });
  });
  const text = planText(planOf(graph));
  expect(text).toContain(
    [
      "Function worker  512 MB, 10 s, arm64, reserved concurrency 10",
      "  invoked by function audit-handler",
      "  sends to jobs on success; reads and writes users; gets secret hook; publishes to events; failures to worker-dlq",
    ].join("\n"),
  );
  expect(text).toContain("\nTable users  key id, 1 index\n");
  expect(text).toContain("\nTopic events  sends to audit, failures to audit-dlq\n");
  expect(text).toContain("\nWithout a component\n  queue plain\n");
  expect(text).toContain("\nOthers: backup.Vault vault\n");
});
