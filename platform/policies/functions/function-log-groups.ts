import type { Resource } from "../../engine/index.ts";
import { inputsOf, managed } from "../../engine/index.ts";
import type { Policy } from "../finding.ts";

export const functionLogGroups: Policy = {
  id: "function-log-groups",
  severity: "warning",
  title: "Every function logs to a log group of the program.",
  reason: "Lambda makes a missing log group by itself, one that never expires.",
  remedy: "Make a log group with retentionInDays and name it in loggingConfig.logGroup.",
  broken: (graph) => {
    const groups = managed(graph, "aws:cloudwatch/logGroup:LogGroup").map((group) => inputsOf(group).name);
    return managed(graph, "aws:lambda/function:Function")
      .filter((fn) => !isAtEdge(fn) && !groups.includes(logGroupOf(fn)))
      .map((fn) => [fn, "The function logs to a log group that the program doesn't make."] as const);
  },
};

/** Lambda@Edge logs in each region where a viewer is: the program can't make those groups. */
function isAtEdge(fn: Resource): boolean {
  return inputsOf(fn).region !== undefined;
}

function logGroupOf(fn: Resource): unknown {
  const { name, loggingConfig } = inputsOf(fn);
  const { logGroup } = (loggingConfig ?? {}) as { logGroup?: unknown };
  return logGroup ?? `/aws/lambda/${name}`;
}
