import { inputsOf, managed } from "../../engine/index.ts";
import type { Policy } from "../finding.ts";
import { statementsIn } from "../statements.ts";

export const actionPatterns: Policy = {
  id: "action-patterns",
  severity: "error",
  title: "No permission allows an action by a pattern.",
  reason: "A pattern also allows the actions that AWS adds later.",
  remedy: "Name each action.",
  broken: (graph) =>
    managed(graph).flatMap((resource) =>
      statementsIn(inputsOf(resource))
        .filter(({ effect }) => effect === "Allow")
        .flatMap(({ actions, notActions }) => [
          ...actions.filter((action) => action.includes("*") || action.includes("?")),
          ...(notActions ?? []).map((action) => `everything but ${action}`),
        ])
        .map((action) => [resource, `The policy allows ${action}.`] as const),
    ),
};
