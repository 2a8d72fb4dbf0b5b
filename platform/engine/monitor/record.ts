import type { Properties, Resource } from "../graph/graph.ts";
import type { Callback, Message } from "../wire/protocol.ts";

/** A resource while a program runs: what the graph shows of it, and what only the engine needs. */
export interface Registration extends Omit<Resource, "id" | "outputs"> {
  id: string;
  outputs: Properties;
  /** Package name to provider reference, for children. */
  readonly providers: ReadonlyMap<string, string>;
  readonly transforms: readonly Callback[];
  readonly hooks?: ReturnType<Message<"RegisterResourceRequest">["getHooks"]>;
}

export function urnOf(
  context: { project: string; stack: string },
  parent: string,
  type: string,
  name: string,
) {
  // The chain of parent types is part of a URN, but the root stack's is left out.
  const parentType = parent ? (parent.split("::")[2] ?? "") : "";
  const chain = parentType && parentType !== "pulumi:pulumi:Stack" ? `${parentType}$${type}` : type;
  return `urn:pulumi:${context.stack}::${context.project}::${chain}::${name}`;
}

/** The part of a provider reference `<urn>::<id>` or of a URN that names its type. */
export const packageOf = (type: string): string => type.split(":")[0] ?? type;

export function aliasOf(
  alias: Message<"TransformResourceOptions"> extends { getAliasesList(): (infer A)[] } ? A : never,
) {
  if (alias.hasUrn()) return alias.getUrn();
  const spec = alias.getSpec()?.toObject() ?? {};
  return Object.fromEntries(Object.entries(spec).filter(([, value]) => value));
}

/** The registration without what only the engine needs, keys in a fixed order. */
export function resourceOf(r: Registration): Resource {
  const sorted = (list: readonly string[]) => [...new Set(list)].sort();
  const propertyDependencies = Object.entries(r.propertyDependencies)
    .filter(([, urns]) => urns.length > 0)
    .map(([name, urns]) => [name, sorted(urns)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    urn: r.urn,
    type: r.type,
    name: r.name,
    custom: r.custom,
    parent: r.parent || undefined,
    id: r.id,
    inputs: r.inputs,
    outputs: r.outputs,
    dependencies: sorted(r.dependencies),
    propertyDependencies: Object.fromEntries(propertyDependencies),
    provider: r.provider || undefined,
    protect: r.protect,
    retainOnDelete: r.retainOnDelete,
    deletedWith: r.deletedWith || undefined,
    ignoreChanges: r.ignoreChanges,
    replaceOnChanges: r.replaceOnChanges,
    deleteBeforeReplace: r.deleteBeforeReplace,
    additionalSecretOutputs: r.additionalSecretOutputs,
    aliases: r.aliases,
    version: r.version,
    importId: r.importId || undefined,
    external: r.external,
  };
}
