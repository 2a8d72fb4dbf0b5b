import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  deploymentProblems,
  shiftMinutes,
} from "../../../../platform/components/function/delivery/deployment.ts";
import {
  Cron,
  Event,
  Function,
  type FunctionArgs,
  type FunctionSettings,
  Gateway,
  Pipeline,
} from "../../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, partsOf, statements } from "../../../support/index.ts";

const handler = "src/handler.ts";
const canary = { strategy: "canary" } as const;
const functionArn = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-${name}`;
const functionOf = (args: Partial<FunctionSettings>, stage = "prod") =>
  graphOfProgram(() => void new Function("worker", { handler, ...args }), { stage });

describe("a function whose traffic is shifted", async () => {
  const graph = await functionOf({ deployment: canary });

  test("has, beside its other parts, an alias and an application of CodeDeploy's with a group and a role", async () => {
    const plain = partsOf(await functionOf({}));
    expect(partsOf(graph).filter((part) => !plain.includes(part))).toEqual([
      "codedeploy.Application worker-application",
      "codedeploy.DeploymentGroup worker-deployment-group",
      "iam.Role worker-deployment-role",
      "iam.RolePolicy worker-deployment-policy",
      "lambda.Alias worker-alias",
    ]);
  });

  test("publishes a version at each change, and its alias points to it", () => {
    expect(inputsOf(graph, "worker-function").publish).toBe(true);
    expect(inputsOf(graph, "worker-alias")).toEqual({
      name: "live",
      functionName: "shop-prod-worker",
      functionVersion: "1",
    });
  });

  test("is shifted by AWS's own configuration, and back on its own alarms and on failure", () => {
    expect(inputsOf(graph, "worker-deployment-group")).toEqual({
      appName: "shop-prod-worker",
      deploymentGroupName: "shop-prod-worker",
      serviceRoleArn: "arn:aws:iam::123456789012:role/shop-prod-worker-deployment",
      deploymentConfigName: "CodeDeployDefault.LambdaCanary10Percent5Minutes",
      deploymentStyle: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" },
      autoRollbackConfiguration: {
        enabled: true,
        events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
      },
      alarmConfiguration: {
        enabled: true,
        alarms: ["errors", "throttles", "duration", "concurrency"].map((what) => `shop-prod-worker-${what}`),
      },
    });
  });

  test("lets CodeDeploy move its own alias and look at its own alarms, and nothing else", () => {
    expect(statements(graph, "worker-deployment-policy")).toEqual([
      {
        effect: "Allow",
        actions: ["lambda:GetAlias", "lambda:UpdateAlias", "lambda:GetProvisionedConcurrencyConfig"],
        resources: [functionArn("worker"), functionArn("worker:live")],
      },
      {
        effect: "Allow",
        actions: ["cloudwatch:DescribeAlarms"],
        resources: ["errors", "throttles", "duration", "concurrency"].map(
          (what) => `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:shop-prod-worker-${what}`,
        ),
      },
    ]);
  });

  test("gets its traffic only when CodeDeploy can shift it: the alias comes last", () => {
    const dependencies = graph.get("worker-alias").dependencies;
    for (const part of ["worker-deployment-group", "worker-deployment-policy"])
      expect(dependencies).toContain(graph.get(part).urn);
  });

  test("has alarms about what its alias gets; the reservation is the whole function's", () => {
    const dimensions = (what: string) => inputsOf(graph, `worker-${what}`).dimensions;
    for (const what of ["errors", "throttles", "duration"])
      expect(dimensions(what)).toEqual({
        FunctionName: "shop-prod-worker",
        Resource: "shop-prod-worker:live",
      });
    expect(dimensions("concurrency")).toEqual({ FunctionName: "shop-prod-worker" });
  });

  test("has the failure path of its asynchronous invocations on the alias", () => {
    expect(inputsOf(graph, "worker-invoke-config").qualifier).toBe("live");
  });

  test("is the same when only previewed, and offline no hook runs", async () => {
    const preview = await graphOfProgram(() => void new Function("worker", { handler, deployment: canary }), {
      preview: true,
    });
    expect(preview.resources.map(({ urn }) => urn)).toEqual(graph.resources.map(({ urn }) => urn));
  });

  test("is deployed straight where a stage says so, without a part of all this", async () => {
    const config = { "shop:defaults": JSON.stringify({ deployment: { strategy: "canary" } }) };
    const program = () => void new Function("worker", { handler });
    const configured = await graphOfProgram(program, { config });
    expect(partsOf(configured)).toEqual(partsOf(graph));
    expect(partsOf(await functionOf({})).join()).not.toMatch(/Alias|codedeploy/);
  });
});

describe("of what a service says nothing about", () => {
  const groups = async (stage: string, program: () => void) =>
    (await graphOfProgram(program, { stage }))
      .of("aws:codedeploy/deploymentGroup:DeploymentGroup")
      .map(({ inputs }) => [inputs.deploymentGroupName, inputs.deploymentConfigName]);
  const gateway = () => void new Gateway("api", { routes: { "GET /": handler } });

  test("a gateway's traffic is shifted in production, a tenth of it first", async () => {
    expect(await groups("prod", gateway)).toEqual([
      ["shop-prod-api-handler", "CodeDeployDefault.LambdaCanary10Percent5Minutes"],
    ]);
  });

  test.each(["dev", "staging", "pr-123"])("nothing is shifted in the stage %s", async (stage) => {
    expect(await groups(stage, gateway)).toEqual([]);
  });

  test("what isn't answered while somebody waits has the new version at once, in production too", async () => {
    const program = () => {
      new Function("worker", { handler });
      new Event("orders", { source: { type: "sqs" }, handler });
      new Cron("nightly", { handler, schedule: "rate(1 day)" });
      new Pipeline("fulfil", { steps: { pack: handler } });
    };
    expect(await groups("prod", program)).toEqual([]);
  });
});

describe("what a service says about a deployment", () => {
  test.each([
    [{ strategy: "canary", minutes: 30 }, "CodeDeployDefault.LambdaCanary10Percent30Minutes"],
    [{ strategy: "linear", minutes: 1 }, "CodeDeployDefault.LambdaLinear10PercentEvery1Minute"],
    [{ strategy: "linear", minutes: 10 }, "CodeDeployDefault.LambdaLinear10PercentEvery10Minutes"],
  ] as const)("%j is a configuration that AWS has ready", async (deployment, expected) => {
    const graph = await functionOf({ deployment });
    expect(inputsOf(graph, "worker-deployment-group").deploymentConfigName).toBe(expected);
    expect(graph.of("aws:codedeploy/deploymentConfig:DeploymentConfig")).toEqual([]);
  });

  test("numbers that AWS has not ready make one configuration, however many functions have them", async () => {
    const deployment = { strategy: "linear", percentage: 25, minutes: 4 } as const;
    const graph = await graphOfProgram(() => {
      new Function("one", { handler, deployment });
      new Function("two", { handler: "src/other.ts", deployment });
    });
    const name = "shop-prod-linear-25-percent-4-minutes";
    expect(inputsOf(graph, "linear-25-percent-4-minutes")).toEqual({
      deploymentConfigName: name,
      computePlatform: "Lambda",
      trafficRoutingConfig: { type: "TimeBasedLinear", timeBasedLinear: { interval: 4, percentage: 25 } },
    });
    for (const fn of ["one", "two"])
      expect(inputsOf(graph, `${fn}-deployment-group`).deploymentConfigName).toBe(name);
  });

  test("a handler that tries a version reports to CodeDeploy, which may start it", async () => {
    const graph = await functionOf({ deployment: { beforeTraffic: "src/other.ts" } });
    expect(inputsOf(graph, "worker-deployment-group").deploymentConfigName).toBe(
      "CodeDeployDefault.LambdaAllAtOnce",
    );
    expect(statements(graph, "worker-before-traffic-policy").slice(-3)).toEqual([
      {
        effect: "Allow",
        actions: ["codedeploy:GetDeployment"],
        resources: [
          "arn:aws:codedeploy:eu-west-1:123456789012:deploymentgroup:shop-prod-worker/shop-prod-worker",
        ],
      },
      // AWS: "Actions, resources, and condition keys for AWS CodeDeploy": it has no resource type.
      { effect: "Allow", actions: ["codedeploy:PutLifecycleEventHookExecutionStatus"], resources: ["*"] },
      { effect: "Allow", actions: ["lambda:InvokeFunction"], resources: [`${functionArn("worker")}:*`] },
    ]);
    expect(statements(graph, "worker-deployment-policy").at(-1)).toEqual({
      effect: "Allow",
      actions: ["lambda:InvokeFunction"],
      resources: [functionArn("worker-before-traffic")],
    });
  });

  test("without alarms, as in dev, only a failure of the deployment itself rolls back", async () => {
    const graph = await functionOf({ deployment: canary }, "dev");
    expect(inputsOf(graph, "worker-deployment-group").alarmConfiguration).toEqual({
      enabled: false,
      alarms: [],
    });
    expect(statements(graph, "worker-deployment-policy")).toHaveLength(1);
  });
});

describe("a deployment refuses", () => {
  test.each([
    [
      { strategy: "blue" },
      'deployment.strategy: "blue" given; "all-at-once", "canary" and "linear" are allowed.',
    ],
    [{ strategy: "canary", percentage: 100 }, "whole numbers from 1 to 99 per cent are allowed"],
    [{ strategy: "canary", minutes: 2_881 }, "whole numbers from 1 to 2880 minutes are allowed"],
    [{ stratgey: "canary" }, "deployment.stratgey: there is no such argument; did you mean strategy?"],
    [{ percentage: 20 }, "deployment.percentage: 20 given with the strategy all-at-once, which has no steps"],
    [
      { strategy: "linear", percentage: 1, minutes: 60 },
      "deployment: 1 per cent every 60 minutes takes 5940 minutes; at most 2880 are allowed.",
    ],
  ])("%j", async (deployment, problem) => {
    expect(
      await errorOf(() => void new Function("worker", { handler, deployment } as FunctionArgs)),
    ).toContain(problem);
  });

  test("nothing whose steps end within the time that CodeDeploy allows", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("canary" as const, "linear" as const),
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 1, max: 2_880 }),
        (strategy, percentage, minutes) => {
          const settings = { strategy, percentage, minutes };
          expect(deploymentProblems(settings, settings).length === 0).toBe(shiftMinutes(settings) <= 2_880);
        },
      ),
    );
  });
});
