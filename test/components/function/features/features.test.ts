import { describe, expect, test } from "vitest";
import { Event, Function, Gateway } from "../../../../platform/index.ts";
import { because, errorOf, graphOfProgram, inputsOf, statements } from "../../../support/index.ts";
import { added, functionOf, handler, of, permitted, subnetIds } from "./support.ts";

const python = { type: "python", dir: "python", handler: "app.handler" } as const;
const accessPointArn = "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0123456789abcdef0";

test("a function of which nothing is said has no features, and no permission for any", async () => {
  const inputs = await functionOf({});
  for (const absent of [
    "vpcConfig",
    "fileSystemConfig",
    "snapStart",
    "durableConfig",
    "tenancyConfig",
    "codeSigningConfigArn",
    "kmsKeyArn",
    "publish",
  ])
    expect(inputs).not.toHaveProperty(absent);
  expect(await permitted({})).toEqual([]);
});

describe("fileSystem", () => {
  const mounted = {
    vpc: { subnetIds, securityGroupIds: ["sg-1"] },
    fileSystem: { accessPointArn, path: "/mnt/models" },
  } as const;

  test("is mounted, and may be used through its access point only", async () => {
    expect((await functionOf(mounted)).fileSystemConfig).toEqual({
      arn: accessPointArn,
      localMountPath: "/mnt/models",
    });
    const { policy } = inputsOf(await of(mounted), "worker-policy");
    expect(JSON.parse(String(policy)).Statement).toContainEqual({
      Effect: "Allow",
      Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
      Resource: ["arn:aws:elasticfilesystem:eu-west-1:123456789012:file-system/*"],
      Condition: { StringEquals: { "elasticfilesystem:AccessPointArn": accessPointArn } },
    });
  });

  test("can be read only", async () => {
    const readOnly = { ...mounted, fileSystem: { ...mounted.fileSystem, readOnly: true } };
    expect((await permitted(readOnly)).map(({ actions }) => actions)).toContainEqual([
      "elasticfilesystem:ClientMount",
    ]);
  });
});

describe("snapStart", () => {
  test("publishes versions, of each of which there is a snapshot, and others invoke the alias", async () => {
    const graph = await graphOfProgram(() => {
      const scorer = new Function("scorer", { code: python, snapStart: true });
      new Function("caller", { handler, link: [scorer] });
    });
    expect(inputsOf(graph, "scorer-function")).toMatchObject({
      snapStart: { applyOn: "PublishedVersions" },
      publish: true,
    });
    const alias = graph.get("scorer-alias");
    expect(statements(graph, "caller-policy").at(-1)).toEqual({
      effect: "Allow",
      actions: ["lambda:InvokeFunction"],
      resources: [alias.outputs.arn],
    });
  });
});

describe("durable", () => {
  const durable = { executionTimeout: 86_400, retentionDays: 30 };

  test("records steps of executions of its own versions, and is invoked by its alias", async () => {
    const graph = await of({ durable });
    expect(inputsOf(graph, "worker-function")).toMatchObject({
      durableConfig: { executionTimeout: 86_400, retentionPeriod: 30 },
      publish: true,
    });
    expect(graph.get("worker-alias").type).toBe("aws:lambda/alias:Alias");
    expect(await permitted({ durable })).toEqual([
      {
        effect: "Allow",
        actions: ["lambda:CheckpointDurableExecution", "lambda:GetDurableExecutionState"],
        resources: ["arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-worker:*"],
      },
    ]);
  });
});

test("tenancy gives each tenant environments of its own", async () => {
  expect((await functionOf({ tenancy: "per-tenant" })).tenancyConfig).toEqual({
    tenantIsolationMode: "PER_TENANT",
  });
});

test.each([
  [
    {
      codeSigningConfigArn: "arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-0123456789abcdefg",
    },
  ],
  [{ kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" }],
])("%j is passed on", async (args) => {
  expect(await functionOf(args)).toMatchObject(args);
});

describe("what is made beside a function only when it differs from AWS's own default", () => {
  test("leave to trigger itself", async () => {
    expect(await added({ recursiveLoop: "Terminate" })).toEqual([]);
    const graph = await of({ recursiveLoop: because("Allow") });
    expect(inputsOf(graph, "worker-recursion")).toEqual({
      functionName: "shop-prod-worker",
      recursiveLoop: "Allow",
    });
  });

  test("patches of the runtime at deployments only", async () => {
    expect(await added({ runtimeUpdates: "Auto" })).toEqual([]);
    const graph = await of({ runtimeUpdates: because("FunctionUpdate") });
    expect(inputsOf(graph, "worker-runtime-updates")).toEqual({
      functionName: "shop-prod-worker",
      updateRuntimeOn: "FunctionUpdate",
    });
  });
});

describe("what excludes each other or can't be is refused", () => {
  const fileSystem = { accessPointArn, path: "/mnt/models" } as const;
  test.each<[object, RegExp]>([
    [{ vpc: false }, /vpc: false given; true \(the default VPC\) or \{ subnetIds \}/],
    [{ vpc: { subnetIds: [] } }, /vpc\.subnetIds: there is none/],
    [{ vpc: { subnetIds, subnets: [] } }, /vpc\.subnets: .*did you mean subnetIds/],
    [{ vpc: { subnetIds, securityGroupIds: [] } }, /vpc\.securityGroupIds: there is none/],
    [{ transform: { securityGroup: {} } }, /transform\.securityGroup: the function has no security group/],
    [{ fileSystem }, /fileSystem: EFS is only reached from inside its VPC/],
    [
      { vpc: { subnetIds }, fileSystem: { ...fileSystem, path: "/data" } },
      /fileSystem\.path: "\/data" given/,
    ],
    [
      { vpc: { subnetIds }, fileSystem: { ...fileSystem, accessPointArn: "fsap-1" } },
      /fileSystem\.accessPointArn/,
    ],
    [{ snapStart: true }, /snapStart: nodejs24\.x has none/],
    [
      { handler: undefined, code: { ...python, runtime: "python3.11" }, snapStart: true },
      /snapStart: python3\.11/,
    ],
    [{ handler: undefined, code: { type: "go", dir: "go" }, snapStart: true }, /snapStart: provided\.al2023/],
    [
      { handler: undefined, code: { type: "image", dir: "renderer" }, snapStart: true },
      /snapStart: a container image/,
    ],
    [
      { handler: undefined, code: python, snapStart: true, ephemeralStorage: 1024 },
      /ephemeralStorage: 1024 given; with snapStart at most 512/,
    ],
    [
      { handler: undefined, code: python, snapStart: true, provisionedConcurrency: 2 },
      /snapStart, provisionedConcurrency: both/,
    ],
    [
      { handler: undefined, code: python, snapStart: true, vpc: { subnetIds }, fileSystem },
      /snapStart, fileSystem: both/,
    ],
    [{ durable: {} }, /durable\.executionTimeout: it is missing/],
    [{ durable: { executionTimeout: 31_622_401 } }, /durable\.executionTimeout: 31622401/],
    [{ durable: { executionTimeout: 60, retentionDays: 91 } }, /durable\.retentionDays: 91/],
    [
      { handler: undefined, code: { type: "go", dir: "go" }, durable: { executionTimeout: 60 } },
      /durable: provided\.al2023 can't/,
    ],
    [{ tenancy: "shared" }, /tenancy: "shared" given/],
    [{ tenancy: "per-tenant", provisionedConcurrency: 2 }, /tenancy, provisionedConcurrency: both/],
    [{ codeSigningConfigArn: "csc-1" }, /codeSigningConfigArn: "csc-1" given; the ARN/],
    [{ kmsKeyArn: "alias/own" }, /kmsKeyArn: "alias\/own" given; the ARN of a KMS key/],
    [
      {
        handler: undefined,
        code: { type: "image", dir: "renderer" },
        codeSigningConfigArn:
          "arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-0123456789abcdefg",
        layers: ["arn:aws:lambda:eu-west-1:123456789012:layer:x:1"],
        runtimeUpdates: "FunctionUpdate",
      },
      /codeSigningConfigArn: container images[\s\S]*layers: a container image[\s\S]*runtimeUpdates: a container image/,
    ],
    [{ recursiveLoop: "Stop" }, /recursiveLoop: "Stop" given/],
    [{ runtimeUpdates: "Never" }, /runtimeUpdates: "Never" given/],
  ])("%j", async (args, message) => {
    const given = { handler, ...args } as { readonly handler: typeof handler };
    expect(await errorOf(() => void new Function("worker", given))).toMatch(message);
  });

  test("a tenant's function behind an AWS service, which names no tenant", async () => {
    const own = () => void new Event("orders", { source: { type: "sqs" }, handler, tenancy: "per-tenant" });
    expect(await errorOf(own)).toMatch(/tenancy: an AWS service invokes this function/);
    const given = () =>
      void new Gateway("api", {
        routes: { "GET /": new Function("worker", { handler, tenancy: "per-tenant" }) },
      });
    expect(await errorOf(given)).toMatch(/tenancy: apigateway\.amazonaws\.com would invoke it/);
  });

  test("a durable execution that somebody waits for longer than Lambda lets them", async () => {
    const program = () =>
      void new Gateway("api", { routes: { "GET /": { handler, durable: { executionTimeout: 901 } } } });
    expect(await errorOf(program)).toMatch(/at most 900 seconds/);
  });
});
