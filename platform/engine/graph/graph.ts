/** A value that Pulumi marks as secret. Prints and serialises as `[secret]`; `reveal` gives the value. */
export class Secret {
  readonly #value: unknown;
  constructor(value: unknown) {
    this.#value = value;
  }
  reveal(): unknown {
    return this.#value;
  }
  toJSON(): string {
    return "[secret]";
  }
  toString(): string {
    return "[secret]";
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "[secret]";
  }
}

/** A value that is known only after deployment; appears in previews. */
export class Unknown {
  toJSON(): string {
    return "[unknown]";
  }
  toString(): string {
    return "[unknown]";
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "[unknown]";
  }
}

/** A file, folder or assembled archive that a program passes to a resource. Paths are as the program gave them. */
export type Asset =
  | { kind: "file-asset" | "file-archive"; path: string }
  | { kind: "string-asset"; text: string }
  | { kind: "remote-asset" | "remote-archive"; uri: string }
  | { kind: "asset-archive"; assets: Record<string, Asset> };

/** Holds an asset inside the inputs of a resource, so that it can't be mistaken for a plain object. */
export class AssetValue {
  readonly asset: Asset;
  constructor(asset: Asset) {
    this.asset = asset;
  }
}

/** A value that a program passes in or gets back: JSON, plus `Secret`, `Unknown` and `AssetValue` at any depth. */
export type Value = unknown;
export type Properties = Record<string, Value>;

/** One resource as registered by a program, after transforms, as the engine would hand it to its provider. */
export interface Resource {
  readonly urn: string;
  /** Type token, such as `aws:sqs/queue:Queue`, or a component's own. */
  readonly type: string;
  /** Logical name: the first argument of the constructor. */
  readonly name: string;
  /** False for components. */
  readonly custom: boolean;
  /** URN of the parent; absent on the stack itself and on default providers. */
  readonly parent?: string;
  /** Physical id; `""` for components and in previews. */
  readonly id: string;
  readonly inputs: Properties;
  /** Inputs merged with what the provider computed; a component's registered outputs. */
  readonly outputs: Properties;
  /** URNs of every dependency, explicit or through an output. */
  readonly dependencies: readonly string[];
  /** Input name to the URNs that it was computed from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** `<urn>::<id>` of the provider; absent on components. */
  readonly provider?: string;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deletedWith?: string;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly deleteBeforeReplace?: boolean;
  readonly additionalSecretOutputs: readonly string[];
  /** Earlier URNs or alias specs, as given. */
  readonly aliases: readonly unknown[];
  readonly version: string;
  readonly importId?: string;
  /** True for a resource that was only read (`Queue.get(...)`), not managed. */
  readonly external: boolean;
}

/** A call of a provider function (`aws.getRegion()`). */
export interface Invocation {
  readonly token: string;
  readonly args: Properties;
}

/** The frames of the program that made each resource, by URN; read off only when they are asked for. */
type Places = ReadonlyMap<string, () => readonly string[]>;

/** The result of running a program: everything `plan`, `impact`, policies, tests and the local target read. */
export class Graph {
  readonly project: string;
  readonly stack: string;
  /** The config that the program ran with, by full key, without secrets. */
  readonly config: Readonly<Record<string, string>>;
  /** Sorted by URN: the order of registration is not stable. */
  readonly resources: readonly Resource[];
  /** Stack outputs. */
  readonly outputs: Properties;
  readonly invocations: readonly Invocation[];
  /** Warnings and errors that the program logged through `pulumi.log`. */
  readonly logs: readonly {
    severity: "debug" | "info" | "warning" | "error";
    message: string;
    urn: string;
  }[];
  readonly #places: Places;

  constructor(
    parts: Pick<Graph, "project" | "stack" | "resources" | "outputs" | "invocations" | "logs"> &
      Partial<Pick<Graph, "config">>,
    places: Places = new Map(),
  ) {
    this.#places = places;
    this.project = parts.project;
    this.stack = parts.stack;
    this.config = parts.config ?? {};
    this.resources = [...parts.resources].sort((a, b) => (a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0));
    this.outputs = parts.outputs;
    this.invocations = parts.invocations;
    this.logs = parts.logs;
  }

  /** All resources of a type token, in URN order. */
  of(type: string): Resource[] {
    return this.resources.filter((r) => r.type === type);
  }

  /** The one resource with this logical name and, where given, type; throws, naming those there are, when none is. */
  get(name: string, type?: string): Resource {
    const found = this.resources.filter((r) => r.name === name && (type === undefined || r.type === type));
    if (found.length === 1) return found[0]!;
    const what = type ? `${type} ${name}` : name;
    const near = this.resources.filter((r) => r.custom && (!type || r.type === type)).map((r) => r.name);
    throw new Error(
      `${found.length} resources are called ${what} in ${this.project}; there are: ${near.join(", ")}`,
    );
  }

  byUrn(urn: string): Resource | undefined {
    return this.resources.find((r) => r.urn === urn);
  }

  children(urn: string): Resource[] {
    return this.resources.filter((r) => r.parent === urn);
  }

  /**
   * Where the program makes a resource, the nearest call first: `file:line:column`, without the frames of libraries. Empty for a
   * graph that was read back from a file.
   */
  placesOf(urn: string): readonly string[] {
    return this.#places.get(urn)?.() ?? [];
  }
}

/** Follows `Secret` wrappers down to the value itself; for code that runs a graph, never for code that prints one. */
export function reveal(value: Value): Value {
  if (value instanceof Secret) return reveal(value.reveal());
  if (Array.isArray(value)) return value.map(reveal);
  if (value && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, reveal(v)]));
  return value;
}
