import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Graph } from "../../platform/engine/index.ts";
import { graphOf } from "../../platform/fleet/graph-of.ts";

/** Inputs of a function whose versions start from a snapshot. */
export const fromSnapshots = { publish: true, snapStart: { applyOn: "PublishedVersions" } } as const;

/**
 * Checks that a service's README names every alarm that it has in production. Parts that it writes about together are given by
 * what stands for them there: with `{ step: ["charge", "ship"] }`, `-charge-errors` is named as `-<step>-errors`.
 */
export async function checkRunbook(
  dir: string,
  together: Readonly<Record<string, readonly string[]>> = {},
): Promise<void> {
  const prod = await graphOf(dir, { stage: "prod" });
  const alarms = prod.of("aws:cloudwatch/metricAlarm:MetricAlarm").map(({ inputs }) => String(inputs.name));
  const runbook = readFileSync(join(dir, "README.md"), "utf8");
  const entry = (alarm: string) =>
    Object.entries(together).reduce(
      (name, [word, parts]) => name.replace(new RegExp(`-(${parts.join("|")})-`), `-<${word}>-`),
      alarm.replace("-prod-", "-<stage>-"),
    );

  expect(alarms).not.toHaveLength(0);
  for (const alarm of alarms) expect(runbook).toContain(`\`${entry(alarm)}\``);
}

/** Checks that everything that has tags names the service and its owner. */
export function checkTags(graph: Graph, owner: string): void {
  // Tags of an image are its names.
  const tagged = graph.resources.filter(
    ({ type, inputs }) => type.startsWith("aws:") && inputs.tags !== undefined,
  );

  expect(tagged).not.toHaveLength(0);
  for (const { inputs } of tagged) expect(inputs.tags).toMatchObject({ owner, service: graph.project });
}
