import { EngineError } from "../wire/engine-error.ts";
import type { Message } from "../wire/protocol.ts";
import { dependenciesInside, fromStruct } from "../wire/values.ts";
import { defaultProvider } from "./default-provider.ts";
import type { Records, Registration } from "./record.ts";
import { applyTransforms, optionsOf } from "./transforms.ts";
import { packageOf, providerPrefix, urnOf } from "./urn.ts";

/** The registration that a request asks for, after transforms and with all that it takes from its parents and the stack. */
export async function createRegistration(
  records: Records,
  request: Message<"RegisterResourceRequest">,
): Promise<Registration> {
  const parentUrn = request.getParent();
  const parent = records.registrations.get(parentUrn);
  if (parentUrn && !parent)
    throw new EngineError(`the parent ${parentUrn} is not a resource of this program`);
  const [type, name, custom, own] = [
    request.getType(),
    request.getName(),
    request.getCustom(),
    request.getTransformsList(),
  ];
  const ancestors = [...ancestry(records, parent)];
  // The engine's order: the resource's own transforms, then its parents' from the nearest up, then the stack's.
  const chain = [...own, ...ancestors.flatMap((a) => a.transforms), ...records.stackTransforms];
  const { properties, options } = await applyTransforms(
    request,
    optionsOf(request, parent),
    chain,
    records.call,
  );
  const isProvider = type.startsWith(providerPrefix);
  // As the engine does: a provider that the program makes is of the version of its SDK.
  const version = isProvider && options.getVersion() ? { version: options.getVersion() } : {};
  const inputs = { ...version, ...fromStruct(properties) };
  const propertyDependencies: Record<string, readonly string[]> =
    chain.length > 0 ? dependenciesInside(properties) : {};
  for (const [key, urns] of request.getPropertydependenciesMap().entries())
    if (key in inputs)
      propertyDependencies[key] = [...(propertyDependencies[key] ?? []), ...urns.getUrnsList()];
  const explicit =
    options.getProvider() || ancestors.map((a) => a.providers.get(packageOf(type))).find(Boolean);
  const ownProvider = custom && !isProvider;
  return {
    urn: urnOf(records.options, parentUrn, type, name),
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
      ? explicit || defaultProvider(records, packageOf(type), options.getVersion())
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

function* ancestry(records: Records, from: Registration | undefined): Iterable<Registration> {
  for (let r = from; r; r = records.registrations.get(r.parent ?? "")) yield r;
}

function aliasOf(
  alias: Message<"TransformResourceOptions"> extends { getAliasesList(): (infer A)[] } ? A : never,
) {
  if (alias.hasUrn()) return alias.getUrn();
  const spec = alias.getSpec()?.toObject() ?? {};
  return Object.fromEntries(Object.entries(spec).filter(([, value]) => value));
}

/** The place in the program that makes a resource, without the frames of libraries. */
export function framesOf(trace: ReturnType<Message<"RegisterResourceRequest">["getStacktrace"]>): string[] {
  return (trace?.getFramesList() ?? []).flatMap((frame) => {
    const position = frame.getPc();
    const uri = position?.getUri() ?? "";
    return position && uri && !uri.includes("/node_modules/")
      ? [`${uri}:${position.getLine()}:${position.getColumn()}`]
      : [];
  });
}
