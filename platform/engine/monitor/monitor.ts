import { Graph, type Invocation, type Properties, Secret, Unknown } from "../graph/graph.ts";
import { holdsUnknown } from "../graph/unknown.ts";
import type { Call } from "../wire/callbacks.ts";
import { EngineError } from "../wire/engine-error.ts";
import { type Callback, type Message, resources } from "../wire/protocol.ts";
import { fromStruct, toStruct } from "../wire/values.ts";
import { defaultProvider } from "./default-provider.ts";
import { createHooks, type Hooks } from "./hooks.ts";
import type { Problem } from "./provider.ts";
import { blank, type Records, type Registration, resourceOf } from "./record.ts";
import { stackOutputs } from "./references.ts";
import { createRegistration, framesOf } from "./registration.ts";
import type { StackOptions } from "./stack-options.ts";
import { packageOf, providerPrefix, rootType, stableId, urnOf } from "./urn.ts";

/** A resource with inputs that the provider doesn't take. */
export interface Finding {
  readonly name: string;
  readonly type: string;
  /** Frames of the program that made the resource, nearest first: `file:line:column`. */
  readonly frames: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * The engine's side of a program's run, kept in memory: takes registrations the way the real engine's resource
 * monitor does (URNs, transforms, inheritance, default providers) and asks a provider for ids and outputs.
 */
export class Monitor implements Records {
  readonly options: StackOptions;
  readonly registrations = new Map<string, Registration>();
  readonly invocations: Invocation[] = [];
  readonly logs: Graph["logs"][number][] = [];
  readonly findings: Finding[] = [];
  /** Errors that the engine or provider answered a registration with. */
  readonly refusals: Error[] = [];
  readonly stackTransforms: Callback[] = [];
  readonly invokeTransforms: Callback[] = [];
  /** Places in the program by URN. */
  readonly #frames = new Map<string, () => string[]>();
  readonly hooks: Hooks;
  readonly call: Call;
  /** Resources of which only their own providers compute anything. */
  readonly #foreign: Registration[] = [];
  /** URNs of components that plugins build. */
  readonly #remote = new Set<string>();

  constructor(options: StackOptions, call: Call) {
    this.options = options;
    this.call = call;
    this.hooks = createHooks(call);
  }

  async register(request: Message<"RegisterResourceRequest">) {
    const registration = await createRegistration(this, request);
    const { urn, type, custom, name } = registration;
    if (this.registrations.has(urn))
      throw new EngineError(
        `Duplicate resource URN '${urn}': the program makes two resources of type ${type} called ${name}; give one of them another name`,
      );
    this.registrations.set(urn, registration);
    const trace = request.getStacktrace();
    this.#frames.set(urn, () => framesOf(trace));
    if (request.getRemote()) {
      // As the engine does: the plugin is a provider of its own, whatever the parts' providers are.
      defaultProvider(this, packageOf(type), request.getVersion());
      await this.#construct(registration);
    } else if (custom) await this.#create(registration, request);
    const response = new resources.RegisterResourceResponse();
    response.setUrn(urn);
    response.setId(registration.id);
    response.setObject(toStruct(registration.outputs));
    // Outside of a preview the SDK takes what isn't known for `undefined`, unless it is told.
    response.setUnknown(custom && (registration.id === "" || holdsUnknown(registration.outputs)));
    return response;
  }

  async #create(r: Registration, request: Message<"RegisterResourceRequest">): Promise<void> {
    if (r.type.startsWith(providerPrefix)) {
      // Other resources name their provider by this id, so a preview has it too.
      r.id = stableId(r.urn);
      r.outputs = r.inputs;
      return;
    }
    const preview = this.options.preview ?? false;
    const providerInputs = this.#providerOf(r)?.inputs;
    const problems = this.options.provider.check(r.type, r.inputs, providerInputs);
    if (problems.length > 0)
      this.findings.push({ name: r.name, type: r.type, frames: framesOf(request.getStacktrace()), problems });
    await this.hooks.run("before", r, preview);
    const { provider } = this.options;
    const { id, outputs, foreign = false } = provider.create(r, { preview, providerInputs });
    r.id = preview ? "" : r.importId || id;
    if (foreign && !this.#remote.has(r.parent ?? "")) this.#foreign.push(r);
    r.outputs = laidOver(outputs, r.inputs);
    for (const key of r.additionalSecretOutputs) {
      if (foreign) r.outputs[key] ??= new Unknown();
      if (key in r.outputs && !(r.outputs[key] instanceof Secret))
        r.outputs[key] = new Secret(r.outputs[key]);
    }
    await this.hooks.run("after", r, preview);
  }

  /** What is wrong with resources that are fine on their own. Called when the program has ended. */
  checkTogether(): Finding[] {
    const made = [...this.registrations.values()]
      .filter((r) => r.custom && !r.external && !r.type.startsWith(providerPrefix))
      .map((r) => ({ ...r, providerInputs: this.#providerOf(r)?.inputs ?? {} }));
    return (this.options.provider.checkTogether?.(made) ?? []).map(({ urn, ...problem }) => {
      const { name, type } = this.registrations.get(urn)!;
      return { name, type, frames: this.#frames.get(urn)?.() ?? [], problems: [problem] };
    });
  }

  #providerOf(r: Registration): Registration | undefined {
    const end = r.provider?.lastIndexOf("::") ?? -1;
    return end < 0 ? undefined : this.registrations.get(r.provider!.slice(0, end));
  }

  /** A component that the plugin of its package builds: with its parts where the provider knows them, else alone. */
  async #construct(r: Registration): Promise<void> {
    this.#remote.add(r.urn);
    const made = await this.options.provider.construct?.(r, async (type, name, inputs) => {
      const request = new resources.RegisterResourceRequest();
      request.setType(type);
      request.setName(name);
      request.setParent(r.urn);
      request.setCustom(true);
      request.setObject(toStruct(inputs));
      const urn = (await this.register(request)).getUrn();
      return this.registrations.get(urn) ?? { id: "", outputs: {} };
    });
    r.outputs = { ...r.inputs, ...made };
    if (made !== undefined) return;
    const message = `${r.name} (${r.type}) is a component that its package's plugin builds; what it makes is not part of this graph.`;
    this.logs.push({ severity: "warning", message, urn: r.urn });
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
    const found =
      type === "pulumi:pulumi:StackReference"
        ? await stackOutputs(this.options, id)
        : this.options.provider.read({ type, name, id, inputs });
    const outputs = { ...found, ...inputs };
    const provider = request.getProvider() || defaultProvider(this, packageOf(type), request.getVersion());
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
    response.setUnknown(found === undefined);
    return response;
  }

  finish(request: Message<"RegisterResourceOutputsRequest">): void {
    const registration = this.registrations.get(request.getUrn());
    if (!registration) throw new EngineError(`${request.getUrn()} is not a resource of this program`);
    registration.outputs = fromStruct(request.getOutputs());
  }

  graph(): Graph {
    const registrations = [...this.registrations.values()];
    const { config = {}, secretKeys = [] } = this.options;
    const order = (i: Invocation) => `${i.token} ${JSON.stringify(i.args)}`;
    return new Graph(
      {
        project: this.options.project,
        stack: this.options.stack,
        config: Object.fromEntries(Object.entries(config).filter(([key]) => !secretKeys.includes(key))),
        resources: registrations.map(resourceOf),
        outputs: registrations.find((r) => r.type === rootType)?.outputs ?? {},
        invocations: [...this.invocations].sort((a, b) => (order(a) < order(b) ? -1 : 1)),
        logs: [...this.logs, ...unknownBy(this.#foreign)],
      },
      this.#frames,
    );
  }
}

/** A warning for each package whose provider isn't run. */
function unknownBy(foreign: readonly Registration[]): Graph["logs"][number][] {
  const packages = Map.groupBy(foreign, ({ type }) => packageOf(type));
  return [...packages]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, all]) => {
      const names = all
        .map((one) => `${one.name} (${one.type})`)
        .sort()
        .join(", ");
      const message = `The provider of ${name} isn't run offline: what it computes for ${names} is unknown here, and what the program makes of that.`;
      return { severity: "warning", message, urn: all[0]?.urn ?? "" };
    });
}

/** Outputs under inputs, also inside of blocks: an output never replaces an input of the program. */
function laidOver(outputs: Properties, inputs: Properties): Properties {
  const merged: Properties = { ...outputs, ...inputs };
  for (const [key, value] of Object.entries(inputs)) {
    const below = outputs[key];
    if (isBlock(value) && isBlock(below)) merged[key] = { ...below, ...value };
  }
  return merged;
}

const isBlock = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
