import { expect, test } from "vitest";
import { checkRunbook, checkTags, fromSnapshots, graphOf, ownStatements } from "#test";

const dir = `${import.meta.dirname}/..`;
const graph = await graphOf(dir);
const fn = graph.get("api-scorer-function");

test("each version of the function starts from a snapshot, and the API invokes the version that is live", () => {
  expect(fn.inputs).toMatchObject({
    runtime: "python3.13",
    handler: "app.handler",
    ...fromSnapshots,
  });
  const [integration] = graph.of("aws:apigatewayv2/integration:Integration");
  expect(integration?.inputs.integrationUri).toBe(graph.get("api-scorer-alias").outputs.invokeArn);
});

test("the function may write its logs and traces, and nothing else", () => {
  expect(ownStatements(graph, "api-scorer-policy")).toEqual([]);
});

test("the runbook says what to do about every alarm", () => checkRunbook(dir));

test("tags name the service and its owner", () => checkTags(graph, "risk"));
