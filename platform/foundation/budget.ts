import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Shared } from "../values/delivery/settings.ts";

/**
 * A monthly budget for all resources of the stage, by their tag `stage`. A tag counts from the day on that it is a
 * cost-allocation tag ("Activating user-defined cost allocation tags").
 */
export function createBudget(
  { monthly, actual, forecast }: Shared["budget"],
  topicArn: pulumi.Input<string>,
): aws.budgets.Budget {
  const told = (notificationType: "ACTUAL" | "FORECASTED", threshold: number) => ({
    comparisonOperator: "GREATER_THAN",
    notificationType,
    threshold,
    thresholdType: "PERCENTAGE",
    subscriberSnsTopicArns: [topicArn],
  });
  return new aws.budgets.Budget("budget", {
    name: `${pulumi.getProject()}-${pulumi.getStack()}-month`,
    budgetType: "COST",
    timeUnit: "MONTHLY",
    limitAmount: String(monthly),
    limitUnit: "USD",
    costFilters: [{ name: "TagKeyValue", values: [`user:stage$${pulumi.getStack()}`] }],
    notifications: [told("ACTUAL", actual), told("FORECASTED", forecast)],
  });
}

/** Makes the tags that tell services apart dimensions of the bill. */
export function createCostAllocationTags(keys: readonly string[]): void {
  for (const tagKey of keys)
    new aws.costexplorer.CostAllocationTag(`cost-${tagKey}`, { tagKey, status: "Active" });
}
