import type { RequestListener } from "node:http";
import type { Graph } from "../engine/graph/graph.ts";
import type { Attributes, Change, Context, LocalService, Receiver, TargetOptions } from "./aws-service.ts";
import { Apis } from "./http/apis.ts";
import { Listener } from "./http/listen.ts";
import { Functions } from "./lambda/functions.ts";
import { functionRef } from "./lambda/ref.ts";
import { eventSources, services } from "./services.ts";
import { Queues } from "./sqs/queues.ts";
import type { LogLine, OnChunk, Unsupported } from "./types.ts";
import { unsupported } from "./unsupported.ts";
import { wireGateway } from "./wire/wire-gateway.ts";

/** Lines that are kept: a service may be up for days. */
const loggedLines = 20_000;

/**
 * One local target: everything that listens, runs or stores for one service. `open` starts what the program
 * needs before it runs (addresses), `apply` brings up a graph and later its changes, `stop` ends it all.
 */
export class Target {
  readonly logs: LogLine[] = [];
  readonly endpoint: string;
  unsupported: readonly Unsupported[] = [];
  readonly #options: TargetOptions;
  readonly #wire: Listener;
  /** In the order of the table. */
  #services: readonly LocalService[] = [];
  #aws: RequestListener = () => {};

  private constructor(options: TargetOptions, wire: Listener) {
    this.#options = options;
    this.#wire = wire;
    this.endpoint = wire.url;
  }

  /** Where it rejects, nothing is left listening. */
  static async open(options: TargetOptions): Promise<Target> {
    const target = new Target(options, await Listener.open());
    const context = target.#context();
    const opening = await Promise.allSettled(services.map(async (each) => each.open(context)));
    target.#services = opening.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    const failed = opening.find((each) => each.status === "rejected");
    if (failed) {
      await target.stop();
      throw failed.reason;
    }
    target.#aws = wireGateway(
      Object.fromEntries(target.#services.flatMap(({ wire = {} }) => Object.entries(wire))),
    );
    target.#wire.handle(target.#aws);
    return target;
  }

  get region(): string {
    return this.#options.region;
  }

  /** For the provider: addresses that it computes with these reach this target. */
  get urls() {
    return {
      queue: (name: string) => this.service(Queues).url(name),
      api: (name: string) => this.service(Apis).url(name),
    };
  }

  /** One of its services by its class: `service(Queues)`. */
  service<S extends LocalService>(kind: abstract new (...given: never[]) => S): S {
    const found = this.#services.find((each): each is S => each instanceof kind);
    if (!found) throw new Error(`${kind.name} is not in the table of services`);
    return found;
  }

  /** Puts something in front of the answers to AWS calls. */
  intercept(wrap: (aws: RequestListener) => RequestListener): void {
    this.#wire.handle(wrap(this.#aws));
  }

  /** True when the program asked for more addresses than there were: now there are, and it has to run again. */
  async grow(): Promise<boolean> {
    const grown = await Promise.all(this.#services.map((each) => each.grow?.()));
    return grown.includes(true);
  }

  /** Brings the target in line with a graph. Data in queues and tables stays. */
  async apply(graph: Graph, dir: string): Promise<void> {
    // Problems of a graph show here, before anything of the old one is touched.
    const changes: Change[] = [];
    for (const each of this.#services) changes.push(await each.prepare(graph, dir));
    for (const change of changes) await change();
    const missing = this.#services.flatMap((each) => each.missing?.() ?? []);
    this.unsupported = [...unsupported(graph, this.#options.otherLanguages), ...missing];
  }

  /** Services that start work stop first, and none waits for another: a batch ends with the function that works on it. */
  async stop(): Promise<void> {
    const stopping = this.#services.toReversed().map((each) => each.stop());
    await Promise.all([...stopping, this.#wire.close()]);
  }

  log(line: Omit<LogLine, "at">): void {
    const full = { at: Date.now(), ...line };
    this.logs.push(full);
    if (this.logs.length > loggedLines) this.logs.splice(0, this.logs.length - loggedLines);
    this.#options.onLog?.(full);
  }

  #context(): Context {
    return {
      options: this.#options,
      endpoint: this.endpoint,
      eventSources,
      log: (text, from = { source: "local" }) => this.log({ ...from, text }),
      invoke: (...call) => this.#invoke(...call),
      receiver: (arn) => this.#receiver(arn),
      deliver: (...delivery) => this.#deliver(...delivery),
      reader: (mapping) => first(this.#services, (each) => each.reader?.(mapping)),
    };
  }

  async #invoke(functionArn: string, payload: unknown, onChunk?: OnChunk) {
    const found = this.service(Functions).find(functionRef(functionArn));
    if (!found) throw new Error(`There is no function ${functionArn} here`);
    return found.invoke(payload, onChunk);
  }

  #receiver(arn: string): Receiver | undefined {
    return first(this.#services, (each) => each.receiver?.(arn));
  }

  async #deliver(arn: string, body: string, attributes?: Attributes): Promise<unknown> {
    const receiver = this.#receiver(arn);
    if (receiver) return receiver(body, attributes);
    this.log({ source: "local", text: `${arn} has no local counterpart; not delivered: ${body}` });
    return undefined;
  }
}

/** The first answer that is not undefined. */
function first<T, R>(all: readonly T[], ask: (one: T) => R | undefined): R | undefined {
  for (const each of all) {
    const answer = ask(each);
    if (answer !== undefined) return answer;
  }
  return undefined;
}
