import { type EnvironmentOf, Event } from "#platform";
import { images, publishing, reviews } from "./publishing.ts";

const uploads = new Event("uploads", {
  source: { type: "s3", bucket: images, prefix: "uploads/" },
  handler: "src/on-upload.ts",
  link: [publishing],
});

export const { bucketName } = images;
export const { arn: topicArn } = reviews;
export const { arn: stateMachineArn } = publishing;
export const { deadLetterQueueUrl } = uploads;
export type Env = EnvironmentOf<typeof uploads> & EnvironmentOf<typeof publishing>;
