import { inputsOf, managed, type Resource, Secret } from "../../engine/index.ts";
import type { Broken, Policy } from "../finding.ts";
import { looksSecret } from "./looks-secret.ts";

export const environmentSecrets: Policy = {
  id: "environment-secrets",
  severity: "error",
  title: "No function has a secret in its environment.",
  reason: "All who may see a function's configuration can read its environment variables.",
  remedy: "Keep the value in a Secret or Parameter, link it, and read it in the handler.",
  broken: (graph) =>
    managed(graph, "aws:lambda/function:Function").flatMap((fn): Broken[] => {
      if (hasSecret(fn)) return [[fn, "The function has a secret in its environment."]];
      return Object.entries(variablesOf(fn)).flatMap(([name, value]): Broken[] => {
        const what = looksSecret(name, value);
        return what ? [[fn, `The environment variable ${name} looks like ${what}.`]] : [];
      });
    }),
};

function hasSecret({ inputs: { environment } }: Resource): boolean {
  if (environment instanceof Secret) return true;
  const { variables } = (environment ?? {}) as { variables?: unknown };
  return (
    variables instanceof Secret || Object.values(variables ?? {}).some((value) => value instanceof Secret)
  );
}

const variablesOf = (fn: Resource) =>
  ((inputsOf(fn)["environment"] ?? {}) as { variables?: Record<string, unknown> }).variables ?? {};
