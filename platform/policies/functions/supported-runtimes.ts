import { inputsOf, managed } from "../../engine/index.ts";
import { runtimeWarningDays } from "../../rules.ts";
import type { Broken, Policy } from "../finding.ts";
import { runtimeEnds } from "./runtimes.ts";

const dayMs = 86_400_000;

/** Days until a runtime is deprecated, negative afterwards; undefined for one without a date. */
export function daysOf(runtime: unknown, today: string): number | undefined {
  const end = runtimeEnds[String(runtime)];
  return end === undefined ? undefined : (Date.parse(end) - Date.parse(today)) / dayMs;
}

export const supportedRuntimes: Policy = {
  id: "supported-runtimes",
  severity: "error",
  title: "Functions run on runtimes that AWS supports.",
  reason: "A deprecated runtime gets no security patches; later, functions on it can't be made or changed.",
  remedy: "Set a newer runtime, in defaults.function or where the function is made.",
  settings: ["function.runtime", "function.pythonRuntime", "function.javaRuntime", "function.customRuntime"],
  broken: (graph, { today }) =>
    managed(graph, "aws:lambda/function:Function").flatMap((fn): Broken[] => {
      const { runtime } = inputsOf(fn);
      const days = daysOf(runtime, today);
      if (days === undefined || days > runtimeWarningDays) return [];
      const end = runtimeEnds[String(runtime)];
      return days <= 0
        ? [[fn, `AWS deprecated ${runtime} on ${end}.`]]
        : [[fn, `AWS deprecates ${runtime} on ${end}, in ${days} days.`, "warning"]];
    }),
};
