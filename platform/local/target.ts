import type { RequestListener } from "node:http";
import type { Graph } from "../engine/graph/graph.ts";
import {
  createTable,
  deleteTable,
  startTables,
  type TableBackend,
  type TableBackendName,
} from "./dynamodb/tables.ts";
import { readGraph } from "./graph/read.ts";
import type { LocalGraph, QueuePart } from "./graph/types.ts";
import { Apis, type Port } from "./http/apis.ts";
import { Listener } from "./http/listen.ts";
import { functionRef } from "./http/read.ts";
import type { MessageAttribute } from "./lambda/async-invoke.ts";
import { CodeFolders } from "./lambda/code.ts";
import { Functions } from "./lambda/functions.ts";
import type { OnChunk } from "./lambda/process/environment.ts";
import { lambdaService } from "./lambda/wire.ts";
import { Sources } from "./mappings/mappings.ts";
import { readValues } from "./parameters/read.ts";
import { secretsManagerService } from "./parameters/secrets-manager.ts";
import { ssmService } from "./parameters/ssm.ts";
import { ValueStore } from "./parameters/store.ts";
import { localAccount, QueueStore } from "./sqs/store.ts";
import { Machines } from "./states/machines.ts";
import { startExecution, statesService } from "./states/wire.ts";
import { stsService } from "./sts/wire.ts";
import type { LogLine, Timing, Unsupported } from "./types.ts";
import { unsupported } from "./unsupported.ts";
import { wireGateway } from "./wire/gateway.ts";

export interface AppOptions {
  readonly region: string;
  readonly timing: Timing;
  /** Port of the first HTTP API. */
  readonly port: Port;
  /** Run other languages than Node.js's, see `LocalOptions`. */
  readonly otherLanguages?: boolean;
  readonly tables?: TableBackendName;
  /** Values of secrets and parameters, above all others. */
  readonly secrets?: Readonly<Record<string, string>>;
  onLog?(line: LogLine): void;
}

/** Lines that are kept: a service may be up for days. */
const loggedLines = 20_000;

const empty: LocalGraph = {
  functions: [],
  queues: [],
  tables: [],
  mappings: [],
  schedules: [],
  apis: [],
  machines: [],
};

/**
 * One local target: everything that listens, runs or stores for one service. `open` starts what the program
 * needs before it runs (addresses), `apply` brings up a graph and later its changes, `stop` ends it all.
 */
export class App {
  readonly logs: LogLine[] = [];
  readonly region: string;
  readonly endpoint: string;
  readonly functions: Functions;
  readonly machines: Machines;
  readonly sources: Sources;
  readonly apis: Apis;
  readonly queues: QueueStore;
  readonly tables: TableBackend;
  readonly values: ValueStore;
  readonly aws: RequestListener;
  parts: LocalGraph = empty;
  unsupported: readonly Unsupported[] = [];
  readonly #options: AppOptions;
  readonly #wire: Listener;
  readonly #folders = new CodeFolders();

  private constructor(options: AppOptions, apis: Apis, wire: Listener, tables: TableBackend) {
    this.#options = options;
    this.#wire = wire;
    this.apis = apis;
    this.tables = tables;
    this.region = options.region;
    this.endpoint = wire.url;
    this.values = new ValueStore(options.secrets);
    const { region, timing } = options;
    const log = (line: Omit<LogLine, "at">) => this.log(line);
    const deliver = this.deliver.bind(this);
    this.queues = new QueueStore({ region, endpoint: this.endpoint });
    this.functions = new Functions({ region, endpoint: this.endpoint, timing, deliver, log });
    this.machines = new Machines(timing, (arn, payload) => this.invoke(arn, payload));
    this.sources = new Sources(this, timing);
    this.aws = wireGateway({
      sqs: (request, response) => this.queues.handle(request, response),
      dynamodb: tables.handle,
      lambda: lambdaService(this.functions),
      states: statesService(this.machines),
      ssm: ssmService(this.values),
      secretsmanager: secretsManagerService(this.values),
      sts: stsService(localAccount),
    });
    wire.handle(this.aws);
  }

  /** Puts something in front of the answers to AWS calls. */
  intercept(wrap: (aws: RequestListener) => RequestListener): void {
    this.#wire.handle(wrap(this.aws));
  }

  /** Whatever fails, nothing is left listening. */
  static async open(options: AppOptions): Promise<App> {
    const started = await Promise.allSettled([
      Apis.open(options.port),
      Listener.open(),
      startTables(options.tables),
    ]);
    const failed = started.find((each) => each.status === "rejected");
    const [apis, wire, tables] = started;
    if (apis.status === "fulfilled" && wire.status === "fulfilled" && tables.status === "fulfilled")
      return new App(options, apis.value, wire.value, tables.value);
    await Promise.all([
      apis.status === "fulfilled" && apis.value.stop(),
      wire.status === "fulfilled" && wire.value.close(),
      tables.status === "fulfilled" && tables.value.stop(),
    ]);
    throw failed?.reason;
  }

  /** For the provider: what it computes with these reaches this target. */
  get urls() {
    return {
      queue: (name: string) => `${this.endpoint}/${localAccount}/${name}`,
      api: (name: string) => this.apis.url(name),
    };
  }

  /** Brings the target in line with a graph. Data in queues and tables stays. Returns the names of new functions. */
  async apply(graph: Graph, dir: string): Promise<string[]> {
    const next = readGraph(graph, this.#options.otherLanguages);
    const before = this.parts;
    // What can be wrong with a graph shows here, before anything of the old one is touched.
    const runnable = next.functions.filter(({ notRun }) => notRun === undefined);
    await this.#folders.prepare(dir, runnable);
    await this.machines.apply(next.machines);
    await this.queues.start();
    await Promise.all([this.#applyQueues(before, next), this.#applyTables(before, next)]);
    this.parts = next;
    this.values.apply(readValues(graph), dir);
    const changed = await this.functions.apply(next.functions, (part) =>
      this.#folders.folder(dir, part.name, part.code),
    );
    await this.apis.apply(next.apis, localAccount, (...call) => this.invoke(...call));
    this.unsupported = [...unsupported(graph, this.#options.otherLanguages), ...this.values.missing()];
    this.sources.apply(next);
    return changed;
  }

  async stop(): Promise<void> {
    this.sources.stop();
    this.machines.stop();
    await Promise.all([this.functions.stop(), this.apis.stop(), this.queues.stop(), this.#wire.close()]);
    await Promise.all([this.sources.ended(), this.tables.stop()]);
    await this.#folders.dispose();
  }

  log(line: Omit<LogLine, "at">): void {
    const full = { at: Date.now(), ...line };
    this.logs.push(full);
    if (this.logs.length > loggedLines) this.logs.splice(0, this.logs.length - loggedLines);
    this.#options.onLog?.(full);
  }

  async invoke(functionArn: string, payload: unknown, onChunk?: OnChunk) {
    const found = this.functions.find(functionRef(functionArn));
    if (!found) throw new Error(`There is no function ${functionArn} here`);
    return found.invoke(payload, onChunk);
  }

  /** True for what `deliver` can deliver to. */
  reaches(arn: string): boolean {
    const queue = this.parts.queues.some((each) => each.arn === arn);
    return (
      queue || this.functions.find(functionRef(arn)) !== undefined || this.machines.find(arn) !== undefined
    );
  }

  /** Delivers to the target of a schedule, a destination or a dead-letter queue. */
  async deliver(arn: string, body: string, attributes?: Record<string, MessageAttribute>): Promise<unknown> {
    const queue = this.parts.queues.find((each) => each.arn === arn);
    if (queue) {
      const extra = attributes ? { MessageAttributes: attributes } : {};
      return this.queues.call("SendMessage", { QueueUrl: queue.url, MessageBody: body, ...extra });
    }
    const target = this.functions.find(functionRef(arn));
    if (target) return target.invokeAsync(Buffer.from(body, "utf8"));
    if (this.machines.find(arn))
      return startExecution(this.machines, { stateMachineArn: arn, input: body }).execution;
    this.log({ source: "local", text: `${arn} has no local counterpart; not delivered: ${body}` });
    return undefined;
  }

  async #applyQueues(before: LocalGraph, next: LocalGraph): Promise<void> {
    const gone = (queue: QueuePart) => !next.queues.some((each) => each.physicalName === queue.physicalName);
    await Promise.all(next.queues.map((each) => this.queues.put(each)));
    await Promise.all(before.queues.filter(gone).map((each) => this.queues.remove(each)));
  }

  async #applyTables(before: LocalGraph, next: LocalGraph): Promise<void> {
    const same = (a: object, b: object) => JSON.stringify(a) === JSON.stringify(b);
    for (const old of before.tables) {
      const now = next.tables.find((each) => each.physicalName === old.physicalName);
      if (now && same(now, old)) continue;
      await deleteTable(this.endpoint, this.region, old.physicalName);
      if (now)
        this.log({ source: "local", text: `table ${old.name} was made anew: its keys or indexes changed` });
    }
    const kept = (name: string) => before.tables.find((each) => each.physicalName === name);
    const fresh = next.tables.filter((each) => !same(each, kept(each.physicalName) ?? {}));
    await Promise.all(fresh.map((each) => createTable(this.endpoint, this.region, each)));
  }
}
