import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { billing } from "../../../../platform/fleet/estimate/billing/index.ts";
import { estimate } from "../../../../platform/fleet/estimate/estimate.ts";
import { prices } from "../../../../platform/fleet/estimate/prices.ts";
import { serviceNames } from "../../../../platform/fleet/services.ts";
import {
  Bucket,
  Bus,
  Event,
  Function,
  Gateway,
  Pipeline,
  Stream,
  Table,
  Topic,
} from "../../../../platform/index.ts";
import { platformDir as root } from "../../../../platform/values/places.ts";
import { absent, folds, types } from "../../../cloudformation/types/index.ts";
import { graphOf, graphOfProgram, managed, without } from "../../../support/index.ts";
import { graphOfShowcase } from "../../../support/showcase.ts";

const handler = "src/handler.ts";
const million = 1_000_000;

/** What is billed of one resource of a program, with a million requests of some KB. */
async function billed(program: () => unknown, resource: string, payload = 1) {
  const { lines } = estimate(await graphOfProgram(program, { stage: "dev" }), { requests: million, payload });
  return Object.fromEntries(
    lines
      .filter((line) => line.resource === resource)
      .map(({ what, quantity, cost }) => [what, [quantity, Number(cost.toFixed(4))]]),
  );
}

describe("no type of resource is silently free", () => {
  const graphs = [
    ...serviceNames().map((name) => [name, () => graphOf(name, { stage: "prod" })] as const),
    ["the foundation", () => graphOf(root, { stage: "prod" })] as const,
    ["every component", () => graphOfShowcase()] as const,
  ];

  test.each(graphs)("%s: each is billed, left out by name, or free for a reason", async (_, load) => {
    const unknown = managed(await load()).filter(({ type }) => !(type in billing));
    expect([...new Set(unknown.map(({ type }) => type))]).toEqual([]);
  });

  test("nor any that only a component's rarer options make", () => {
    const known = [types, folds, absent].flatMap(Object.keys);
    expect(known.filter((type) => !(type in billing))).toEqual([]);
  });

  test("each row says one thing, and a reason says something", () => {
    for (const [type, { lines, free, leftOut }] of Object.entries(billing)) {
      expect(Boolean(lines) && Boolean(free), type).toBe(false);
      expect((free ?? leftOut ?? "billed by its lines").length, type).toBeGreaterThan(10);
    }
  });

  test("what is known to be left out is said of the types that a service has, and of no others", async () => {
    const { notIncluded } = estimate(
      await graphOfProgram(() => new Table("users", { partitionKey: "id" })),
      {},
    );
    expect(notIncluded.join("\n")).toContain("aws:dynamodb/table:Table: storage, point-in-time recovery");
    expect(notIncluded.join("\n")).not.toContain("aws:s3");
  });

  test("a type that nobody has a price of is named", async () => {
    const graph = await graphOfProgram(async () => {
      const aws = await import("@pulumi/aws");
      new aws.efs.FileSystem("files");
    });
    expect(estimate(graph, {}).notIncluded).toContain(
      "aws:efs/fileSystem:FileSystem: everything, nothing is known of its price",
    );
  });
});

describe("what people expect on a bill is on it", () => {
  const routes = { "GET /": handler } as const;

  test("answers of a gateway to the internet, and its access log", async () => {
    const api = () => new Gateway("api", { routes });
    expect(await billed(api, "api-http", 1024)).toEqual({
      "HTTP API requests": [2 * million, 2],
      "data to the internet": [million / 1024, 87.8906],
    });
    const { "access log": [gb = 0] = [] } = await billed(api, "api-stage");
    expect(gb).toBeGreaterThan(0.1);
    expect(gb).toBeLessThan(1);
  });

  test("a load balancer's hours, units and addresses, used or not", async () => {
    const loadBalancer = {
      vpcId: "vpc-0a1b2c3d",
      subnets: ["subnet-0a1b2c3d", "subnet-0a1b2c3e"],
      certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/1",
    };
    const shop = (internal: boolean) => () =>
      new Gateway("shop", {
        type: "alb",
        routes: { $default: handler },
        loadBalancer: { ...loadBalancer, internal, allowFrom: ["10.0.0.0/8"] },
      });
    expect(await billed(shop(false), "shop-load-balancer", 1024)).toEqual({
      "load balancer": [730, 16.425],
      "capacity units": [expect.closeTo((million * 2) / 1024 / 0.4, 3), 39.0625],
      "public IPv4 addresses": [1460, 7.3],
      "data to the internet": [million / 1024, 87.8906],
    });
    expect(Object.keys(await billed(shop(true), "shop-load-balancer"))).toEqual([
      "load balancer",
      "capacity units",
    ]);
  });

  test("streamed responses beyond the first 6 MB of each", async () => {
    const chat = () => new Gateway("chat", { type: "url", routes: { $default: handler }, streaming: true });
    expect(await billed(chat, "chat-url", 7 * 1024)).toMatchObject({
      "streamed responses": [million / 1024, 7.8125],
    });
  });

  test("traces: all that are spread over the month's seconds, and 5 per cent of what is beyond", async () => {
    const worker = () => new Function("worker", { handler });
    expect(await billed(worker, "worker-function")).toMatchObject({ traces: [million, 5] });
    const { lines } = estimate(await graphOfProgram(worker), { requests: 730 * 3600 + million });
    expect(lines.find(({ what }) => what === "traces")?.quantity).toBe(730 * 3600 + 50_000);
  });

  test("a trace once: of a REST API or pipeline that begins it, not of the functions behind", async () => {
    const rest = () => new Gateway("api", { type: "rest", routes });
    expect(await billed(rest, "api-stage")).toHaveProperty("traces");
    expect(await billed(rest, "api-handler-function")).not.toHaveProperty("traces");
    const pipeline = () => new Pipeline("fulfil", { steps: { one: handler } });
    expect(await billed(pipeline, "fulfil-state-machine")).toHaveProperty("traces");
    expect(await billed(pipeline, "fulfil-handler-function")).not.toHaveProperty("traces");
  });

  test("the metric of cold starts that Node.js functions emit by themselves", async () => {
    expect(await billed(() => new Function("worker", { handler }), "worker-function")).toMatchObject({
      "metric of cold starts": [1, 0.3],
    });
    const code = { type: "python", dir: "python", handler: "app.handler" } as const;
    expect(await billed(() => new Function("scorer", { code }), "scorer-function")).not.toHaveProperty(
      "metric of cold starts",
    );
  });

  test("snapshots of Python that are kept, those of Java are free", async () => {
    const python = { type: "python", dir: "python", handler: "app.handler" } as const;
    const java = { type: "java", dir: "java", handler: "Handler::handle" } as const;
    const of = (code: typeof python | typeof java) =>
      billed(() => new Function("it", { code, memory: 1024, snapStart: true }), "it-function");
    expect(await of(python)).toMatchObject({ "snapshot kept": [730 * 3600, 3.9541] });
    expect(await of(java)).not.toHaveProperty("snapshot kept");
  });

  test("writes of a table's indexes", async () => {
    const indexes = { byEmail: { partitionKey: "email" } };
    expect(
      await billed(() => new Table("users", { partitionKey: "id", indexes }), "users-table"),
    ).toMatchObject({ "writes of indexes": [million, 0.625] });
  });

  test("a reader with a throughput of its own, instead of the stream's", async () => {
    const program = () => {
      const positions = new Stream("positions");
      new Event("tracks", { source: { type: "kinesis", stream: positions, consumer: true }, handler });
    };
    expect(await billed(program, "tracks-consumer")).toMatchObject({
      "data read by the consumer": [million / 2 ** 20, 0.0477],
    });
    expect(await billed(program, "positions-stream")).not.toHaveProperty("data out");
  });

  test("events that a bucket sends, and events that are archived", async () => {
    const program = () => {
      new Event("thumbs", { source: { type: "s3", bucket: new Bucket("files") }, handler });
      new Bus("facts", { archiveDays: 30 });
    };
    expect(await billed(program, "files-notification")).toEqual({ "events of objects": [million, 1] });
    expect(await billed(program, "facts-archive", 1024)).toEqual({
      "events archived": [million / 1024, 97.6563],
    });
  });

  test("a topic's key and what it is asked for", async () => {
    const program = () =>
      new Topic("news", { senders: [{ principal: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::files" }] });
    expect(await billed(program, "news-key")).toEqual({ key: [1, 1], "data keys": [8760, 0.0263] });
  });
});

describe("the prices", () => {
  test("say of each group which page of AWS has them and of when they are", () => {
    for (const [group, { source, asOf }] of Object.entries(prices)) {
      expect(source, group).toMatch(/[Pp]ricing/);
      expect(asOf, group).toMatch(/^20\d\d-(0[1-9]|1[0-2])$/);
    }
  });

  test.skipIf(without("vehicle-telemetry"))(
    "are those of the page on a million positions a minute, and so are its sums",
    () => {
      const page = readFileSync(join(root, "docs", "vehicle-telemetry.md"), "utf8");
      const { kinesis, lambda, dynamodb } = prices;
      const [positions, hours] = [43.2e9, 720];
      const gigabytes = positions / 2 ** 20;
      const rows: readonly (readonly [what: string, price: string, cost: number])[] = [
        ["shards", `$${kinesis.shardHour}`, 24 * hours * kinesis.shardHour],
        ["puts", `$${kinesis.putUnit * million} a million`, positions * kinesis.putUnit],
        [
          "invocations",
          `$${(lambda.request * million).toFixed(2)} a million`,
          24 * 2 * hours * 3600 * lambda.request,
        ],
        ["compute", `$${lambda.duration.arm64}`, 43.2e6 * (1769 / 1024) * lambda.duration.arm64],
        ["table, on demand", `$${dynamodb.write * million} a million`, positions * dynamodb.write],
        ["stream on demand, written", `$${kinesis.gbIn.toFixed(2)}`, gigabytes * kinesis.gbIn],
        ["and read once, if counted alike", `$${kinesis.gbOut.toFixed(2)}`, gigabytes * kinesis.gbOut],
        ["and its hours", `$${kinesis.streamHour.toFixed(2)}`, hours * kinesis.streamHour],
        [
          "table provisioned, at 70 per cent",
          `$${dynamodb.writeCapacityHour}`,
          23_810 * hours * dynamodb.writeCapacityHour,
        ],
      ];
      const dollars = (cost: number) => `$${Math.round(cost).toLocaleString("en-US")}`;
      const cells = page.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
      for (const [what, price, cost] of rows)
        expect(cells.find((row) => row[1] === what)?.slice(3, 5), what).toEqual([price, dollars(cost)]);
      const sum = rows.slice(0, 5).reduce((total, [, , cost]) => total + cost, 0);
      expect(page).toContain(`**${dollars(sum)}**`);
      expect(page).toContain(`Kinesis as of ${kinesis.asOf}, Lambda and DynamoDB as of ${dynamodb.asOf}`);
      expect(lambda.asOf).toBe(dynamodb.asOf);
    },
  );
});
