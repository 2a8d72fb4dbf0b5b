import { expect, test } from "vitest";
import { checkRunbook, checkTags, graphOf, ownStatements } from "#test";

const dir = `${import.meta.dirname}/..`;
const graph = await graphOf(dir);
const fn = graph.get("api-greeter-function");

test("one route leads to a program of its own on the OS-only runtime", () => {
  expect(fn.inputs).toMatchObject({
    runtime: "provided.al2023",
    handler: "bootstrap",
    architectures: ["arm64"],
    sourceCodeHash: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
  });
  expect(graph.of("aws:apigatewayv2/route:Route").map(({ inputs }) => inputs.routeKey)).toEqual([
    "GET /greetings/{name}",
  ]);
});

test("the function may write its logs and traces, and nothing else", () => {
  expect(ownStatements(graph, "api-greeter-policy")).toEqual([]);
});

test("the runbook says what to do about every alarm", () => checkRunbook(dir));

test("tags name the service and its owner", () => checkTags(graph, "welcome"));
