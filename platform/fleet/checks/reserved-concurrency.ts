import { inputsOf, managed } from "../../engine/index.ts";
import { stageOf } from "../../policies/switches.ts";
import { concurrencyLimits } from "../../rules.ts";
import { type Fleet, type FleetCheck, type FleetFinding, sorted } from "./check.ts";
import { homeOf } from "./regions.ts";

/**
 * AWS refuses reservations that leave less for functions without one.
 * Source: PutFunctionConcurrency: "make sure you have at least 100 unreserved concurrency units".
 */
const leastUnreserved = 100;

/** What the functions of a stage reserve in one account and region. */
export interface Reservation {
  /** Account and region. */
  readonly home: string;
  /** Concurrent executions, of all and of each service. */
  readonly reserved: number;
  readonly services: Readonly<Record<string, number>>;
  readonly limit: number;
  /** What is left for functions that reserve nothing. */
  readonly left: number;
}

export function reservationsOf({ graphs, stage }: Pick<Fleet, "graphs" | "stage">): Reservation[] {
  const limit = concurrencyLimits[stageOf(stage)];
  const each = graphs.flatMap((graph) =>
    managed(graph, "aws:lambda/function:Function").flatMap((fn) => {
      const { reservedConcurrentExecutions: count } = inputsOf(fn);
      return typeof count === "number" && count > 0
        ? [{ service: graph.project, home: homeOf(fn), count }]
        : [];
    }),
  );
  const sum = (all: readonly { readonly count: number }[]) =>
    all.reduce((total, { count }) => total + count, 0);
  return [...Map.groupBy(each, ({ home }) => home)].map(([home, all]) => {
    const of = Map.groupBy(all, ({ service }) => service);
    const services = Object.fromEntries([...of].map(([service, own]) => [service, sum(own)]));
    return { home, reserved: sum(all), services, limit, left: limit - sum(all) };
  });
}

export const reservedConcurrency: FleetCheck = (fleet) =>
  reservationsOf(fleet)
    .filter(({ left }) => left < leastUnreserved)
    .map(({ home, reserved, services, limit, left }): FleetFinding => {
      const list = Object.entries(services).map(([service, count]) => `${service} ${count}`);
      return {
        check: "reserved-concurrency",
        severity: "error",
        services: sorted(Object.keys(services)),
        message:
          `Functions reserve ${reserved} of ${limit} concurrent executions in ${home} (${list.join(", ")}): ${left} would be left, and AWS asks for ` +
          `${leastUnreserved}.`,
        remedy: "Reserve less, or raise the account's limit and concurrencyLimits in platform/rules.ts.",
      };
    });
