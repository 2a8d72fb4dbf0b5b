import { describe, expect, test } from "vitest";
import { Cron, Event, Function, Gateway, Pipeline } from "../../../platform/index.ts";
import { graphOfProgram, inputsOf, statements } from "../../support/index.ts";

const handler = "src/handler.ts";
const canary = { strategy: "canary" } as const;
const functionArn = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-${name}`;

describe("everything that invokes a function with an alias names the alias", () => {
  const deployment = canary;

  test("an event's mapping", async () => {
    const graph = await graphOfProgram(
      () => void new Event("orders", { source: { type: "sqs" }, handler, deployment }),
    );
    expect(inputsOf(graph, "orders-mapping").functionName).toBe(functionArn("orders-handler:live"));
  });

  test("a schedule, and its role", async () => {
    const graph = await graphOfProgram(
      () => void new Cron("nightly", { schedule: "rate(1 day)", handler, deployment }),
    );
    const arn = functionArn("nightly-handler:live");
    expect(inputsOf(graph, "nightly-schedule").target).toMatchObject({ arn });
    expect(statements(graph, "nightly-schedule-policy")[0]?.resources).toEqual([arn]);
  });

  test("a route's integration, and its permission", async () => {
    const graph = await graphOfProgram(
      () => void new Gateway("api", { routes: { "GET /": { handler, deployment } } }),
    );
    expect(inputsOf(graph, "api-handler-integration").integrationUri).toBe(
      `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${functionArn("api-handler:live")}/invocations`,
    );
    expect(inputsOf(graph, "api-GET /-permission")).toMatchObject({
      function: "shop-prod-api-handler",
      qualifier: "live",
    });
  });

  test("a step of a pipeline, and the pipeline's role", async () => {
    const graph = await graphOfProgram(
      () => void new Pipeline("fulfil", { steps: { ship: { handler, deployment } } }),
    );
    const arn = functionArn("fulfil-handler:live");
    expect(String(inputsOf(graph, "fulfil-state-machine").definition)).toContain(`"${arn}"`);
    expect(statements(graph, "fulfil-policy")[0]?.resources).toEqual([arn]);
  });

  test("a link from another function", async () => {
    const graph = await graphOfProgram(() => {
      const worker = new Function("worker", { handler, deployment });
      new Function("caller", { handler, link: [worker] });
    });
    expect(inputsOf(graph, "caller-function").environment).toMatchObject({
      variables: { WORKER_FUNCTION_NAME: "shop-prod-worker:live" },
    });
    expect(statements(graph, "caller-policy")).toContainEqual({
      effect: "Allow",
      actions: ["lambda:InvokeFunction"],
      resources: [functionArn("worker:live")],
    });
  });
});
