import { type Graph, type Resource, reveal } from "./graph.ts";

/** The resources that a program manages: no components, no providers, nothing that is only looked up. */
export function managed(graph: Graph, type?: string): Resource[] {
  return graph.resources.filter(
    (one) =>
      one.custom &&
      !one.external &&
      !one.type.startsWith("pulumi:") &&
      (type === undefined || one.type === type),
  );
}

/** A resource's inputs with the values of secrets, for readers that never show them. */
export function inputsOf({ inputs }: Resource): Readonly<Record<string, unknown>> {
  return reveal(inputs) as Readonly<Record<string, unknown>>;
}
