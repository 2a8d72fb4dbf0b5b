import { createHash } from "node:crypto";
import { type Properties, Secret } from "../graph/graph.ts";
import { EngineError } from "../run/error.ts";
import type { Message } from "../wire/protocol.ts";
import { dependenciesInside, fromStruct } from "../wire/values.ts";
import type { Monitor } from "./monitor.ts";
import { aliasOf, packageOf, type Registration, urnOf } from "./record.ts";
import { optionsOf, transformed } from "./transforms.ts";

export const providerPrefix = "pulumi:providers:";

/** What a request registers, after transforms and with all that it takes from its parents and the stack. */
export async function registrationOf(
  monitor: Monitor,
  request: Message<"RegisterResourceRequest">,
): Promise<Registration> {
  const parentUrn = request.getParent();
  const parent = monitor.registrations.get(parentUrn);
  if (parentUrn && !parent)
    throw new EngineError(`the parent ${parentUrn} is not a resource of this program`);
  const [type, name, custom, own] = [
    request.getType(),
    request.getName(),
    request.getCustom(),
    request.getTransformsList(),
  ];
  const ancestors = [...ancestry(monitor, parent)];
  // The engine's order: the resource's own transforms, then its parents' from the nearest up, then the stack's.
  const chain = [...own, ...ancestors.flatMap((a) => a.transforms), ...monitor.stackTransforms];
  const { properties, options } = await transformed(request, optionsOf(request, parent), chain, monitor.call);
  const inputs = fromStruct(properties);
  const propertyDependencies: Record<string, readonly string[]> =
    chain.length > 0 ? dependenciesInside(properties) : {};
  for (const [key, urns] of request.getPropertydependenciesMap().entries())
    if (key in inputs)
      propertyDependencies[key] = [...(propertyDependencies[key] ?? []), ...urns.getUrnsList()];
  const explicit =
    options.getProvider() || ancestors.map((a) => a.providers.get(packageOf(type))).find(Boolean);
  const ownProvider = custom && !type.startsWith(providerPrefix);
  return {
    urn: urnOf(monitor.options, parentUrn, type, name),
    type,
    name,
    custom,
    parent: parentUrn,
    id: "",
    inputs,
    outputs: {},
    dependencies: [...options.getDependsOnList(), ...Object.values(propertyDependencies).flat()],
    propertyDependencies,
    provider: ownProvider
      ? explicit || defaultProvider(monitor, packageOf(type), options.getVersion())
      : undefined,
    providers: new Map(options.getProvidersMap().entries()),
    protect: options.getProtect() ?? false,
    retainOnDelete: options.getRetainOnDelete() ?? false,
    deletedWith: options.getDeletedWith(),
    ignoreChanges: options.getIgnoreChangesList(),
    replaceOnChanges: options.getReplaceOnChangesList(),
    deleteBeforeReplace: options.hasDeleteBeforeReplace() ? options.getDeleteBeforeReplace() : undefined,
    additionalSecretOutputs: options.getAdditionalSecretOutputsList(),
    aliases: options.getAliasesList().map(aliasOf),
    version: options.getVersion(),
    importId: options.getImport(),
    external: false,
    transforms: own,
    hooks: options.getHooks(),
  };
}

function* ancestry(monitor: Monitor, from: Registration | undefined): Iterable<Registration> {
  for (let r = from; r; r = monitor.registrations.get(r.parent ?? "")) yield r;
}

/** Reference of the provider that a package's resources get when the program names none. */
export function defaultProvider(monitor: Monitor, pkg: string, version: string): string {
  const name = version ? `default_${version.replace(/[.+-]/g, "_")}` : "default";
  const type = `${providerPrefix}${pkg}`;
  const urn = urnOf(monitor.options, "", type, name);
  if (!monitor.registrations.has(urn)) {
    const inputs: Properties = version ? { version } : {};
    for (const [key, value] of Object.entries(monitor.options.config ?? {})) {
      if (!key.startsWith(`${pkg}:`)) continue;
      inputs[key.slice(pkg.length + 1)] = monitor.options.secretKeys?.includes(key)
        ? new Secret(value)
        : value;
    }
    monitor.registrations.set(urn, {
      ...blank,
      urn,
      type,
      name,
      version,
      inputs,
      outputs: inputs,
      id: stableId(urn),
    });
  }
  return `${urn}::${stableId(urn)}`;
}

/** What a registration has when the program says nothing. */
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

/** An id in the shape of a UUID that is the same in every run. */
export function stableId(urn: string): string {
  const hex = createHash("sha256").update(urn).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/** Where in the program a resource is made, without the frames of libraries. */
export function framesOf(request: Message<"RegisterResourceRequest">): string[] {
  const frames = request.getStacktrace()?.getFramesList() ?? [];
  return frames.flatMap((frame) => {
    const position = frame.getPc();
    const uri = position?.getUri() ?? "";
    return position && uri && !uri.includes("/node_modules/")
      ? [`${uri}:${position.getLine()}:${position.getColumn()}`]
      : [];
  });
}
