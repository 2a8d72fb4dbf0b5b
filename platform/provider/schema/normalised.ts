import { factsOf } from "./facts.ts";

/**
 * JSON that the provider hands to AWS as it is written: it takes no other writing of the same for equal. Source: its
 * `internal/service/events/target.go`, "We could be normalizing the JSON here".
 */
const asWritten = ["aws:cloudwatch/eventTarget:EventTarget input"];

/** Whether the provider compares an argument as JSON, so that another order of members or another space is no change. */
export function isNormalised(type: string, path: string): boolean {
  const rule = factsOf(type)?.arguments[path]?.value;
  const rules = typeof rule === "object" && "all" in rule ? rule.all : [rule];
  return rules.includes("json") && !asWritten.includes(`${type} ${path}`);
}
