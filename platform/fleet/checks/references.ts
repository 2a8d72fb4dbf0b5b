import { type Graph, inputsOf } from "../../engine/index.ts";
import { suggestion } from "../../values/problems.ts";
import type { FleetCheck, FleetFinding } from "./check.ts";

/** Stacks that services read and that no program of this stage makes; other stages' and organisations' are not known here. */
export const missingReferences: FleetCheck = ({ graphs, stage }) => {
  const known = graphs.map(({ project }) => project);
  return graphs.flatMap((graph) =>
    referencesOf(graph).flatMap(([project, at]): FleetFinding[] =>
      at !== stage || known.includes(project)
        ? []
        : [
            {
              check: "missing-references",
              severity: "error",
              services: [graph.project],
              message: `${graph.project} reads the outputs of ${project}, and there is no such service.${suggestion(project, known)}`,
              remedy: "Correct the reference, or deploy the service that it names first.",
            },
          ],
    ),
  );
};

function referencesOf(graph: Graph): (readonly [project: string, stage: string])[] {
  return graph.of("pulumi:pulumi:StackReference").flatMap((reference) => {
    const parts = String(inputsOf(reference)["name"] ?? reference.name).split("/");
    const [project, stage] = parts.slice(-2);
    return parts.length === 3 && project && stage ? [[project, stage] as const] : [];
  });
}
