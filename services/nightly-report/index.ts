import { Cron, type EnvironmentOf, Queue, Table } from "#platform";

const sales = new Table("sales", { partitionKey: "day", sortKey: "id" });
const reports = new Queue("reports");

const nightly = new Cron("nightly", {
  // Not in the hour from 2: where clocks go forward there is none that day, and the run would be left out.
  schedule: "cron(0 3 * * ? *)",
  timezone: "Europe/Berlin",
  handler: "src/report.ts",
  link: [sales.read, reports],
});

export const { deadLetterQueueUrl } = nightly;
export const reportsQueueUrl = reports.url;
export type Env = EnvironmentOf<typeof nightly>;
