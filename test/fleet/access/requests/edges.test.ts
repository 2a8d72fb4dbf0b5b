import { describe, expect, test } from "vitest";
import type { Graph } from "../../../../platform/engine/index.ts";
import { requestsOf } from "../../../../platform/fleet/access/requests/index.ts";
import { platformDir as root } from "../../../../platform/values/places.ts";
import { Judge } from "../../../support/access/judge.ts";
import { deniedCalls } from "../../../support/access/sdk-judge.ts";
import { withoutEach } from "../../../support/access/without.ts";
import { graphOf, graphOfProgram } from "../../../support/index.ts";
import { components, graphOfShowcase, showcase } from "../../../support/showcase.ts";
import * as programs from "./programs.ts";

const foundation = () => graphOf(root, { stage: "prod" });

function expectExact(graph: Graph, others: readonly Graph[] = []): void {
  const judge = new Judge(graph, others);
  expect(judge.denied(), "AWS is refused").toEqual([]);
  expect(judge.strangers(), "others are let in").toEqual([]);
  expect(judge.unjudged(), "nothing says what AWS asks for").toEqual([]);
}

describe("every edge is allowed, and only that edge:", () => {
  test.each(["prod", "staging", "dev", "pr-123"])("of all components together in stage %s", async (stage) => {
    expectExact(await graphOfShowcase(stage), [await foundation()]);
  });

  test.each(Object.keys(components) as (keyof typeof components)[])("of a %s alone", async (name) => {
    expectExact(await graphOfProgram(() => void components[name]()));
  });

  test.each(Object.entries(programs))("of %s in forms that are rarer", async (_, program) => {
    for (const stage of ["prod", "dev"])
      expectExact(await graphOfProgram(program, { stage }), [await foundation()]);
  });

  test("of the foundation, and of the alarms of a service on its topic", async () => {
    const shared = await foundation();
    expectExact(shared);
    const graph = await graphOfProgram(showcase, {
      config: { "shop:defaults": JSON.stringify({ foundation: { stack: "acme/foundation" } }) },
      stackReferences: { "acme/foundation/prod": shared.outputs },
    });
    const { requests } = new Judge(graph, [shared]);
    const notified = requests.filter(({ page }) => page === "Notifying users on alarm changes");
    expect(notified.length).toBeGreaterThan(50);
    expect(
      requests.filter(({ action, principal }) => action.startsWith("kms:") && "service" in principal),
    ).toHaveLength(notified.length * 2);
    expectExact(graph, [shared]);
  });
});

describe("a permission that is left out is missed:", () => {
  /** What nobody misses when it is left out of a graph: neither AWS nor what the functions call. */
  const idle = (graph: Graph) => {
    const requests = requestsOf(graph).filter(({ page }) => page !== "Policy evaluation logic");
    const all = withoutEach(graph);
    expect(all.length).toBeGreaterThan(5);
    return all
      .filter(
        (left) => new Judge(left.graph, [], requests).denied().length + deniedCalls(left.graph).length === 0,
      )
      .map(({ what }) => what);
  };

  test.each(["users-api", "order-events", "nightly-report", "order-fulfilment"])(
    "each of %s",
    async (name) => {
      expect(idle(await graphOf(name, { stage: "prod" }))).toEqual([]);
    },
  );

  test("each of image-pipeline, but for what is for the sake of an error, and one of two ways to read", async () => {
    expect(idle(await graphOf("image-pipeline", { stage: "prod" }))).toEqual([
      "publishing-publish-policy: s3:GetObjectVersion",
      "publishing-publish-policy: s3:GetObject",
      // A missing object is a 404 to those who may list, else a 403.
      "publishing-publish-policy: s3:ListBucket",
    ]);
  });

  test.each(Object.entries(programs))(
    "each of %s, but for what their handlers don't call",
    async (_, program) => {
      const graph = await graphOfProgram(program);
      expect(idle(graph)).toMatchInlineSnapshot(`
        [
          "second-policy: sns:Publish",
          "worker-policy: secretsmanager:GetSecretValue",
          "worker-policy: kms:Decrypt",
          "third-before-traffic-policy: codedeploy:GetDeployment, codedeploy:PutLifecycleEventHookExecutionStatus",
          "third-before-traffic-policy: lambda:InvokeFunction",
          "webhook-handler-policy: secretsmanager:DescribeSecret, secretsmanager:GetSecretValue, secretsmanager:PutSecretValue, secretsmanager:UpdateSecretVersionStage",
          "told-key: kms:DescribeKey, kms:GetKeyPolicy, kms:GetKeyRotationStatus, kms:ListResourceTags, kms:PutKeyPolicy, kms:EnableKeyRotation, kms:TagResource, kms:UntagResource, kms:ScheduleKeyDeletion",
          "told-key: kms:GenerateDataKey, kms:Decrypt",
          "told-policy: sns:Publish",
        ]
      `);
    },
  );
});

describe("what AWS would refuse is found:", () => {
  const deniedIn = async (program: () => unknown) => new Judge(await graphOfProgram(program)).denied();
});
