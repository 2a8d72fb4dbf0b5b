import { type EnvironmentOf, Event, Secret, Table } from "#platform";
import { logQueries } from "./log-queries.ts";

const webhook = new Secret("webhook", { description: "URL of the channel's incoming webhook" });
const told = new Table("told", { partitionKey: "id", ttl: "expiration" });
const alarms = new Event("alarms", {
  source: { type: "alarm", states: ["ALARM", "OK"] },
  handler: "src/on-alarm.ts",
  link: [webhook.read, told],
  permissions: logQueries,
});

export const webhookArn = webhook.arn;
export const { deadLetterQueueUrl } = alarms;
export type Env = EnvironmentOf<typeof alarms>;
