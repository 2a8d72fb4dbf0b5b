import * as aws from "@pulumi/aws";
import { describe, expect, test } from "vitest";
import {
  Bucket,
  Distribution,
  Event,
  Function,
  Gateway,
  Pipeline,
  Queue,
  Table,
} from "../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf } from "../../support/index.ts";
import { showcase } from "../../support/showcase.ts";

const handler = "src/handler.ts";

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly region?: string;
    readonly alarms?: readonly string[];
    readonly metrics?: readonly unknown[][];
    readonly annotations?: unknown;
  };
}

async function widgetsOf(program: () => unknown, config: Record<string, string> = {}) {
  const graph = await graphOfProgram(program, { config });
  const inputs = inputsOf(graph, "dashboard");
  const { widgets } = JSON.parse(String(inputs.dashboardBody)) as { widgets: Widget[] };
  const metrics = widgets
    .flatMap(({ properties }) => properties.metrics ?? [])
    .map((one) => one.slice(0, -1));
  const headings = widgets.flatMap(({ properties }) => properties.markdown?.split("\n")[0] ?? []);
  return { graph, inputs, widgets, metrics, headings };
}

describe("a service's dashboard", async () => {
  const shown = await widgetsOf(showcase);

  test("is one, however many components there are, under the service's and the stage's name", () => {
    expect(shown.graph.of("aws:cloudwatch/dashboard:Dashboard")).toHaveLength(1);
    expect(shown.inputs.dashboardName).toBe("shop-prod");
  });

  test("begins with whose it is and where the runbook is, then every alarm", () => {
    const [header, alarms] = shown.widgets;
    expect(header?.properties.markdown).toBe(
      '# shop in prod\nOwner: **crew**. What to do about each alarm is in its README, under "Runbook".',
    );
    const arns = shown.graph.of("aws:cloudwatch/metricAlarm:MetricAlarm").map(({ outputs }) => outputs.arn);
    expect([...(alarms?.properties.alarms ?? [])].sort()).toEqual([...arns].sort().slice(0, 100));
  });

  test.each([
    ["AWS/Lambda", "Invocations", "aws:lambda/function:Function", "FunctionName"],
    ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "aws:sqs/queue:Queue", "QueueName"],
    ["AWS/DynamoDB", "ReadThrottleEvents", "aws:dynamodb/table:Table", "TableName"],
  ])("shows %s %s of every %s", (namespace, metric, type, dimension) => {
    // What runs at the edge is measured wherever it ran.
    const names = shown.graph
      .of(type)
      .filter(({ inputs }) => inputs.region === undefined)
      .map(({ inputs }) => inputs.name);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(shown.metrics).toContainEqual([namespace, metric, dimension, name]);
  });

  test("fills rows of the width that a dashboard has, without a gap or an overlap", () => {
    let y = 0;
    const rows = Map.groupBy(shown.widgets, (widget) => widget.y);
    for (const [at, row] of rows) {
      expect(at).toBe(y);
      expect(row.reduce((sum, { width }) => sum + width, 0)).toBe(24);
      expect(row.map(({ x }) => x)).toEqual(row.map((_, index) => index * row[0]!.width));
      expect(new Set(row.map(({ height }) => height)).size).toBe(1);
      y += row[0]!.height;
    }
  });

  test("asks every metric by name, of the region that the service is in, and CloudFront's of its own", () => {
    const graphs = shown.widgets.filter(({ type }) => type === "metric");
    for (const { properties } of graphs)
      expect(properties.region).toBe(
        properties.metrics?.[0]?.[0] === "AWS/CloudFront" ? "us-east-1" : "eu-west-1",
      );
    expect(JSON.stringify(graphs)).not.toMatch(/SEARCH|"[^"]*\*[^"]*"/);
  });

  test("is the same every time, so that a second deployment finds nothing to change", async () => {
    expect((await widgetsOf(showcase)).inputs).toEqual(shown.inputs);
  });
});

describe("a dashboard shows", () => {
  test("a distribution's requests and errors, of CloudFront's own region, and no graphs of what runs at the edge", async () => {
    const { widgets, metrics, headings } = await widgetsOf(() => {
      new Queue("jobs");
      new Distribution("site", {
        origin: new Bucket("files"),
        lambdaEdge: { "origin-request": handler },
      });
    });
    expect(headings).toContain("## Distribution shop-prod-site");
    expect(metrics.map(([namespace]) => namespace)).not.toContain("AWS/Lambda");
    const there = widgets.filter(({ properties }) => properties.region === "us-east-1");
    expect(there.map(({ properties }) => properties.title)).toEqual([
      "Requests",
      "Client errors, server errors, %",
      "Bytes to viewers",
    ]);
  });

  test("a function's requests, its duration up to its timeout, its executions up to its reservation, and leads to its logs", async () => {
    const { widgets, headings } = await widgetsOf(() => void new Function("worker", { handler, timeout: 7 }));
    const titled = (title: string) =>
      widgets.find(({ properties }) => properties.title === title)?.properties;
    expect(titled("Duration, ms")).toMatchObject({
      metrics: [
        ["AWS/Lambda", "Duration", "FunctionName", "shop-prod-worker", { label: "p50" }],
        ["AWS/Lambda", "Duration", "FunctionName", "shop-prod-worker", { stat: "p99", label: "p99" }],
      ],
      annotations: { horizontal: [{ label: "timeout", value: 7_000 }] },
    });
    expect(titled("Concurrent executions")).toMatchObject({
      annotations: { horizontal: [{ label: "reserved", value: 10 }] },
    });
    expect(headings).toContain(
      "## Function shop-prod-worker · [logs](https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Faws$252Flambda$252Fshop-prod-worker)",
    );
  });

  test("a queue beside its own dead letters, and failed asynchronous events apart", async () => {
    const { headings, widgets } = await widgetsOf(() => {
      new Queue("jobs");
      new Function("worker", { handler });
    });
    expect(headings.slice(1)).toEqual([
      expect.stringContaining("## Function shop-prod-worker"),
      "## Queue shop-prod-jobs",
      "## Failed asynchronous events",
    ]);
    const dead = widgets.filter(({ properties }) => properties.title === "Dead letters");
    expect(dead.map(({ properties }) => properties.metrics?.map((metric) => metric[3]))).toEqual([
      ["shop-prod-jobs-dlq"],
      ["shop-prod-worker-dlq"],
    ]);
  });

  test("an API by its id, a state machine by its ARN, a table's slowest operations", async () => {
    const { graph, metrics } = await widgetsOf(() => {
      new Gateway("api", { routes: { "GET /": handler } });
      new Pipeline("fulfil", { steps: { ship: handler } });
      new Table("users", { partitionKey: "id" });
    });
    const [api] = graph.of("aws:apigatewayv2/api:Api");
    expect(metrics).toContainEqual(["AWS/ApiGateway", "5xx", "ApiId", api?.id]);
    const machine = "arn:aws:states:eu-west-1:123456789012:stateMachine:shop-prod-fulfil";
    expect(metrics).toContainEqual(["AWS/States", "ExecutionsFailed", "StateMachineArn", machine]);
    expect(metrics).toContainEqual([
      "AWS/DynamoDB",
      "SuccessfulRequestLatency",
      "TableName",
      "shop-prod-users",
      "Operation",
      "Query",
    ]);
  });

  test("how far behind a reader of a stream is", async () => {
    const { metrics } = await widgetsOf(
      () => void new Event("tracks", { source: { type: "kinesis" }, handler }),
    );
    expect(metrics).toContainEqual(["AWS/Lambda", "IteratorAge", "FunctionName", "shop-prod-tracks-handler"]);
  });

  test("what is made beside the components, and what is made after waiting", async () => {
    const { metrics } = await widgetsOf(async () => {
      new Table("users", { partitionKey: "id" });
      await new Promise((resolve) => setTimeout(resolve, 20));
      new aws.sqs.Queue("raw", { name: "raw-queue" });
    });
    expect(metrics).toContainEqual([
      "AWS/SQS",
      "ApproximateNumberOfMessagesVisible",
      "QueueName",
      "raw-queue",
    ]);
  });

  test("the way to the runbook where the repository is known", async () => {
    const config = {
      "shop:defaults": JSON.stringify({ dashboard: { repository: "https://git.example.com/lambdas" } }),
    };
    const { widgets } = await widgetsOf(() => void new Queue("jobs"), config);
    expect(widgets[0]?.properties.markdown).toContain(
      "[its README](https://git.example.com/lambdas/services/shop/README.md)",
    );
  });

  test("no more than a dashboard may hold", async () => {
    const { widgets } = await widgetsOf(() => {
      for (let i = 0; i < 200; i++)
        new aws.dynamodb.Table(`t${i}`, {
          attributes: [{ name: "id", type: "S" }],
          name: `table-${i}`,
          hashKey: "id",
        });
      new Queue("jobs");
    });
    expect(widgets).toHaveLength(500);
  });
});

describe("there is no dashboard", () => {
  test("where nobody is on call", async () => {
    const graph = await graphOfProgram(() => void new Queue("jobs"), { stage: "dev" });
    expect(graph.of("aws:cloudwatch/dashboard:Dashboard")).toEqual([]);
  });

  test("in the way of a failing program's own error", async () => {
    const message = await errorOf(() => {
      new Queue("jobs");
      throw new Error("the program's own");
    });
    expect(message).toContain("the program's own");
    expect(message.match(/the program's own/g)).toHaveLength(1);
  });
});
