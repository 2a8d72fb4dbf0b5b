import {
  type Asset,
  AssetValue,
  type Graph,
  type Resource,
  reveal,
  Unknown,
} from "../../platform/engine/index.ts";

/** What the offline graph and the CLI's state both know of a resource. */
interface Comparable {
  readonly urn: string;
  readonly parent: string | undefined;
  readonly provider: string | undefined;
  readonly inputs: unknown;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly protect: boolean;
}

const signature = "4dabf18193072939515e22adb298388d";

/** Of a provider the URN: its id is the CLI's own. */
const providerUrn = (reference: string | undefined) => reference?.split("::").slice(0, 4).join("::");

const sorted = (list: readonly Comparable[]) => [...list].sort((a, b) => (a.urn < b.urn ? -1 : 1));

const dependenciesOf = (all: Readonly<Record<string, readonly string[] | null>> = {}) =>
  Object.fromEntries(
    Object.entries(all)
      .filter(([, urns]) => urns && urns.length > 0)
      .map(([property, urns]) => [property, [...(urns ?? [])].sort()]),
  );

export function comparableGraph(graph: Graph): Comparable[] {
  return sorted(
    graph.resources.map((resource: Resource) => ({
      urn: resource.urn,
      parent: resource.parent,
      provider: providerUrn(resource.provider),
      inputs: assetsByPath(reveal(resource.inputs)),
      dependencies: [...resource.dependencies].sort(),
      propertyDependencies: dependenciesOf(resource.propertyDependencies),
      protect: resource.protect,
    })),
  );
}

interface StateResource {
  readonly urn: string;
  readonly parent?: string;
  readonly provider?: string;
  readonly inputs?: unknown;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
  readonly protect?: boolean;
}

/** The resources of `pulumi stack export --show-secrets`. */
export function comparableState(state: {
  deployment: { resources: readonly StateResource[] };
}): Comparable[] {
  return sorted(
    state.deployment.resources.map((resource) => ({
      urn: resource.urn,
      parent: resource.parent,
      provider: providerUrn(resource.provider),
      inputs: plainState(resource.inputs ?? {}),
      dependencies: [...(resource.dependencies ?? [])].sort(),
      propertyDependencies: dependenciesOf(resource.propertyDependencies),
      protect: resource.protect ?? false,
    })),
  );
}

/** The path of what is kept in a workspace's cache, from there on: the CLI's program has a workspace of its own. */
const fromCache = (path: unknown) =>
  typeof path === "string" ? path.replace(/^.*(?=node_modules[\\/]\.cache)/, "") : path;

/** An asset by its path, an archive that the program has put together by its parts. The text of either is code. */
function assetInState({ path, assets }: Record<string, unknown>): unknown {
  if (!assets || typeof assets !== "object") return fromCache(path);
  return Object.fromEntries(
    Object.entries(assets).map(([name, inner]) => [name, assetInState(inner as Record<string, unknown>)]),
  );
}

function assetInGraph(asset: Asset): unknown {
  if (asset.kind === "asset-archive")
    return Object.fromEntries(
      Object.entries(asset.assets).map(([name, inner]) => [name, assetInGraph(inner)]),
    );
  return "path" in asset ? fromCache(asset.path) : undefined;
}

/** What the CLI knows, without what is unknown offline. */
export function known(cli: unknown, offline: unknown): unknown {
  if (offline instanceof Unknown) return offline;
  if (!cli || !offline || typeof cli !== "object" || typeof offline !== "object") return cli;
  if (Array.isArray(cli)) return cli.map((inner, i) => known(inner, Reflect.get(offline, i)));
  return Object.fromEntries(
    Object.entries(cli).map(([key, inner]) => [key, known(inner, Reflect.get(offline, key))]),
  );
}

/** State's marks for secrets and archives as plain values. */
function plainState(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainState);
  if (!value || typeof value !== "object") return value;
  const object = value as Record<string, unknown>;
  if (signature in object) {
    if (typeof object.plaintext === "string") return plainState(JSON.parse(object.plaintext));
    return { asset: assetInState(object) };
  }
  return Object.fromEntries(
    Object.entries(object)
      // The engine's own notes on a default provider, no input of the program.
      .filter(([key]) => key !== "__internal")
      .map(([key, inner]) => [key, plainState(inner)]),
  );
}

function assetsByPath(value: unknown): unknown {
  if (value instanceof AssetValue) return { asset: assetInGraph(value.asset) };
  if (value instanceof Unknown) return value;
  if (Array.isArray(value)) return value.map(assetsByPath);
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, assetsByPath(inner)]));
}
