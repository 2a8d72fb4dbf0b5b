import { inputsOf, managed } from "../../engine/index.ts";
import { runtimeEnds } from "../../policies/functions/runtimes.ts";
import { daysOf } from "../../policies/functions/supported-runtimes.ts";
import { runtimeWarningDays } from "../../rules.ts";
import { type FleetCheck, type FleetFinding, sorted } from "./check.ts";

/** Runtimes that AWS deprecates soon or has deprecated, each with the services that use it. */
export const endingRuntimes: FleetCheck = ({ graphs, today }) => {
  const used = graphs.flatMap((graph) =>
    managed(graph, "aws:lambda/function:Function").map((fn) => ({
      service: graph.project,
      runtime: String(inputsOf(fn)["runtime"]),
    })),
  );
  return [...Map.groupBy(used, ({ runtime }) => runtime)].flatMap(([runtime, all]): FleetFinding[] => {
    const days = daysOf(runtime, today);
    if (days === undefined || days > runtimeWarningDays) return [];
    const services = sorted(all.map(({ service }) => service));
    const when =
      days > 0
        ? `deprecates ${runtime} on ${runtimeEnds[runtime]}, in ${days} days`
        : `deprecated ${runtime} on ${runtimeEnds[runtime]}`;
    return [
      {
        check: "ending-runtimes",
        severity: days > 0 ? "warning" : "error",
        services,
        message: `AWS ${when}: ${all.length} function(s) of ${services.join(", ")} use it.`,
        remedy: "Set a newer runtime, in defaults.function or where the functions are made.",
      },
    ];
  });
};
