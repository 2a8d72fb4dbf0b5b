import type { ServiceRow } from "../aws-service.ts";
import { Schedules } from "./schedules.ts";

/** EventBridge Scheduler. */
export const schedules: ServiceRow = {
  serves: ["aws:scheduler/schedule:Schedule", "aws:scheduler/scheduleGroup:ScheduleGroup"],
  open: (context) => new Schedules(context),
};
