import { existsSync } from "node:fs";
import { isAbsolute } from "node:path";
import { AssetValue, type Graph, type Resource } from "../../engine/graph/graph.ts";
import { canStart } from "../../values/on-path.ts";
import { Fields } from "../graph/fields.ts";

/**
 * Why a function isn't run on this machine, as the end of a sentence about it; undefined when it is. Languages other than
 * Node.js's are run only where that is asked for, since they take tools that not every machine has.
 */
export function notRunnable(graph: Graph, resource: Resource, otherLanguages: boolean): string | undefined {
  const f = Fields.of(resource);
  if (f.text("packageType") === "Image") return "is a container image: it is not run here.";
  // Only functions outside the service's own region carry a region.
  if (resource.inputs.region !== undefined) return "is a function of Lambda@Edge: it is not run here.";
  const runtime = f.text("runtime") ?? "nodejs";
  if (runtime.startsWith("nodejs")) return undefined;
  const is = `has the runtime ${runtime}: it is not run here`;
  if (!otherLanguages || !/^(provided|python)/.test(runtime)) return `${is}.`;
  if (!isMade(resource)) return `${is}. ${warningsOf(graph, resource)}`;
  return runtime.startsWith("python") && !canStart("python3", ".")
    ? `${is}. There is no python3 on PATH.`
    : undefined;
}

/** Whether there is the archive that the program names: one that a tool builds is only there where the tool is. */
function isMade({ inputs: { code } }: Resource): boolean {
  const asset = code instanceof AssetValue ? code.asset : undefined;
  return asset?.kind !== "file-archive" || !isAbsolute(asset.path) || existsSync(asset.path);
}

/** Warnings of the program about a function, such as a missing tool. */
function warningsOf(graph: Graph, { parent }: Resource): string {
  return graph.logs
    .filter(({ severity, urn }) => severity === "warning" && urn === parent)
    .map(({ message }) => message)
    .join(" ");
}
