import type { Graph, Resource } from "../../engine/graph/graph.ts";
import type { Fields } from "../graph/fields.ts";
import { type Part, readParts } from "../graph/part.ts";

export interface MachinePart extends Part {
  readonly physicalName: string;
  readonly arn: string;
  readonly definition: string;
  readonly type: "STANDARD" | "EXPRESS";
}

export function readMachines(graph: Graph): MachinePart[] {
  return readParts(graph, "aws:sfn/stateMachine:StateMachine", readMachine);
}

function readMachine(f: Fields, resource: Resource): Omit<MachinePart, keyof Part> {
  return {
    physicalName: f.text("name") ?? resource.name,
    arn: f.needed("arn"),
    definition: f.needed("definition"),
    type: f.text("type") === "EXPRESS" ? "EXPRESS" : "STANDARD",
  };
}
