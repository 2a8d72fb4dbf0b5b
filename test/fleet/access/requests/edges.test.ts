import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import type { Graph } from "../../../../platform/engine/index.ts";
import { ownWords, requestsOf } from "../../../../platform/fleet/access/requests/index.ts";
import { Bucket, Distribution, Function, Gateway, Topic } from "../../../../platform/index.ts";
import { platformDir as root } from "../../../../platform/values/places.ts";
import { Judge } from "../../../support/access/judge.ts";
import { deniedCalls } from "../../../support/access/sdk-judge.ts";
import { type Without, withoutEach } from "../../../support/access/without.ts";
import { graphOf, graphOfProgram, without } from "../../../support/index.ts";
import { rawAlarm } from "../../../support/raw-alarm.ts";
import { components, graphOfShowcase } from "../../../support/showcase.ts";
import { byHand } from "./by-hand.ts";
import * as programs from "./programs.ts";

const foundation = () => graphOf(root, { stage: "prod" });

function expectExact(graph: Graph, others: readonly Graph[] = []): void {
  const judge = new Judge(graph, others);
  expect(judge.denied(), "AWS is refused").toEqual([]);
  expect(judge.strangers(), "others are let in").toEqual([]);
  expect(judge.unjudged(), "nothing says what AWS asks for").toEqual([]);
}

describe("every edge is allowed, and only that edge:", () => {
  test.each(["prod", "dev"])("of all components together in stage %s", async (stage) => {
    expectExact(await graphOfShowcase(stage), [await foundation()]);
  });

  test.each(Object.keys(components) as (keyof typeof components)[])("of a %s alone", async (name) => {
    expectExact(await graphOfProgram(() => void components[name]()));
  });

  test.each(Object.entries(programs))("of %s in forms that are rarer", async (_, program) => {
    for (const stage of ["prod", "dev"])
      expectExact(await graphOfProgram(program, { stage }), [await foundation()]);
  });

  test.each(["cn-north-1", "us-gov-west-1"])("in other partitions: %s", async (region) => {
    const options = { stage: "prod", config: { "aws:region": region } };
    for (const service of ["nightly-report", "image-pipeline", "vehicle-telemetry"] as const)
      if (!without(service)) expectExact(await graphOf(service, options));
    const encrypted = await graphOfProgram(
      () => {
        const topic = new Topic("told", {
          senders: [{ principal: "cloudwatch.amazonaws.com", sourceArn: "a" }],
        });
        new Function("worker", { handler, onSuccess: topic });
      },
      { region },
    );
    expectExact(encrypted);
  });

  test("of resources that are written by hand, with the policies of AWS's pages", async () => {
    expectExact(await graphOfProgram(byHand));
  });

  test("of the foundation, and of the alarms of a service on its topic", async () => {
    const shared = await foundation();
    expectExact(shared);
    const graph = await graphOfProgram(programs.sources, {
      config: { "shop:defaults": JSON.stringify({ foundation: { stack: "acme/foundation" } }) },
      stackReferences: { "acme/foundation/prod": shared.outputs },
    });
    const { requests } = new Judge(graph, [shared]);
    const byCloudWatch = requests.filter(
      ({ principal }) => "service" in principal && principal.service === "cloudwatch.amazonaws.com",
    );
    const alarms = graph.of("aws:cloudwatch/metricAlarm:MetricAlarm");
    // Each alarm publishes, and uses the topic's key twice.
    expect(alarms.length).toBeGreaterThan(10);
    expect(byCloudWatch).toHaveLength(3 * alarms.length);
    expectExact(graph, [shared]);
  });
});

describe("a permission that is left out is missed:", () => {
  /** What nobody misses when it is left out of a graph: neither AWS nor what the functions call. */
  const idle = (graph: Graph) => {
    const requests = requestsOf(graph).filter(({ page }) => page !== ownWords);
    const all = withoutEach(graph);
    expect(all.length).toBeGreaterThan(3);
    const isMissed = ({ graph: left }: Without) => {
      const judge = new Judge(left, [], requests);
      return judge.requests.some((request) => !judge.isAllowed(request)) || deniedCalls(left).length > 0;
    };
    return all.filter((left) => !isMissed(left)).map(({ what }) => what);
  };

  test.skipIf(without("users-api"))("each of users-api", async () => {
    expect(idle(await graphOf("users-api", { stage: "prod" }))).toEqual([]);
  });

  test.skipIf(without("image-pipeline"))(
    "each of image-pipeline, but for what is for the sake of an error, and one of two ways to read",
    async () => {
      expect(idle(await graphOf("image-pipeline", { stage: "prod" }))).toEqual([
        "publishing-publish-policy: s3:GetObjectVersion",
        "publishing-publish-policy: s3:GetObject",
        // A missing object is a 404 to those who may list, else a 403.
        "publishing-publish-policy: s3:ListBucket",
      ]);
    },
  );

  test("each of what is written by hand", async () => {
    expect(idle(await graphOfProgram(byHand))).toEqual([]);
  });

  // Handlers of tests call nothing, so what is linked to them is idle; administering a key is people's matter.
  test.each([
    ["gateways", programs.gateways, ["caller-policy: lambda:InvokeFunctionUrl, lambda:InvokeFunction"]],
    [
      "functions",
      programs.functions,
      [
        "second-policy: sns:Publish",
        "worker-policy: secretsmanager:GetSecretValue",
        "worker-policy: kms:Decrypt",
        "third-before-traffic-policy: codedeploy:GetDeployment",
        "third-before-traffic-policy: codedeploy:PutLifecycleEventHookExecutionStatus",
        "third-before-traffic-policy: lambda:InvokeFunction",
        expect.stringMatching(/^webhook-handler-policy: secretsmanager:DescribeSecret/),
        expect.stringMatching(/^told-key: .*kms:ScheduleKeyDeletion/),
      ],
    ],
    [
      "sources",
      programs.sources,
      [
        expect.stringMatching(/^often-handler-policy: dynamodb:GetItem/),
        "flow-handler-policy: ssm:GetParameter",
      ],
    ],
  ] as const)("each of %s, but for what their handlers don't call", async (_, program, links) => {
    expect(idle(await graphOfProgram(program))).toEqual(links);
  });
});

describe("what AWS would refuse, or let in, is found:", () => {
  const judged = async (program: () => unknown) => new Judge(await graphOfProgram(program));

  test("a permission for three parts of an ARN never matches the default route", async () => {
    const sourceArn = (arn: unknown) =>
      pulumi.interpolate`${arn}`.apply((text) => text.replace("/*/$default", "/*/*/*"));
    const judge = await judged(
      () =>
        new Gateway("api", {
          routes: { $default: handler },
          transform: { permission: (args) => ({ ...args, sourceArn: sourceArn(args.sourceArn) }) },
        }),
    );
    expect(judge.denied()).toEqual([
      expect.stringMatching(
        /^apigateway\.amazonaws\.com for arn:aws:execute-api:.*\/\$default\/\$default: lambda:InvokeFunction on .*:live/,
      ),
    ]);
  });

  test("a permission of all of an API lets in its other routes, and one of all sources everybody's", async () => {
    const judge = await judged(
      () =>
        new Gateway("api", {
          routes: { "GET /a": handler },
          transform: { permission: (args) => ({ ...args, sourceArn: undefined }) },
        }),
    );
    expect(judge.denied()).toEqual([]);
    const who = judge.strangers().map((line) => line.split(":")[0]);
    expect(who).toEqual(["another account", "another API", "another path", "another method"]);
  });

  test("EventBridge names no rule to a topic, so a policy that asks for one shuts it out", async () => {
    const judge = await judged(() => {
      const topic = new aws.sns.Topic("news", {});
      const rule = new aws.cloudwatch.EventRule("daily", { scheduleExpression: "rate(1 day)" });
      new aws.cloudwatch.EventTarget("target", { rule: rule.name, arn: topic.arn });
      new aws.sns.TopicPolicy("policy", {
        arn: topic.arn,
        policy: pulumi.jsonStringify({
          Version: "2012-10-17",
          Statement: {
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sns:Publish",
            Resource: topic.arn,
            Condition: { ArnEquals: { "aws:SourceArn": rule.arn } },
          },
        }),
      });
    });
    expect(judge.denied()).toEqual([expect.stringMatching(/^events\.amazonaws\.com: sns:Publish on /)]);
  });

  test("no service can use SNS's own key, and a bucket's own key lets in whom its policy names", async () => {
    const judge = await judged(() => {
      const sourceArn = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:x";
      const topic = new Topic("told", {
        senders: [{ principal: "cloudwatch.amazonaws.com", sourceArn }],
        transform: { topic: (args) => ({ ...args, kmsMasterKeyId: "alias/aws/sns" }) },
      });
      new aws.cloudwatch.MetricAlarm("x", { ...rawAlarm, name: "x", alarmActions: [topic.arn] });
      new Distribution("site", {
        origin: new Bucket("pages", { kmsKeyArn: new aws.kms.Key("own", {}).arn }),
      });
    });
    expect(judge.denied()).toEqual([
      expect.stringMatching(/^cloudfront\.amazonaws\.com .*: kms:Decrypt on /),
      expect.stringMatching(/^cloudwatch\.amazonaws\.com .*: kms:GenerateDataKey on alias\/aws\/sns /),
      expect.stringMatching(/^cloudwatch\.amazonaws\.com .*: kms:Decrypt on alias\/aws\/sns /),
    ]);
  });

  test.skipIf(without("users-api"))("a link that allows another thing than the handler does", async () => {
    const graph = await graphOf("users-api", { stage: "prod" });
    const [left] = withoutEach(graph).filter(({ what }) =>
      what.startsWith("api-list-users-policy: dynamodb:"),
    );
    expect(deniedCalls(left!.graph)).toEqual([
      "api-list-users-function calls dynamodb:Scan: its role has no dynamodb:Scan",
    ]);
  });
});

const handler = "src/handler.ts";
