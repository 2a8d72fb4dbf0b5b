import { inputsOf, managed } from "../../engine/index.ts";
import { namesOf } from "../../values/naming/index.ts";
import type { Broken, Policy } from "../finding.ts";

export const physicalNames: Policy = {
  id: "physical-names",
  severity: "warning",
  title: "Names that others could take begin with the service and the stage.",
  reason: "Two services, or two stages in one account, would ask AWS for the same name.",
  remedy: "Leave the name out, or put the service and the stage before it.",
  broken: (graph) =>
    managed(graph).flatMap((resource): Broken[] => {
      const rule = namesOf(resource.type);
      if (typeof rule?.unique !== "string") return [];
      const name = inputsOf(resource)[rule.input ?? "name"];
      if (typeof name !== "string" || tells(name, graph.project, graph.stack)) return [];
      return [[resource, `It is called ${name}, without ${graph.project} and ${graph.stack}.`]];
    }),
};

/** Whether a name has the service and then the stage, as parts of their own. */
function tells(name: string, project: string, stack: string): boolean {
  const at = name.indexOf(project);
  const rest = at < 0 ? "" : name.slice(at + project.length);
  return new RegExp(`^[-/_.]${stack}(?![a-z0-9])`, "i").test(rest);
}
