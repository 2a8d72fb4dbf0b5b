import { inputsOf, managed } from "../../engine/index.ts";
import { stageOf } from "../../policies/switches.ts";
import { concurrencyLimits } from "../../rules.ts";
import { type FleetCheck, type FleetFinding, sorted } from "./check.ts";
import { homeOf } from "./regions.ts";

/**
 * AWS refuses reservations that leave less for functions without one.
 * Source: PutFunctionConcurrency: "make sure you have at least 100 unreserved concurrency units".
 */
const leastUnreserved = 100;

export const reservedConcurrency: FleetCheck = ({ graphs, stage }) => {
  const limit = concurrencyLimits[stageOf(stage)];
  const reserved = graphs.flatMap((graph) =>
    managed(graph, "aws:lambda/function:Function").flatMap((fn) => {
      const { reservedConcurrentExecutions: count } = inputsOf(fn);
      return typeof count === "number" && count > 0
        ? [{ service: graph.project, home: homeOf(fn), count }]
        : [];
    }),
  );
  return [...Map.groupBy(reserved, ({ home }) => home)].flatMap(([home, all]): FleetFinding[] => {
    const sum = all.reduce((total, { count }) => total + count, 0);
    if (limit - sum >= leastUnreserved) return [];
    const of = Map.groupBy(all, ({ service }) => service);
    const list = [...of]
      .map(([service, own]) => `${service} ${own.reduce((total, { count }) => total + count, 0)}`)
      .join(", ");
    return [
      {
        check: "reserved-concurrency",
        severity: "error",
        services: sorted([...of.keys()]),
        message:
          `Functions reserve ${sum} of ${limit} concurrent executions in ${home} (${list}): ${limit - sum} would be left, and AWS asks for ` +
          `${leastUnreserved}.`,
        remedy: "Reserve less, or raise the account's limit and concurrencyLimits in platform/rules.ts.",
      },
    ];
  });
};
