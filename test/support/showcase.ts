import type { Graph } from "../../platform/engine/index.ts";
import {
  abTest,
  approval,
  Bucket,
  Bus,
  basicAuth,
  Cron,
  Distribution,
  Event,
  Function,
  Gateway,
  Parameter,
  Pipeline,
  Queue,
  QueuePipeline,
  redirects,
  Secret,
  Stream,
  securityHeaders,
  Table,
  Topic,
} from "../../platform/index.ts";
import { graphOfProgram } from "./index.ts";

const handler = "src/handler.ts";

const graphs = new Map<string, Promise<Graph>>();

/** The graph of the showcase in a stage, made once in a process. */
export function graphOfShowcase(stage = "prod"): Promise<Graph> {
  const graph = graphs.get(stage) ?? graphOfProgram(showcase, { stage });
  graphs.set(stage, graph);
  return graph;
}

/** A service with every component and every link; handlers are called as their components' parts are, to meet clashes. */
export function showcase() {
  const users = new Table("users", { partitionKey: "id", indexes: { byEmail: { partitionKey: "email" } } });
  const jobs = new Queue("jobs");
  const limit = new Parameter("limit", { value: "100" });
  const webhook = new Secret("webhook");
  const worker = new Function("worker", { handler, onSuccess: jobs, link: [users.read, limit, webhook] });
  const api = new Gateway("api", {
    routes: {
      "GET /users": { handler, link: [users.read] },
      "POST /users": "src/other.ts",
      "GET /work": worker,
    },
    link: [jobs],
  });
  new Gateway("partners", {
    type: "rest",
    authorizers: { tokens: { type: "lambda", target: "src/other.ts" } },
    usagePlans: { basic: { keys: ["acme"] } },
    routes: { "GET /": { target: handler, auth: "tokens" } },
    domain: { name: "partners.example.com", zoneId: "Z0123456789" },
    webAcl: "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/shop-prod-all/a1",
  });
  const balancer = {
    vpcId: "vpc-0a1b2c3d",
    subnets: ["subnet-0a1b2c3d", "subnet-0a1b2c3e"],
    certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/1",
  };
  new Gateway("shop", { type: "alb", loadBalancer: balancer, routes: { $default: "src/other.ts" } });
  const chat = new Gateway("chat", {
    type: "url",
    routes: { $default: "src/stream.ts" },
    streaming: true,
    link: [users],
  });
  const orders = new Event("orders", { source: { type: "sqs" }, handler, link: [users.write] });
  new Event("refunds", { source: { type: "sqs-fifo" }, handler });
  const positions = new Stream("positions");
  const stream = { type: "kinesis", stream: positions, consumer: true } as const;
  new Event("tracks", { source: stream, handler, link: [positions] });
  const carts = new Table("carts", { partitionKey: "id", stream: "both" });
  new Event("changes", { source: { type: "dynamodb", table: carts }, handler });
  const facts = new Bus("facts", { archiveDays: 30 });
  const news = new Topic("news");
  const files = new Bucket("files");
  new Event("readers", { source: { type: "sns", topic: news }, handler });
  new Event("listeners", { source: { type: "sns", topic: news, through: "direct" }, handler });
  new Event("thumbs", { source: { type: "s3", bucket: files }, handler });
  const drops = new Bucket("drops");
  new Event("imports", { source: { type: "s3", bucket: drops, through: "direct" }, handler });
  new Event("devices", { source: { type: "iot", sql: "SELECT * FROM 'devices/#'" }, handler });
  new Event("pushes", { source: { type: "codecommit", repository: "shop-web" }, handler });
  const pattern = { source: ["shop.orders"] };
  new Event("copies", { source: { type: "eventbridge", pattern }, handler, link: [facts, files, news] });
  new Event("trouble", { source: { type: "alarm" }, handler });
  new Event("sign-up", { source: { type: "cognito", trigger: "preSignUp" }, handler });
  new Cron("nightly", { schedule: "rate(1 day)", handler: "src/schedule.ts", link: [worker] });
  const fulfil = new Pipeline("fulfil", { steps: { check: "src/states.ts", ship: handler }, link: [users] });
  new Function("careful", { handler, deployment: { strategy: "canary", beforeTraffic: "src/other.ts" } });
  new Function("warm", { handler, provisionedConcurrency: { minimum: 1, maximum: 5 } });
  new Pipeline("reviews", { steps: { check: handler, manager: approval("src/other.ts") } });
  new QueuePipeline("relay", { steps: { check: handler, ship: "src/other.ts" } });
  new Pipeline("bursts", { type: "EXPRESS", steps: { only: handler } });
  new Function("starter", { handler: "src/other.ts", link: [fulfil] });
  new Function("scorer", { code: { type: "python", dir: "python", handler: "app.handler" } });
  new Function("quoter", { code: { type: "java", dir: "java", handler: "Handler::handle" } });
  new Function("greeter", { code: { type: "go", dir: "go" } });
  new Function("renderer", { code: { type: "image", dir: "renderer" } });
  const pages = new Bucket("pages", { files: "public" });
  new Distribution("site", {
    origin: pages,
    paths: { "/api/*": api, "/chat": { origin: chat, viewer: [basicAuth()] } },
    viewer: [
      securityHeaders(),
      redirects({ "/old": "/new" }),
      abTest({ name: "hero", variants: { a: 1, b: 1 } }),
    ],
    lambdaEdge: { "origin-request": "src/other.ts" },
    domain: { name: "www.example.com", zoneId: "Z0123456789" },
  });
  return { url: api.url, queueUrl: orders.source.queueUrl, arn: fulfil.arn };
}

/** One program for each component, by the component's name. */
export const components = {
  Function: () => new Function("part", { handler }),
  Gateway: () => new Gateway("part", { routes: { "GET /": handler } }),
  Event: () => new Event("part", { source: { type: "sqs" }, handler }),
  Cron: () => new Cron("part", { schedule: "rate(1 day)", handler }),
  Pipeline: () => new Pipeline("part", { steps: { one: handler, two: "src/other.ts" } }),
  QueuePipeline: () => new QueuePipeline("part", { steps: { one: handler, two: "src/other.ts" } }),
  Table: () => new Table("part", { partitionKey: "id" }),
  Bucket: () => new Bucket("part"),
  Distribution: () => {
    const files = new Bucket("part-given");
    return new Distribution("part", {
      origin: files,
      viewer: [securityHeaders(), redirects({ "/a": "/b" })],
    });
  },
  Stream: () => new Stream("part"),
  Topic: () => new Topic("part"),
  Bus: () => new Bus("part", { archiveDays: 30 }),
  Queue: () => new Queue("part"),
  Parameter: () => new Parameter("part", { value: "100" }),
  Secret: () => new Secret("part", { rotation: { handler, schedule: "rate(30 days)" } }),
} as const;
