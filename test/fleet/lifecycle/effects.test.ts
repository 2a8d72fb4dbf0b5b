import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { effectsOf } from "../../../platform/fleet/lifecycle/effects.ts";
import { graphOfProgram } from "../../support/index.ts";

const graphAs = (project: string, former?: string) =>
  graphOfProgram(
    () => {
      const prefix = former ?? pulumi.getProject();
      new aws.sqs.Queue("jobs", { name: `${prefix}-jobs`, tags: { service: pulumi.getProject() } });
      new aws.sqs.Queue("same", { name: "same" });
      new aws.cloudwatch.Dashboard("board", { dashboardName: prefix, dashboardBody: "{}" });
    },
    { project },
  );

test("a resource whose name in AWS changes is replaced, one whose other inputs change is updated", async () => {
  const before = await graphAs("one");

  expect(effectsOf(before, await graphAs("two"))).toEqual({
    stage: "prod",
    replaced: ["aws:cloudwatch/dashboard:Dashboard board", "aws:sqs/queue:Queue jobs"],
    updated: 0,
    unchanged: 1,
  });
  expect(effectsOf(before, await graphAs("two", "one"))).toEqual({
    stage: "prod",
    replaced: [],
    updated: 1,
    unchanged: 2,
  });
});
