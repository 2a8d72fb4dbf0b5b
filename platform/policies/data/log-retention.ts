import { inputsOf, managed } from "../../engine/index.ts";
import type { Policy } from "../finding.ts";

export const logRetention: Policy = {
  id: "log-retention",
  severity: "error",
  title: "Every log group expires.",
  reason: "CloudWatch Logs keeps logs forever by default, and bills them.",
  remedy: "Set retentionInDays.",
  settings: ["function.logRetentionDays"],
  broken: (graph) =>
    managed(graph, "aws:cloudwatch/logGroup:LogGroup")
      // 0 is never, too.
      .filter((group) => !inputsOf(group).retentionInDays)
      .map((group) => [group, "The log group keeps its logs forever."] as const),
};
