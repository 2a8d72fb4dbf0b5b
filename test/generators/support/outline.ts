import type { Graph } from "../../../platform/engine/index.ts";

/** What a program makes and says of it; values differ from place to place, as paths of code do. */
export const outlineOf = (graph: Graph): (readonly [string, readonly string[]])[] =>
  graph.resources.map(({ urn, inputs }) => [urn, Object.keys(inputs).sort()]);
