import { describe, expect, test } from "vitest";
import { wiringOf } from "../../../platform/fleet/wiring/wiring.ts";
import { graphOf, graphOfProgram, without } from "../../support/index.ts";
import { graphOfShowcase, showcase } from "../../support/showcase.ts";

type Graph = Awaited<ReturnType<typeof graphOf>>;

/** Edges as lines: `gateway api invokes function worker (GET /work)`. */
function linesOf(graph: Graph): string[] {
  const { nodes, edges } = wiringOf(graph);
  const names = new Map(nodes.map(({ urn, kind, label }) => [urn, `${kind} ${label}`]));
  return edges.map(
    ({ from, to, kind, label }) =>
      `${names.get(from)} ${kind} ${names.get(to)}${label === undefined ? "" : ` (${label})`}`,
  );
}

describe("the wiring of a service with every component", async () => {
  const graph = await graphOfShowcase();
  const { nodes, edges } = wiringOf(graph);
  const lines = linesOf(graph);

  test.each([
    ["a route of an HTTP API", "gateway api invokes function api-handler (GET /users)"],
    ["a route of a REST API", "gateway partners invokes function partners-handler (GET /)"],
    ["an authorizer", "gateway partners invokes function partners-other (authorizer tokens)"],
    ["a rule of a load balancer", "gateway shop invokes function shop-other (ANY *)"],
    ["a function URL", "gateway chat invokes function chat-stream"],
    ["a path of a distribution", "distribution site serves gateway api (/api/*)"],
    ["a distribution's bucket", "distribution site serves bucket pages (*)"],
    ["Lambda@Edge", "distribution site invokes function site-origin-request (origin-request of *)"],
    ["a queue", "queue orders invokes function orders-handler"],
    ["a stream, read through a consumer", "stream positions invokes function tracks-handler"],
    ["a table's stream", "table carts invokes function changes-handler"],
    ["a topic", "topic news invokes function listeners-handler"],
    ["a topic, through a queue", "topic news sends queue readers"],
    ["a bucket", "bucket drops invokes function imports-handler (s3:ObjectCreated:*)"],
    ["a bucket, through EventBridge", "bucket files publishes rule thumbs"],
    ["a rule", "rule thumbs invokes function thumbs-handler"],
    ["an IoT rule", "rule devices invokes function devices-handler"],
    ["a user pool", "user-pool sign-up invokes function sign-up-handler (preSignUp)"],
    ["a schedule", "schedule nightly invokes function nightly-schedule-handler"],
    ["a step", "machine fulfil invokes function fulfil-handler (ship)"],
    ["a step that waits for an answer", "machine reviews invokes function reviews-other (manager)"],
    ["a function's destination", "function worker sends queue jobs (on success)"],
  ])("%s leads to what it invokes", (_, line) => {
    expect(lines).toContain(line);
  });

  test.each([
    "function orders-handler writes table users",
    "function worker reads table users",
    "function chat-stream reads-writes table users",
    "function copies-handler reads-writes bucket files",
    "function copies-handler publishes bus facts",
    "function tracks-handler writes stream positions",
    "function worker reads secret webhook",
    "function worker reads parameter limit",
    "function api-other sends queue jobs",
    "function starter starts machine fulfil",
    "function reviews-other answers machine reviews",
    "function nightly-schedule-handler invokes function worker",
  ])("permissions become words: %s", (line) => {
    expect(lines).toContain(line);
  });

  test.each([
    "queue orders fails-to queue orders-dlq (after 5 receives)",
    "function changes-handler fails-to queue changes-dlq",
    "function worker fails-to queue worker-dlq",
    "rule devices fails-to queue devices-handler-dlq",
    "rule copies fails-to queue copies-handler-dlq",
    "schedule nightly fails-to queue nightly-schedule-handler-dlq",
    "topic news fails-to queue listeners-handler-dlq",
  ])("failures have a way of their own: %s", (line) => {
    expect(lines).toContain(line);
  });

  test("every failure, and nothing else, is marked as one", () => {
    for (const { kind, failure } of edges) expect(failure).toBe(kind === "fails-to");
  });

  test("what a function needs to poll, to log and to keep failures is no edge of its own", () => {
    expect(lines.filter((line) => / (receives|may) /.test(line))).toEqual([]);
    expect(lines.filter((line) => / sends queue .*-dlq/.test(line))).toEqual([]);
  });

  test("every edge joins two nodes, once", () => {
    const urns = nodes.map(({ urn }) => urn);
    expect(urns).toEqual([...new Set(urns)]);
    for (const { from, to } of edges) expect(urns).toEqual(expect.arrayContaining([from, to]));
    expect(lines).toEqual([...new Set(lines)]);
  });

  test("a node has the name that the program gave, its owners, and a detail where there is one", () => {
    expect(nodes.find(({ name }) => name === "nightly-schedule")).toEqual({
      urn: graph.get("nightly-schedule").urn,
      kind: "schedule",
      label: "nightly",
      name: "nightly-schedule",
      owners: ["Cron nightly"],
      detail: "rate(1 day)",
    });
    expect(nodes.find(({ name }) => name === "api-handler-function")?.owners).toEqual([
      "Gateway api",
      "Function api-handler",
    ]);
  });
});

test.skipIf(without("assistant"))("what isn't of the service is a node by its ARN, shortened", async () => {
  const graph = await graphOf("assistant", { stage: "prod" });
  expect(linesOf(graph)).toContain(
    "function chat-answer invokes external bedrock foundation-model/amazon.nova-lite-v1:0",
  );
});

test.skipIf(without("alarm-to-slack"))("a permission without a word is named by its actions", async () => {
  expect(linesOf(await graphOf("alarm-to-slack", { stage: "prod" }))).toContain(
    "function alarms-on-alarm may external everything (logs:GetQueryResults)",
  );
});

test("before anything exists there are the same nodes, and no made-up edges", async () => {
  const [preview, deployed] = await Promise.all([
    graphOfProgram(showcase, { preview: true }),
    graphOfShowcase(),
  ]);
  const urnsOf = (graph: Graph) =>
    wiringOf(graph)
      .nodes.filter(({ kind }) => kind !== "external")
      .map(({ urn }) => urn);
  expect(urnsOf(preview)).toEqual(urnsOf(deployed));
  const known = new Set(linesOf(deployed));
  expect(linesOf(preview).filter((line) => !known.has(line))).toEqual([]);
});
