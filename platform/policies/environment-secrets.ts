import { managed, type Resource, Secret } from "../engine/index.ts";
import type { Policy } from "./finding.ts";

export const environmentSecrets: Policy = {
  id: "environment-secrets",
  severity: "error",
  title: "No function has a secret in its environment.",
  reason: "All who may see a function's configuration can read its environment variables.",
  remedy: "Keep the value in a Secret or Parameter, link it, and read it in the handler.",
  broken: (graph) =>
    managed(graph, "aws:lambda/function:Function")
      .filter(hasSecret)
      .map((fn) => [fn, "The function has a secret in its environment."] as const),
};

function hasSecret({ inputs: { environment } }: Resource): boolean {
  if (environment instanceof Secret) return true;
  const { variables } = (environment ?? {}) as { variables?: unknown };
  return (
    variables instanceof Secret || Object.values(variables ?? {}).some((value) => value instanceof Secret)
  );
}
