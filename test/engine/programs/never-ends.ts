import * as aws from "@pulumi/aws";

new aws.sqs.Queue("waiting", { name: new Promise<string>(() => {}) });
