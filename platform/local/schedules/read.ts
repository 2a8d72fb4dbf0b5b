import type { Graph, Resource } from "../../engine/graph/graph.ts";
import type { Fields } from "../graph/fields.ts";
import { type Part, readParts } from "../graph/part.ts";

export interface SchedulePart extends Part {
  readonly physicalName: string;
  readonly arn: string;
  readonly expression: string;
  readonly timezone: string;
  readonly enabled: boolean;
  readonly startDate: string | undefined;
  readonly endDate: string | undefined;
  readonly targetArn: string;
  readonly input: string | undefined;
  readonly retries: number;
  readonly maximumAgeSeconds: number;
  readonly deadLetterArn: string | undefined;
}

export function readSchedules(graph: Graph): SchedulePart[] {
  return readParts(graph, "aws:scheduler/schedule:Schedule", readSchedule);
}

function readSchedule(f: Fields, resource: Resource): Omit<SchedulePart, keyof Part> {
  const target = f.object("target");
  const retry = target.object("retryPolicy");
  return {
    physicalName: f.text("name") ?? resource.name,
    arn: f.needed("arn"),
    expression: f.needed("scheduleExpression"),
    timezone: f.text("scheduleExpressionTimezone") ?? "UTC",
    enabled: (f.text("state") ?? "ENABLED") === "ENABLED",
    startDate: f.text("startDate"),
    endDate: f.text("endDate"),
    targetArn: target.needed("arn"),
    input: target.text("input"),
    retries: retry.number("maximumRetryAttempts") ?? 185,
    maximumAgeSeconds: retry.number("maximumEventAgeInSeconds") ?? 86_400,
    deadLetterArn: target.object("deadLetterConfig").text("arn"),
  };
}
