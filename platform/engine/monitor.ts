import { createHash } from "node:crypto";
import type { Call } from "./callbacks.ts";
import { EngineError } from "./error.ts";
import { Graph, type Invocation, type Properties, Secret } from "./graph.ts";
import { type Hooks, hooks } from "./hooks.ts";
import { type Callback, type Message, resources } from "./protocol.ts";
import { aliasOf, packageOf, type Registration, resourceOf, urnOf } from "./record.ts";
import { stackOutputs } from "./references.ts";
import type { Problem, RunOptions } from "./run.ts";
import { optionsOf, transformed } from "./transforms.ts";
import { dependenciesInside, fromStruct, toStruct } from "./wire.ts";

/** A resource whose inputs the provider doesn't take. */
export interface Finding {
  readonly name: string;
  readonly type: string;
  /** Frames of the program that made the resource, nearest first: `file:line:column`. */
  readonly frames: readonly string[];
  readonly problems: readonly Problem[];
}

const rootType = "pulumi:pulumi:Stack";
const providerPrefix = "pulumi:providers:";

/**
 * The engine's side of a program's run, kept in memory: takes registrations the way the real engine's resource
 * monitor does (URNs, transforms, inheritance, default providers) and asks a provider for ids and outputs.
 */
export class Monitor {
  readonly options: RunOptions;
  readonly registrations = new Map<string, Registration>();
  readonly invocations: Invocation[] = [];
  readonly logs: Graph["logs"][number][] = [];
  readonly findings: Finding[] = [];
  /** Errors that the engine or provider answered a registration with. */
  readonly refusals: Error[] = [];
  readonly stackTransforms: Callback[] = [];
  readonly invokeTransforms: Callback[] = [];
  readonly hooks: Hooks;
  readonly call: Call;

  constructor(options: RunOptions, call: Call) {
    this.options = options;
    this.call = call;
    this.hooks = hooks(call);
  }

  async register(request: Message<"RegisterResourceRequest">) {
    const registration = await this.#registration(request);
    const { urn, type, custom, name } = registration;
    if (this.registrations.has(urn))
      throw new EngineError(
        `Duplicate resource URN '${urn}': the program makes two resources of type ${type} called ${name}; give one of them another name`,
      );
    this.registrations.set(urn, registration);
    if (request.getRemote()) this.#remote(registration);
    else if (custom) await this.#create(registration, request);
    const response = new resources.RegisterResourceResponse();
    response.setUrn(urn);
    response.setId(registration.id);
    response.setObject(toStruct(registration.outputs));
    return response;
  }

  async #registration(request: Message<"RegisterResourceRequest">): Promise<Registration> {
    const parentUrn = request.getParent();
    const parent = this.registrations.get(parentUrn);
    if (parentUrn && !parent)
      throw new EngineError(`the parent ${parentUrn} is not a resource of this program`);
    const [type, name, custom, own] = [
      request.getType(),
      request.getName(),
      request.getCustom(),
      request.getTransformsList(),
    ];
    const ancestors = [...this.#ancestry(parent)];
    // The engine's order: the resource's own transforms, then its parents' from the nearest up, then the stack's.
    const chain = [...own, ...ancestors.flatMap((a) => a.transforms), ...this.stackTransforms];
    const { properties, options } = await transformed(request, optionsOf(request, parent), chain, this.call);
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
      urn: urnOf(this.options, parentUrn, type, name),
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
        ? explicit || this.#defaultProvider(packageOf(type), options.getVersion())
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

  *#ancestry(from: Registration | undefined): Iterable<Registration> {
    for (let r = from; r; r = this.registrations.get(r.parent ?? "")) yield r;
  }

  async #create(r: Registration, request: Message<"RegisterResourceRequest">): Promise<void> {
    if (r.type.startsWith(providerPrefix)) {
      // Other resources name their provider by this id, so a preview has it too.
      r.id = stableId(r.urn);
      r.outputs = r.inputs;
      return;
    }
    const preview = this.options.preview ?? false;
    const problems = this.options.provider.check(r.type, r.inputs);
    if (problems.length > 0)
      this.findings.push({ name: r.name, type: r.type, frames: framesOf(request), problems });
    await this.hooks.run("before", r, preview);
    const { id, outputs } = this.options.provider.create(r, {
      preview,
      providerInputs: this.#providerOf(r)?.inputs,
    });
    r.id = preview ? "" : r.importId || id;
    // An output never replaces what the program set.
    r.outputs = { ...outputs, ...r.inputs };
    for (const key of r.additionalSecretOutputs)
      if (key in r.outputs && !(r.outputs[key] instanceof Secret))
        r.outputs[key] = new Secret(r.outputs[key]);
    await this.hooks.run("after", r, preview);
  }

  #providerOf(r: Registration): Registration | undefined {
    const end = r.provider?.lastIndexOf("::") ?? -1;
    return end < 0 ? undefined : this.registrations.get(r.provider!.slice(0, end));
  }

  #remote(r: Registration): void {
    r.outputs = r.inputs;
    const message = `${r.name} (${r.type}) is a component that its package's plugin builds; what it makes is not part of this graph.`;
    this.logs.push({ severity: "warning", message, urn: r.urn });
  }

  /** Reference of the provider that a package's resources get when the program names none. */
  #defaultProvider(pkg: string, version: string): string {
    const name = version ? `default_${version.replace(/[.+-]/g, "_")}` : "default";
    const type = `${providerPrefix}${pkg}`;
    const urn = urnOf(this.options, "", type, name);
    if (!this.registrations.has(urn)) {
      const inputs: Properties = version ? { version } : {};
      for (const [key, value] of Object.entries(this.options.config ?? {})) {
        if (!key.startsWith(`${pkg}:`)) continue;
        inputs[key.slice(pkg.length + 1)] = this.options.secretKeys?.includes(key)
          ? new Secret(value)
          : value;
      }
      this.registrations.set(urn, {
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

  async read(request: Message<"ReadResourceRequest">) {
    const [type, name, parent, id] = [
      request.getType(),
      request.getName(),
      request.getParent(),
      request.getId(),
    ];
    const urn = urnOf(this.options, parent, type, name);
    const inputs = fromStruct(request.getProperties());
    const reference = type === "pulumi:pulumi:StackReference";
    const found = reference
      ? stackOutputs(this.options, id)
      : this.options.provider.read({ type, name, id, inputs });
    const outputs = { ...found, ...inputs };
    const provider = reference
      ? undefined
      : request.getProvider() || this.#defaultProvider(packageOf(type), request.getVersion());
    const additionalSecretOutputs = request.getAdditionalsecretoutputsList();
    const version = request.getVersion();
    const dependencies = request.getDependenciesList();
    const read = {
      urn,
      type,
      name,
      parent,
      id,
      inputs,
      outputs,
      provider,
      version,
      dependencies,
      additionalSecretOutputs,
    };
    this.registrations.set(urn, { ...blank, ...read, external: true });
    const response = new resources.ReadResourceResponse();
    response.setUrn(urn);
    response.setProperties(toStruct(outputs));
    return response;
  }

  finish(request: Message<"RegisterResourceOutputsRequest">): void {
    const registration = this.registrations.get(request.getUrn());
    if (!registration) throw new EngineError(`${request.getUrn()} is not a resource of this program`);
    registration.outputs = fromStruct(request.getOutputs());
  }

  graph(): Graph {
    const registrations = [...this.registrations.values()];
    const order = (i: Invocation) => `${i.token} ${JSON.stringify(i.args)}`;
    return new Graph({
      project: this.options.project,
      stack: this.options.stack,
      resources: registrations.map(resourceOf),
      outputs: registrations.find((r) => r.type === rootType)?.outputs ?? {},
      invocations: [...this.invocations].sort((a, b) => (order(a) < order(b) ? -1 : 1)),
      logs: this.logs,
    });
  }
}

const blank = {
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
function stableId(urn: string): string {
  const hex = createHash("sha256").update(urn).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

function framesOf(request: Message<"RegisterResourceRequest">): string[] {
  const frames = request.getStacktrace()?.getFramesList() ?? [];
  return frames.flatMap((frame) => {
    const position = frame.getPc();
    const uri = position?.getUri() ?? "";
    return position && uri && !uri.includes("/node_modules/")
      ? [`${uri}:${position.getLine()}:${position.getColumn()}`]
      : [];
  });
}
