import type { Graph } from "../graph/graph.ts";
import type { Monitor } from "../monitor/monitor.ts";
import { distinct, ProgramError } from "./error.ts";

/** The graph of a finished run, or the one error that says everything that was wrong with it. */
export function conclude(monitor: Monitor, thrown: readonly unknown[]): Graph {
  const graph = monitor.graph();
  const invalid = invalidInputs(monitor);
  const errors = distinct(thrown);
  // What the engine refused reaches the program as an error of its own, with the place; it isn't told twice.
  const unseen = monitor.refusals.filter(
    (refusal) => !errors.some((error) => error.message.includes(refusal.message)),
  );
  const all = [...(invalid ? [invalid] : []), ...errors, ...distinct(unseen)];
  if (all.length > 0) throw new ProgramError(all, graph);
  return graph;
}

function invalidInputs(monitor: Monitor): Error | undefined {
  const { findings, options } = monitor;
  if (findings.length === 0) return undefined;
  const sorted = [...findings].sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));
  const lines = sorted.flatMap(({ name, type, problems, frames }) => {
    const place = frames[0] ? ` (${frames[0]})` : "";
    return problems.map((p) => `  ${name} (${type}): ${p.property}: ${p.reason}${place}`);
  });
  const count = lines.length === 1 ? "1 input is" : `${lines.length} inputs are`;
  const error = new Error(
    `${count} not valid in ${options.project} (${options.stack}):\n${lines.join("\n")}`,
  );
  const trace = sorted[0]?.frames.map((frame) => `    at ${frame}`) ?? [];
  error.stack = [`Error: ${error.message}`, ...trace].join("\n");
  return error;
}
