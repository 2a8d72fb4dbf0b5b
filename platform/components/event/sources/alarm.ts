import * as pulumi from "@pulumi/pulumi";
import { namedAs } from "../../../core/stack/named-as.ts";
import { stackPrefix } from "../../../values/names.ts";
import { checkEachOf, isLater, shown } from "../../../values/problems.ts";
import { type DeliveryOptions, delivery, prepareRule, type RuleParts } from "./shared/rule.ts";
import type { SourceKind } from "./shared/source.ts";

/** Changes of state of CloudWatch alarms, by EventBridge: delivered at least once, in no particular order. */
export interface AlarmSource extends DeliveryOptions {
  readonly type: "alarm";
  /**
   * Names of alarms, or beginnings of names. Default: every alarm of the account in this region but the service's own,
   * so that a handler that fails doesn't invoke itself by its own alarm.
   */
  readonly alarms?: readonly (pulumi.Input<string> | { readonly prefix: string })[];
  /** States that an alarm must have come to. Default: `["ALARM"]`. */
  readonly states?: readonly AlarmState[];
}

export type AlarmState = "ALARM" | "OK" | "INSUFFICIENT_DATA";

/** Source: CloudWatch "StateValue". */
const states: readonly AlarmState[] = ["ALARM", "OK", "INSUFFICIENT_DATA"];

export const alarm: SourceKind<AlarmSource, RuleParts> = {
  options: ["alarms", "states", ...delivery.options],
  parts: delivery.parts,
  overlay: delivery.overlay,
  problems: (source, settings) => [
    ...alarmProblems(source),
    ...checkEachOf("source.states", source.states, states),
    ...(source.states?.length === 0
      ? ["source.states: none given; name at least one, or leave it out."]
      : []),
    ...delivery.problems(settings),
  ],
  prepare: (source, context) => prepareRule(context, { pattern: patternOf(source), busName: "default" }),
};

function patternOf(source: AlarmSource): pulumi.Output<string> {
  const own = stackPrefix(namedAs(), pulumi.getStack());
  return pulumi.jsonStringify({
    source: ["aws.cloudwatch"],
    "detail-type": ["CloudWatch Alarm State Change"],
    detail: {
      alarmName: source.alarms ?? [{ "anything-but": { prefix: own } }],
      state: { value: source.states ?? ["ALARM"] },
    },
  });
}

function alarmProblems({ alarms }: AlarmSource): string[] {
  if (alarms === undefined) return [];
  if (!Array.isArray(alarms) || alarms.length === 0)
    return [
      `source.alarms: ${shown(alarms)} given; name at least one, or leave it out for every alarm but the service's own.`,
    ];
  return alarms.flatMap((one: unknown) => {
    if (isLater(one)) return [];
    const isPrefix = typeof one === "object" && one !== null && "prefix" in one;
    const text = isPrefix ? one.prefix : one;
    const fine = typeof text === "string" && text !== "" && !text.includes("*");
    return fine && (!isPrefix || Object.keys(one).length === 1)
      ? []
      : [`source.alarms: ${shown(one)} given; an alarm's name, or { prefix: "orders-prod-" }, is expected.`];
  });
}
