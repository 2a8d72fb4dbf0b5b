import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import type { Graph } from "../../../platform/engine/index.ts";
import { checksOn } from "../../../platform/fleet/checks/index.ts";
import { graphOfProgram } from "../../support/index.ts";

const lambda = (name: string, over: Partial<aws.lambda.FunctionArgs> = {}) =>
  new aws.lambda.Function(name, {
    name: `${pulumi.getProject()}-prod-${name}`,
    role: "arn:aws:iam::123456789012:role/role",
    handler: "index.handler",
    runtime: "nodejs24.x",
    code: new pulumi.asset.StringAsset("exports.handler = () => {}"),
    ...over,
  });

const graphOf = (project: string, program: () => void) => graphOfProgram(program, { project });

const on = (
  graphs: readonly Graph[],
  owners: Readonly<Record<string, string>> = { orders: "a", bills: "b" },
) =>
  checksOn({ stage: "prod", graphs, owners, today: "2026-01-31" }).map(
    ({ check, severity, services, message }) => ({ check, severity, services, message }),
  );

// AWS: PutFunctionConcurrency: "make sure you have at least 100 unreserved concurrency units".
describe("reserved concurrency", async () => {
  const graphs = await Promise.all([
    graphOf("orders", () => {
      lambda("a", { reservedConcurrentExecutions: 500 });
      lambda("b", { reservedConcurrentExecutions: 100 });
      lambda("unreserved", { reservedConcurrentExecutions: -1 });
    }),
    graphOf("bills", () => void lambda("a", { reservedConcurrentExecutions: 300 })),
    graphOf("mails", () => void lambda("a", { reservedConcurrentExecutions: 1 })),
  ]);

  test("may use all of the account's limit but 100", () => {
    expect(on(graphs.slice(0, 2))).toEqual([]);
  });

  test("beyond that is told with the sum, each service's part and what would be left", () => {
    expect(on(graphs, { orders: "a", bills: "b", mails: "c" })).toEqual([
      {
        check: "reserved-concurrency",
        severity: "error",
        services: ["bills", "mails", "orders"],
        message:
          "Functions reserve 901 of 1000 concurrent executions in 123456789012 eu-west-1 (orders 600, bills 300, mails 1): 99 would be left, and AWS asks for 100.",
      },
    ]);
  });
});

test("two services with one physical name are told; names that need be unique beside each other only are left alone", async () => {
  const program = () => {
    new aws.sqs.Queue("jobs", { name: "jobs" });
    new aws.sqs.Queue("own", { name: `${pulumi.getProject()}-prod-own` });
  };
  expect(on(await Promise.all([graphOf("orders", program), graphOf("bills", program)]))).toEqual([
    {
      check: "name-collisions",
      severity: "error",
      services: ["bills", "orders"],
      message: "bills and orders both make sqs Queue jobs.",
    },
  ]);
});

// AWS: "Lambda runtimes".
test("runtimes near their end are listed with the services that use them", async () => {
  const program = () => void lambda("a", { runtime: "nodejs20.x" });
  expect(on(await Promise.all([graphOf("orders", program), graphOf("bills", program)]))).toEqual([
    {
      check: "ending-runtimes",
      severity: "warning",
      services: ["bills", "orders"],
      message: "AWS deprecates nodejs20.x on 2026-04-30, in 89 days: 2 function(s) of bills, orders use it.",
    },
  ]);
});

test("a service without an owner, and a reference to a service that there isn't, are told", async () => {
  const orders = await graphOfProgram(() => void new pulumi.StackReference("organization/bill/prod"), {
    project: "orders",
    stackReferences: { "organization/bill/prod": {} },
  });
  const bills = await graphOf("bills", () => undefined);
  expect(on([orders, bills], { orders: "a" }).map(({ message }) => message)).toEqual([
    "orders reads the outputs of bill, and there is no such service. Did you mean bills?",
    "bills has no owner.",
  ]);
});
