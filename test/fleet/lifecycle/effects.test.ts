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

test("what AWS can't rename is replaced, with why and what is lost; other changes are made in place", async () => {
  const before = { graph: await graphAs("one"), dir: "." };
  const effects = async (former?: string) =>
    effectsOf(before, { graph: await graphAs("two", former), dir: "." });

  expect(await effects()).toEqual({
    stage: "prod",
    replaced: [
      "cloudwatch.Dashboard board is replaced, since dashboardName can't be changed in place",
      "sqs.Queue jobs is replaced, since name can't be changed in place, deleted before the new one is made: messages that wait",
    ],
    updated: 0,
    unchanged: 1,
  });
  expect(await effects("one")).toEqual({ stage: "prod", replaced: [], updated: 1, unchanged: 2 });
});
