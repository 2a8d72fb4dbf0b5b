import { expect, test } from "vitest";
import { checkRunbook, checkTags, fromSnapshots, graphOf, ownStatements } from "#test";

const dir = `${import.meta.dirname}/..`;
const graph = await graphOf(dir);
const fn = graph.get("quoter-function");

test("each version of the function starts from a snapshot, and what others invoke is the one that is live", () => {
  expect(fn.inputs).toMatchObject({
    runtime: "java21",
    handler: "quotes.Handler::handle",
    ...fromSnapshots,
  });
  expect(graph.outputs.arn).toBe(graph.get("quoter-alias").outputs.arn);
});

test("the function may write its logs and traces, and nothing else", () => {
  expect(ownStatements(graph, "quoter-policy")).toEqual([]);
});

test("the runbook says what to do about every alarm", () => checkRunbook(dir));

test("tags name the service and its owner", () => checkTags(graph, "pricing"));
