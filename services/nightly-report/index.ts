import { Cron, type EnvironmentOf, Queue, Table } from "#platform";

const sales = new Table("sales", { partitionKey: "day", sortKey: "id" });
const reports = new Queue("reports");

const nightly = new Cron("nightly", {
  schedule: "cron(0 2 * * ? *)",
  timezone: "Europe/Berlin",
  handler: "src/report.ts",
  link: [sales.read, reports],
});

export const reportsQueueUrl = reports.url;
export type Env = EnvironmentOf<typeof nightly>;
