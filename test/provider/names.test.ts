import * as aws from "@pulumi/aws";
import { describe, expect, test } from "vitest";
import { type Graph, ProgramError } from "../../platform/engine/index.ts";
import { Event, Gateway, Queue, Topic } from "../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, managed } from "../support/index.ts";

const handler = "src/handler.ts";

describe("two resources of one name", () => {
  test("a topic, and the topic of an event of the same name, are refused, both of them named", async () => {
    const message = await errorOf(() => {
      new Topic("jobs");
      new Event("jobs", { source: { type: "sns" }, handler });
    });
    expect(message).toMatch(
      /^1 input is not valid in shop \(prod\):\n {2}jobs-topic \(aws:sns\/topic:Topic\): name: "shop-prod-jobs" is the name of two resources, jobs-topic of Event > Topic and jobs-topic of Topic: AWS makes one thing of both \("CreateTopic"\); rename one of them, or the component that makes it \(file:.+topic\.ts/,
    );
  });

  // CreateQueue, CreateTopic, PutMetricAlarm and PutRule take what is there; CreateLogGroup and CreateRole have an error for it.
  test.each([
    [
      "queues",
      () => new aws.sqs.Queue("b", { name: "a" }),
      /two resources, a and b: AWS makes one thing of both/,
    ],
    [
      "queues in one region, named otherwise",
      () => new aws.sqs.Queue("b", { name: "a", region: "eu-west-1" }),
      /a and b/,
    ],
    [
      "log groups",
      () => new aws.cloudwatch.LogGroup("b", { name: "a" }),
      /a and b: AWS refuses the second \("CreateLogGroup"\)/,
    ],
    [
      "roles, whose names differ in case only",
      () => new aws.iam.Role("b", { name: "A", assumeRolePolicy: "{}" }),
      /"A" is the name of two resources, a and b: AWS refuses the second/,
    ],
    [
      "rules of the account's own bus",
      () => new aws.cloudwatch.EventRule("b", { name: "a", scheduleExpression: "rate(1 day)" }),
      /a and b: AWS makes one/,
    ],
  ])("%s", async (_, make, reason) => {
    const message = await errorOf(() => {
      new aws.sqs.Queue("a", { name: "a" });
      new aws.cloudwatch.LogGroup("a", { name: "a" });
      new aws.iam.Role("a", { name: "a", assumeRolePolicy: "{}" });
      new aws.cloudwatch.EventRule("a", { name: "a", scheduleExpression: "rate(1 day)" });
      make();
    });
    expect(message).toMatch(/^1 input is not valid/);
    expect(message).toMatch(reason);
  });

  test("in other regions, accounts and buses, and of other types, are fine", async () => {
    const graph = await graphOfProgram(() => {
      new aws.sqs.Queue("a", { name: "a" });
      new aws.sns.Topic("a", { name: "a" });
      new aws.sqs.Queue("there", { name: "a", region: "eu-central-1" });
      const theirs = new aws.Provider("theirs", {
        region: "eu-west-1",
        assumeRoles: [{ roleArn: "arn:aws:iam::111122223333:role/deploy" }],
      });
      new aws.sqs.Queue("theirs", { name: "a" }, { provider: theirs });
      for (const bus of ["one", "two"])
        new aws.cloudwatch.EventRule(bus, { name: "a", eventBusName: bus, eventPattern: "{}" });
      aws.sqs.Queue.get("looked-up", "https://sqs.eu-west-1.amazonaws.com/123456789012/a");
      // APIs have ids: AWS lets their names repeat.
      for (const api of ["x", "y"]) new aws.apigatewayv2.Api(api, { name: "a", protocolType: "HTTP" });
    });
    expect(managed(graph, "aws:sqs/queue:Queue")).toHaveLength(3);
  });

  test("whose names aren't known yet are left to the deployment", async () => {
    const program = () => {
      const { arn } = new aws.sqs.Queue("first");
      for (const name of ["a", "b"]) new aws.sqs.Queue(name, { name: arn.apply((known) => known.slice(-4)) });
    };
    await expect(graphOfProgram(program, { preview: true })).resolves.toBeDefined();
  });
});

describe("names of alarms", () => {
  test("of a gateway and of its function differ, whatever the handler's file is called", async () => {
    const graph = await graphOfProgram(() => new Gateway("api", { routes: { "GET /": "src/server.ts" } }));
    const names = managed(graph, "aws:cloudwatch/metricAlarm:MetricAlarm").map(({ inputs }) => inputs.name);
    expect(names.sort()).toEqual([
      "shop-prod-api-5xx",
      "shop-prod-api-server-concurrency",
      "shop-prod-api-server-duration",
      "shop-prod-api-server-errors",
      "shop-prod-api-server-throttles",
    ]);
  });
});

describe("names that AWS doesn't take", () => {
  test("are refused, all of them together, with the limit and its page", async () => {
    const message = await errorOf(() => {
      new aws.sqs.Queue("long", { name: "a".repeat(81) });
      new aws.sqs.Queue("spaced", { name: "a b" });
      new aws.dynamodb.Table("short", { name: "ab", hashKey: "id", attributes: [{ name: "id", type: "S" }] });
      new aws.lb.LoadBalancer("inside", { name: "internal-api" });
      new aws.ssm.Parameter("reserved", { name: "/aws-orders/limit", type: "String" });
    });
    expect(message.split("\n")).toEqual([
      "5 inputs are not valid in shop (prod):",
      expect.stringMatching(
        /^ {2}short .+: name: "ab" has 2 characters; 3 to 255 are allowed \("CreateTable"\) \(/,
      ),
      expect.stringMatching(
        /^ {2}inside .+: name: "internal-api" is not a name that AWS takes: .+no "internal-" at the beginning \("CreateLoadBalancer"\) \(/,
      ),
      expect.stringMatching(
        /^ {2}long .+: name: "a{81}" has 81 characters; 1 to 80 are allowed \("CreateQueue"\) \(/,
      ),
      expect.stringMatching(
        /^ {2}spaced .+: name: "a b" is not a name that AWS takes: use letters, digits, "-" and "_".+\("CreateQueue"\) \(/,
      ),
      expect.stringMatching(
        /^ {2}reserved .+: name: "\/aws-orders\/limit" is not a name that AWS takes: .+\("PutParameter"\) \(/,
      ),
    ]);
  });

  test("so are those that Pulumi generates: the logical name, a hyphen and seven digits", async () => {
    const make = (length: number) => () => new aws.lb.TargetGroup("t".repeat(length));
    expect(await errorOf(make(25))).toMatch(
      /name: Pulumi generates a name; "t{25}-[0-9a-f]{7}" has 33 characters; 1 to 32 are allowed \("CreateTargetGroup"\); give it a name/,
    );
    await expect(graphOfProgram(make(24))).resolves.toBeDefined();
  });

  test("generated as pulumi-aws does: of buckets in lower case, of IoT's rules without a hyphen", async () => {
    const graph = await graphOfProgram(() => {
      new aws.s3.Bucket("Files");
      new aws.iot.TopicRule("Devices", { enabled: true, sql: "SELECT * FROM 'a'", sqlVersion: "2016-03-23" });
    });
    expect(graph.get("Files").outputs.bucket).toMatch(/^files-[0-9a-f]{7}$/);
    expect(graph.get("Devices").outputs.name).toMatch(/^Devices_[0-9a-f]{7}$/);
  });
});

describe("a project and a stack that can't be a part of names", () => {
  const program = () => new Queue("q");

  test.each([
    ["dev.eu", "dev-eu"],
    ["dev_eu", "dev-eu"],
    ["Dev", "dev"],
    ["dev-", "dev"],
  ])("stack %s is refused before anything is made", async (stage, better) => {
    const error = await graphOfProgram(program, { stage }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProgramError);
    const { message, graph } = error as ProgramError & { graph: Graph };
    expect(message).toBe(
      `Stack ${stage} of shop has 1 problem(s):\n  - The stack is called "${stage}", which can't be a part of the names of its resources: use lower-case letters, digits and single hyphens; make one of another name, such as "pulumi stack init ${better}".`,
    );
    expect(managed(graph)).toEqual([]);
  });

  test.each([
    ["Shop.Orders", "shop-orders"],
    ["2shop", "a-2shop"],
  ])("project %s is refused", async (project, better) => {
    expect(await errorOf(program, { project })).toContain(
      `rename it in Pulumi.yaml, such as "name: ${better}"`,
    );
  });

  test.each(["dev", "pr-123", "123", "a-very-long-name-of-a-branch-that-somebody-works-on"])(
    "stack %s is fine",
    async (stage) => {
      const graph = await graphOfProgram(program, { stage });
      expect(inputsOf(graph, "q-queue").name).toMatch(new RegExp(`^shop-${stage}`));
    },
  );
});
