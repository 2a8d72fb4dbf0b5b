import * as aws from "@pulumi/aws";
import { nameOf } from "../core/component.ts";
import { applyTags } from "../core/tags.ts";
import { delivery, shared } from "../organisation.ts";
import { createAccessLogs } from "./access-logs.ts";
import { createAlarmTopic } from "./alarms.ts";
import { createApiLogs } from "./api-logs.ts";
import { createBudget, createCostAllocationTags } from "./budget.ts";
import { createOverview } from "./dashboard.ts";
import { createDeployRoles } from "./deploy-role.ts";
import { createSharedLayer } from "./layer.ts";
import { placeOf } from "./place.ts";

/** Program of the root stack, which services share: they find it by `defaults.foundation.stack`, and work without it. */

applyTags();

const place = await placeOf();
const hasBudget = shared.budget.monthly > 0;

const topic = createAlarmTopic(place, [
  "cloudwatch.amazonaws.com",
  ...(hasBudget ? (["budgets.amazonaws.com"] as const) : []),
]);
const bus = new aws.cloudwatch.EventBus("events", { name: nameOf("bus", "events") });
createApiLogs(place);
createOverview(place.region);
const logs = shared.accessLogs.enabled ? createAccessLogs(place, shared.accessLogs) : undefined;
if (hasBudget) createBudget(shared.budget, topic.arn);
if (shared.costAllocationTags) createCostAllocationTags(["service", "stage", "owner"]);
const roles = delivery.repository === "" ? undefined : createDeployRoles(place, delivery);

export const alarmTopicArn = topic.arn;
export const eventBusName = bus.name;
export const sharedLayer = await createSharedLayer();
/** Empty where there is none. */
export const accessLogBucket = logs?.bucket ?? "";
export const deployRoleArn = roles?.deploy.arn ?? "";
