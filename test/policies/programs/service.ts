import * as aws from "@pulumi/aws";
import type { Cases } from "./parts.ts";

export const service: Cases = {
  // AWS: "Best Practices for Tagging AWS Resources": tags for cost allocation and ownership.
  "mandatory-tags": {
    program: () => {
      new aws.sqs.Queue("untagged", { name: "untagged" });
      new aws.sqs.Queue("ownerless", { name: "ownerless", tags: { service: "shop", stage: "prod" } });
      new aws.sqs.Queue("tagged", {
        name: "tagged",
        tags: { service: "shop", stage: "prod", owner: "crew" },
      });
      const provider = new aws.Provider("tagging", {
        region: "eu-west-1",
        defaultTags: { tags: { service: "shop", stage: "prod", owner: "crew" } },
      });
      new aws.sqs.Queue("tagged-by-provider", { name: "tagged-by-provider" }, { provider });
      // A permission takes no tags.
      new aws.lambda.Permission("permission", {
        action: "lambda:InvokeFunction",
        function: "f",
        principal: "s3.amazonaws.com",
      });
    },
    broken: {
      untagged: "It has no tag service, stage, owner.",
      ownerless: "It has no tag owner.",
    },
  },
  // AWS: names of queues are unique in an account and region ("CreateQueue"), those of buckets anywhere.
  "physical-names": {
    program: () => {
      new aws.sqs.Queue("bare", { name: "jobs" });
      new aws.sqs.Queue("stageless", { name: "shop-jobs" });
      new aws.sqs.Queue("full", { name: "shop-prod-jobs" });
      new aws.s3.Bucket("files", { bucket: "files" });
      new aws.ssm.Parameter("parameter", { name: "/shop/prod/limit", type: "String", value: "1" });
    },
    broken: {
      bare: "It is called jobs, without shop and prod.",
      stageless: "It is called shop-jobs, without shop and prod.",
      files: "It is called files, without shop and prod.",
    },
  },
};
