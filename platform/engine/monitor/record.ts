import type { Properties, Resource } from "../graph/graph.ts";
import type { Call } from "../wire/callbacks.ts";
import type { Callback, Message } from "../wire/protocol.ts";
import type { StackOptions } from "./stack-options.ts";

/** A resource while a program runs: the graph's part of it, and the engine's own. */
export interface Registration extends Omit<Resource, "id" | "outputs"> {
  id: string;
  outputs: Properties;
  /** Package name to provider reference, for children. */
  readonly providers: ReadonlyMap<string, string>;
  readonly transforms: readonly Callback[];
  readonly hooks?: ReturnType<Message<"RegisterResourceRequest">["getHooks"]>;
}

/** The engine's memory of a run, as far as the registration of one resource needs it. */
export interface Records {
  readonly options: StackOptions;
  readonly registrations: Map<string, Registration>;
  readonly stackTransforms: readonly Callback[];
  readonly call: Call;
}

/** A registration by a program that sets nothing. */
export const blank = {
  custom: true,
  parent: "",
  dependencies: [],
  propertyDependencies: {},
  providers: new Map<string, string>(),
  protect: false,
  retainOnDelete: false,
  ignoreChanges: [],
  replaceOnChanges: [],
  additionalSecretOutputs: [],
  aliases: [],
  external: false,
  transforms: [],
};

/** The graph's part of a registration, keys in a fixed order. */
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
