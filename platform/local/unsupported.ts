import type { Graph, Resource } from "../engine/graph/graph.ts";
import { Fields } from "./graph/fields.ts";
import { notServed } from "./not-served.ts";
import { eventSources, services } from "./services.ts";
import type { Unsupported } from "./types.ts";

const spoken = [...services, notServed];
const served = new Set(services.flatMap((each) => each.serves));

/** Everything in a graph that the local target does not bring up, with its behaviour instead. */
export function unsupported(graph: Graph, otherLanguages = false): Unsupported[] {
  return graph.resources
    .filter((each) => each.custom && !each.external)
    .flatMap((each) => reasons(graph, each, otherLanguages));
}

function reasons(graph: Graph, resource: Resource, otherLanguages: boolean): Unsupported[] {
  const { type, name } = resource;
  const look = { resource, fields: Fields.of(resource), graph, otherLanguages, eventSources };
  const lacks = spoken.flatMap(({ lacks }) => lacks?.[type] ?? []);
  const sentences = lacks.flatMap((each) => each(look)).filter((each) => typeof each === "string");
  const known = lacks.length > 0 || served.has(type) || isInert(type);
  if (!known)
    sentences.push("is not started; AWS SDK calls to its service answer 501 NotImplementedException.");
  return sentences.map((instead) => ({ name, type, instead }));
}

function isInert(type: string): boolean {
  return spoken.some(({ inert = [] }) => inert.some((each) => each.test(type)));
}
