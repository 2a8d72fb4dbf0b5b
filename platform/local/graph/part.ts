import type { Graph, Resource } from "../../engine/graph/graph.ts";
import { formerNameKey, stackPrefix } from "../../values/names.ts";
import { Fields } from "./fields.ts";

/** Fields of every part of a service. Parts are read off a graph: names and numbers only, every default filled in. */
export interface Part {
  /** Logical name. */
  readonly name: string;
  /** Logical names of the components around it, innermost first: people's names for it. */
  readonly owners: readonly string[];
  /** Its name on screen: the physical name without the stack's prefix. */
  readonly label: string;
}

/** Every resource of a type as a part. Resources find one another by the ARNs and names in the graph. */
export function readParts<T>(
  graph: Graph,
  type: string,
  read: (fields: Fields, resource: Resource) => T,
): (Part & T)[] {
  return graph.of(type).map((each) => ({ ...named(graph, each), ...read(Fields.of(each), each) }));
}

function named(graph: Graph, resource: Resource): Part {
  const owners: string[] = [];
  for (let at = resource.parent; at; ) {
    const parent: Resource | undefined = graph.byUrn(at);
    if (!parent || parent.type === "pulumi:pulumi:Stack") break;
    owners.push(parent.name);
    at = parent.parent;
  }
  const physicalName = Fields.of(resource).text("name") ?? resource.name;
  const service = graph.config[`${graph.project}:${formerNameKey}`] ?? graph.project;
  const prefix = stackPrefix(service, graph.stack);
  const label = physicalName.startsWith(prefix) ? physicalName.slice(prefix.length) : physicalName;
  return { name: resource.name, owners, label };
}
