import { partition } from "../place.ts";
import { uuid } from "../stable-ids.ts";
import { arn, type Compute, created } from "./context.ts";

export const operations: Readonly<Record<string, Compute>> = {
  "aws:cloudwatch/logGroup:LogGroup": (c) => ({ arn: arn("logs", c, `log-group:${c.name}`) }),
  "aws:cloudwatch/metricAlarm:MetricAlarm": (c) => ({ arn: arn("cloudwatch", c, `alarm:${c.name}`) }),
  "aws:cloudwatch/dashboard:Dashboard": (c) => {
    const name = c.text("dashboardName") || c.name;
    return { id: name, dashboardArn: `arn:${partition(c)}:cloudwatch::${c.account}:dashboard/${name}` };
  },
  "aws:scheduler/schedule:Schedule": (c) => {
    const path = `${c.text("groupName") || "default"}/${c.name}`;
    return {
      id: path,
      arn: arn("scheduler", c, `schedule/${path}`),
      groupName: c.text("groupName") || "default",
    };
  },
  "aws:scheduler/scheduleGroup:ScheduleGroup": (c) => ({
    arn: arn("scheduler", c, `schedule-group/${c.name}`),
    state: "ACTIVE",
    creationDate: created,
    lastModificationDate: created,
  }),
  "aws:sfn/stateMachine:StateMachine": (c) => {
    const own = arn("states", c, `stateMachine:${c.name}`);
    return {
      id: own,
      arn: own,
      creationDate: created,
      status: "ACTIVE",
      revisionId: uuid(c.seed),
      stateMachineVersionArn: c.inputs.publish === true ? `${own}:1` : "",
    };
  },
};
