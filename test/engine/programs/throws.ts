import * as aws from "@pulumi/aws";

new aws.sqs.Queue("before");
function configure(): never {
  throw new Error("the moon is not full");
}
configure();
