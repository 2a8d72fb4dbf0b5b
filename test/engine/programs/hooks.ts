import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const announce = new pulumi.ResourceHook("announce", (args) => {
  pulumi.log.info(`before ${args.name}: ${args.newInputs?.delaySeconds} ${args.newOutputs?.arn}`);
});
const record = new pulumi.ResourceHook("record", async (args) => {
  await Promise.resolve();
  pulumi.log.warn(`after ${args.name}: ${args.newOutputs?.arn}`);
});
new aws.sqs.Queue(
  "jobs",
  { delaySeconds: 3 },
  { hooks: { beforeCreate: [announce], afterCreate: [record] } },
);
