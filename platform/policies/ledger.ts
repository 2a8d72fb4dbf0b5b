import { type Graph, inputsOf, type Resource } from "../engine/index.ts";
import { type ExemptionInputs, ledgerTypes, type OverrideInputs } from "../values/ledger.ts";

/** An exception that a program states, with the component that states it. */
export type LedgerEntry =
  | { readonly kind: "override"; readonly resource: Resource; readonly entry: OverrideInputs }
  | { readonly kind: "exemption"; readonly resource: Resource; readonly entry: ExemptionInputs };

/**
 * What an exemption names to let a resource's data go with it. No rule over a graph: only a comparison of two graphs finds that data
 * would be lost.
 */
export const dataLossRule = "data-loss";

/** Every exception in a service's graph: the ledger is what the graphs of all services have of them. */
export function ledgerIn(graph: Graph): LedgerEntry[] {
  return graph.resources.flatMap((resource): LedgerEntry[] => {
    const entry: unknown = inputsOf(resource);
    if (resource.type === ledgerTypes.override)
      return [{ kind: "override", resource, entry: entry as OverrideInputs }];
    if (resource.type === ledgerTypes.exemption)
      return [{ kind: "exemption", resource, entry: entry as ExemptionInputs }];
    return [];
  });
}
