import type { Graph } from "../../../engine/index.ts";
import { calls } from "./calls.ts";
import { deliveries } from "./deliveries.ts";
import type { EdgeRequest } from "./edge-request.ts";
import { entrances } from "./entrances.ts";
import { functions } from "./functions.ts";
import { keyRequests } from "./keys.ts";
import { rolesInUse } from "./roles-in-use.ts";
import { stateMachines } from "./state-machines.ts";
import { View } from "./view.ts";

export { ownWords } from "./calls.ts";
export type { EdgeRequest } from "./edge-request.ts";

/**
 * Every request that AWS makes for the edges of a graph, as AWS's documentation has it. `others` are the graphs that the
 * service stands on, such as the foundation's. What a preview doesn't know yet is in none.
 */
export function requestsOf(graph: Graph, others: readonly Graph[] = []): EdgeRequest[] {
  const view = new View(graph);
  const all = [view, ...others.map((other) => new View(other))];
  const requests = [
    ...entrances(view),
    ...deliveries(view),
    ...functions(view),
    ...stateMachines(view),
    ...rolesInUse(view, all),
    ...calls(view),
  ];
  return [...requests, ...all.flatMap((one) => keyRequests(one, requests))];
}
