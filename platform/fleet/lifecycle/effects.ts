import { Graph, managed, type Resource } from "../../engine/index.ts";
import { compare } from "../impact/index.ts";
import { changeText } from "../impact/report/text.ts";

/** What a service's rename means for its resources in a stage. */
export interface Effects {
  readonly stage: string;
  /** Resources that are replaced or removed, each with why and the data that is lost: none after a rename that keeps its names. */
  readonly replaced: readonly string[];
  /** Resources that change where they are. */
  readonly updated: number;
  readonly unchanged: number;
}

/** A graph under a name, and the folder of its program. */
interface Version {
  readonly graph: Graph;
  readonly dir: string;
}

/** Compares a service's resources under both names, once its stack is renamed too. */
export function effectsOf(before: Version, after: Version): Effects {
  const { changes, stage } = compare(before.graph, formerly(before.graph.project, after.graph), {
    dirs: { before: before.dir, after: after.dir },
  });
  const made = changes.filter(({ component }) => !component);
  const updated = made.filter(({ operation }) => operation === "update").length;
  const gone = made.filter(({ operation }) => operation === "replace" || operation === "delete");
  const replaced = gone.map((one) => `${changeText(one)}${one.dataLoss ? `: ${one.dataLoss.what}` : ""}`);
  return { stage, replaced, updated, unchanged: managed(before.graph).length - gone.length - updated };
}

/** A graph whose resources state what they were called in another project: what `pulumi stack rename` tells the engine. */
function formerly(project: string, { resources, ...graph }: Graph): Graph {
  const was = ({ urn }: Resource) => urn.replace(`::${graph.project}::`, `::${project}::`);
  return new Graph({
    ...graph,
    resources: resources.map((one) => ({ ...one, aliases: [...one.aliases, was(one)] })),
  });
}
