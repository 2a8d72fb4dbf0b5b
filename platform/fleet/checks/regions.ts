import { inputsOf, type Resource } from "../../engine/index.ts";

/** The account and region of a resource, by its ARN; a region of its own before that of its provider. */
export function homeOf(resource: Resource): string {
  const [, , , region = "", account = ""] = String(resource.outputs["arn"]).split(":");
  const { region: own } = inputsOf(resource);
  return `${account} ${typeof own === "string" ? own : region}`.trim();
}
