import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { z } from "zod";
import { environment } from "#runtime";
import { approval } from "#runtime/approval";
import type { Env } from "../index.ts";
import { nameOf } from "./image.ts";

const env = environment<Env>();
const sns = new SNSClient({});

const Checked = z.object({ key: z.string(), version: z.string(), width: z.int(), height: z.int() });
const question = ({ key, width, height }: z.infer<typeof Checked>) =>
  `Publish ${nameOf(key)} (${width} x ${height})?`;

export const handler = approval({ input: Checked, question }, async ({ input, approvalUrl, expires }) => {
  await sns.send(
    new PublishCommand({
      TopicArn: env.REVIEWS_TOPIC_ARN,
      Subject: "An image waits for your approval",
      Message: `${question(input)}\n\nIt is the version ${input.version} of ${input.key}.\n\nDecide here, until ${expires.toUTCString()}:\n${approvalUrl}\n`,
    }),
  );
});
