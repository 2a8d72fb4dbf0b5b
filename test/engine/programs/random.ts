import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

const pet = new random.RandomPet("pet", { length: 2 });
const secret = new random.RandomPassword("password", { length: 20 });
const bucket = new aws.s3.Bucket("uploads", {
  bucket: pulumi.interpolate`uploads-${pet.id}`,
  tags: { words: pulumi.interpolate`${pet.length}` },
});
const role = new aws.iam.Role("role", { name: "fixed", assumeRolePolicy: "{}", tags: { of: pet.id } });
new aws.sqs.Queue("queue", { tags: { role: role.arn, bucket: bucket.arn } });

export const name = pet.id;
export const { separator } = pet;
export const password = secret.result;
