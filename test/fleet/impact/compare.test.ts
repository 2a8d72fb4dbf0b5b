import { writeFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
import { expect, test } from "vitest";
import { compare } from "../../../platform/fleet/impact/index.ts";
import { graphOfProgram } from "../../support/index.ts";

test("a changed setting is an update, with its value before and after", async () => {
  const graph = (delaySeconds: number) =>
    graphOfProgram(() => new aws.sqs.Queue("jobs", { name: "jobs", delaySeconds }));
  const impact = compare(await graph(1), await graph(2));
  expect(impact.changes).toEqual([
    expect.objectContaining({
      name: "jobs",
      operation: "update",
      properties: [{ path: "delaySeconds", before: 1, after: 2 }],
    }),
  ]);
});

test("replacing", async () => {
  const graph = (path: string, hashKey: string) =>
    graphOfProgram(() => {
      const role = new aws.iam.Role("role", { path, name: "role", assumeRolePolicy: "{}" });
      new aws.iam.RolePolicy("p", { role: role.id, policy: "{}" });
      new aws.sqs.Queue("jobs", { tags: { role: role.arn } });
      new aws.dynamodb.Table("t", { hashKey, attributes: [{ name: hashKey, type: "S" }] });
    });
  const impact = compare(await graph("/a/", "a"), await graph("/b/", "b"));
  writeFileSync("/tmp/impact-out.json", JSON.stringify(impact, null, 1));
});
