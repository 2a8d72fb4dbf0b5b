import { defaults } from "../../platform/defaults.ts";
import { checkSchedule, checkTimezone } from "../../platform/values/schedule.ts";
import { common } from "./common.ts";
import { type Question, quote } from "./question.ts";
import type { KindSpec } from "./spec.ts";

const schedule: Question = {
  name: "schedule",
  message: "When it runs, such as rate(5 minutes) or cron(0 2 * * ? *):",
  help: 'when it runs: "rate(5 minutes)" or "cron(0 2 * * ? *)", as EventBridge Scheduler reads them',
  required: true,
  check: (value) =>
    /^(rate|cron)\(/.test(value)
      ? checkSchedule(value)
      : [`${quote(value)} isn't a schedule; give rate(5 minutes) or cron(0 2 * * ? *), for example.`],
};

const timezone: Question = {
  name: "timezone",
  message: `Time zone of a cron expression (Enter: the platform's default, now ${defaults.cron.timezone}):`,
  help: "time zone of a cron expression, such as Europe/Berlin; default: the platform's",
  check: checkTimezone,
};

export const cron: KindSpec = {
  title: "Scheduled job",
  description: "one handler that runs by a rate or a cron expression",
  questions: [...common((name) => `Scheduled job ${name}`), schedule, timezone],
  variants: { schedule: { makes: "by a rate or a cron expression" } },
  variant: () => "schedule",
};
