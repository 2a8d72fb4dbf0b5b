import { join } from "node:path";
import * as aws from "@pulumi/aws";
import { describe, expect, test } from "vitest";
import { type Graph, managed, ProgramError, type Resource, reveal } from "../../platform/engine/index.ts";
import { graphOf } from "../../platform/fleet/graph-of.ts";
import { serviceNames } from "../../platform/fleet/services.ts";
import { Event, Function, Gateway, Pipeline, Topic } from "../../platform/index.ts";
import { platformDir as root } from "../../platform/values/places.ts";
import { because, errorOf, graphOfProgram, inputsOf } from "../support/index.ts";
import { showcase } from "../support/showcase.ts";

const regions = ["cn-north-1", "us-gov-west-1"] as const;
type Region = (typeof regions)[number];

/** Partition, hosts and console. Sources: `partitions.json` of the AWS SDKs; the consoles' own pages. */
const places: Readonly<Record<Region, { partition: string; suffix: string; console: string }>> = {
  "cn-north-1": { partition: "aws-cn", suffix: "amazonaws.com.cn", console: "console.amazonaws.cn" },
  "us-gov-west-1": {
    partition: "aws-us-gov",
    suffix: "amazonaws.com",
    console: "console.amazonaws-us-gov.com",
  },
};

/** A program's graph, also when it was refused, and the problems as `<logical name>: <input>`. */
async function outcome(graph: Promise<Graph>): Promise<{ graph: Graph; refused: string[] }> {
  try {
    return { graph: await graph, refused: [] };
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    const lines = [...error.message.matchAll(/^ {2}(\S+) \(\S+\): ([\w.]+): /gm)];
    if (lines.length === 0) throw error;
    return { graph: error.graph, refused: lines.map(([, name, input]) => `${name}: ${input}`) };
  }
}

/** Every ARN, host and console of another partition in a resource's inputs, also inside of JSON. */
function foreign({ inputs }: Resource, region: Region): string[] {
  const { partition, suffix, console } = places[region];
  const text = JSON.stringify(reveal(inputs));
  const arns = [...text.matchAll(/\barn:(aws[\w-]*):[^"\\]*/g)].flatMap(([arn, of]) =>
    of === partition ? [] : [arn],
  );
  // A service's principal is `<service>.amazonaws.com` everywhere (aws-cdk-lib: `ServicePrincipal.servicePrincipalName`).
  // KMS's name of a service is given in both forms, since AWS's pages don't say which it takes in China.
  const hosts = [
    ...text.matchAll(/(kms:ViaService\\":\[\\"|Service\\":\\")?\b([\w.-]+)\.(amazonaws\.com(\.cn)?)\b/g),
  ].flatMap(([, name, host = "", end]) =>
    name || !host.includes(".") || end === suffix ? [] : [`${host}.${end}`],
  );
  const consoles = [...text.matchAll(/[\w-]+\.(console\.[\w.-]+)/g)].flatMap(([url, host]) =>
    host === console ? [] : [url],
  );
  return [...arns, ...hosts, ...consoles];
}

/** Everything foreign in what a program makes, but for what was refused. */
function foreignIn({ graph, refused }: Awaited<ReturnType<typeof outcome>>, region: Region): string[] {
  return managed(graph)
    .filter(({ name }) => !refused.some((line) => line.startsWith(`${name}: `)))
    .flatMap((resource) => foreign(resource, region).map((text) => `${resource.name}: ${text}`));
}

/** What is refused of the examples. Sources: those of each row in platform/values/partitions/availability.ts. */
const refusals: Readonly<Record<Region, Readonly<Record<string, readonly RegExp[]>>>> = {
  "cn-north-1": {
    assistant: [/^chat-url: type$/, /^chat-answer-policy: policy$/],
    "python-scorer": [/^api-scorer-function: snapStart$/],
    website: [
      /^site-distribution: defaultCacheBehavior\.cachePolicyId$/,
      /^site-s3-access: type$/,
      /: region$/,
      /^dashboard: dashboardBody$/,
    ],
  },
  "us-gov-west-1": {
    assistant: [/^chat-url: type$/],
    "python-scorer": [/^api-scorer-function: snapStart$/],
    website: [/^site-distribution: type$/, /^site-\S+: type$/, /: region$/, /^dashboard: dashboardBody$/],
  },
};

describe.each(regions)("in %s", (region) => {
  test.each([...serviceNames(), "the foundation"])(
    "%s has a plan without anything of another partition",
    async (name) => {
      const where = name === "the foundation" ? join(root, ".") : name;
      const options = { stage: "prod", config: { "aws:region": region } };
      // A stack that another one reads is in the same partition.
      const { outputs } = name === "partner-api" ? await graphOf("order-events", options) : { outputs: {} };
      const stackReferences = { "organization/order-events/prod": outputs };
      const made = await outcome(graphOf(where, { ...options, stackReferences }));
      const expected = refusals[region][name] ?? [];
      expect(made.refused.filter((line) => !expected.some((one) => one.test(line)))).toEqual([]);
      for (const one of expected)
        expect(
          made.refused.some((line) => one.test(line)),
          `${one}`,
        ).toBe(true);
      expect(managed(made.graph).length).toBeGreaterThan(0);
      expect(foreignIn(made, region)).toEqual([]);
    },
  );
});

test("in cn-north-1 every component is planned or refused by name, without anything of another partition", async () => {
  const made = await outcome(graphOfProgram(showcase, { region: "cn-north-1" }));
  expect(foreignIn(made, "cn-north-1")).toEqual([]);
});

describe("a stack has one partition", () => {
  test("ARNs of another partition are refused, but for what AWS doesn't read", async () => {
    const program = () => {
      const arn = "arn:aws:sqs:eu-west-1:123456789012:jobs";
      new Function("work", {
        handler: "src/handler.ts",
        permissions: [{ actions: ["sqs:SendMessage"], resources: [arn] }],
        environment: { THEIR_QUEUE: arn },
      });
    };
    expect(await errorOf(program, { region: "cn-north-1" })).toMatch(
      /^1 input is not valid.*\n {2}work-policy \(\S+\): policy: an ARN of the partition aws given \(arn:aws:\.\.\.\); this stack is in aws-cn: name a resource of aws-cn/,
    );
    await expect(graphOfProgram(program)).resolves.toBeDefined();
  });

  test("a region of another partition is refused, and the partition is that of the resource's own provider", async () => {
    const message = await errorOf(
      () => {
        new aws.sqs.Queue("here", { name: "here", region: "us-east-1" });
        const elsewhere = new aws.Provider("elsewhere", { region: "us-east-1" });
        new aws.sqs.Queue("there", { name: "there" }, { provider: elsewhere });
      },
      { region: "cn-north-1" },
    );
    expect(message).toMatch(
      /1 input is not valid.*\n {2}here \(\S+\): region: us-east-1 is no region of aws-cn, where this stack is \(cn-north-1\)/,
    );
  });
});

test("integrations of Step Functions and principals of an account are of the partition, services have their one name", async () => {
  const graph = await graphOfProgram(
    () => {
      new Pipeline("flow", { steps: { one: "src/handler.ts" } });
      new Topic("news", {
        senders: [
          {
            principal: "cloudwatch.amazonaws.com",
            sourceArn: "arn:aws-cn:cloudwatch:cn-north-1:123456789012:alarm:a",
          },
        ],
      });
    },
    { region: "cn-north-1" },
  );
  expect(inputsOf(graph, "flow-state-machine").definition).toContain('"arn:aws-cn:states:::lambda:invoke"');
  const key = JSON.parse(String(inputsOf(graph, "news-key").policy)) as {
    Statement: Record<string, unknown>[];
  };
  expect(key.Statement).toMatchObject([
    { Principal: { AWS: "arn:aws-cn:iam::123456789012:root" } },
    {
      Condition: {
        StringEquals: {
          "kms:ViaService": ["sns.cn-north-1.amazonaws.com", "sns.cn-north-1.amazonaws.com.cn"],
        },
      },
    },
    { Principal: { Service: "cloudwatch.amazonaws.com" } },
  ]);
});

describe("what a partition lacks is off by default", () => {
  const program = () => {
    new Function("work", { handler: "src/handler.ts" });
    new Event("jobs", { source: { type: "sqs" }, handler: "src/handler.ts" });
    new Gateway("api", { type: "rest", routes: { "GET /": "src/other.ts" } });
  };

  test.each([
    { region: "eu-west-1", mode: "Active", logFormat: "JSON", policy: "SecurityPolicy_TLS13_1_2_2021_06" },
    {
      region: "cn-north-1",
      mode: "PassThrough",
      logFormat: "JSON",
      policy: "SecurityPolicy_TLS13_1_2_2021_06",
    },
    { region: "us-gov-west-1", mode: "Active", logFormat: "Text", policy: "TLS_1_2" },
  ])(
    "in $region: tracing $mode, logs as $logFormat, TLS by $policy, and tags only where mappings take them",
    async ({ region, mode, logFormat, policy }) => {
      const graph = await graphOfProgram(program, { region });
      const fn = inputsOf(graph, "work-function");
      expect(fn).toMatchObject({ tracingConfig: { mode }, loggingConfig: { logFormat } });
      expect(inputsOf(graph, "api-rest")).toMatchObject({ securityPolicy: policy });
      expect("tags" in graph.get("jobs-mapping").inputs).toBe(region === "eu-west-1");
      expect(graph.get("jobs-queue").inputs).toHaveProperty("tags");
    },
  );

  test("a service that asks for it nevertheless is refused", async () => {
    const message = await errorOf(
      () => new Function("work", { handler: "src/handler.ts", tracing: because("Active") }),
      {
        region: "cn-north-1",
      },
    );
    expect(message).toMatch(/work-function \(\S+\): tracingConfig\.mode: aws-cn has no X-Ray in Lambda/);
  });
});
