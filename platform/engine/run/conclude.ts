import type { Graph } from "../graph/graph.ts";
import type { Monitor } from "../monitor/monitor.ts";
import { ownMessage } from "../sdk/messages.ts";
import { ProgramError } from "./program-error.ts";

/** The graph of a finished run, or one error with all its problems. */
export function conclude(monitor: Monitor, thrown: readonly unknown[]): Graph {
  const graph = monitor.graph();
  const invalid = invalidInputs(monitor);
  const errors = distinct(thrown);
  // A refusal of the engine reaches the program as an error of its own, with the place; it isn't reported twice.
  const unseen = monitor.refusals.filter(
    (refusal) => !errors.some((error) => error.message.includes(refusal.message)),
  );
  const all = [...(invalid ? [invalid] : []), ...errors, ...distinct(unseen)];
  if (all.length > 0) throw new ProgramError(all, graph);
  return graph;
}

function invalidInputs(monitor: Monitor): Error | undefined {
  const { options } = monitor;
  const findings = [...monitor.findings, ...monitor.checkTogether()];
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

/** Errors of a run, each once: one cause rejects many promises. */
function distinct(errors: readonly unknown[]): Error[] {
  const result: Error[] = [];
  for (const thrown of errors) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const own = ownMessage(error.message);
    if (own !== error.message) error.message = own;
    if (!result.some((seen) => seen === error || seen.message === own)) result.push(error);
  }
  return result;
}
