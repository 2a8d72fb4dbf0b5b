import type { Graph } from "../../engine/graph/graph.ts";
import type { Change, Context, LocalService, Reader, Receiver } from "../aws-service.ts";
import { functionRef } from "../lambda/ref.ts";
import type { MappingPart } from "../mappings/read.ts";
import { localAccount } from "../shared/account.ts";
import { SqsSource } from "./poller.ts";
import { QueueStore } from "./queue-store.ts";
import { type QueuePart, readQueues } from "./read.ts";

/** The queues of a graph. Messages stay in those that a new graph keeps. */
export class Queues implements LocalService {
  readonly wire;
  readonly store: QueueStore;
  readonly #context: Context;
  #parts: readonly QueuePart[] = [];

  constructor(context: Context) {
    this.#context = context;
    this.store = new QueueStore({ region: context.options.region, endpoint: context.endpoint });
    this.wire = { sqs: this.store.handle.bind(this.store) };
  }

  get parts(): readonly QueuePart[] {
    return this.#parts;
  }

  /** The address of a queue, for the provider. */
  url(name: string): string {
    return `${this.#context.endpoint}/${localAccount}/${name}`;
  }

  prepare(graph: Graph): Change {
    const arn = `arn:aws:sqs:${this.#context.options.region}:${localAccount}:`;
    const parts = readQueues(graph, { url: this.url(""), arn });
    return () => this.#apply(parts);
  }

  receiver(arn: string): Receiver | undefined {
    const queue = this.#find(arn);
    return (
      queue &&
      ((body, attributes) =>
        this.store.call("SendMessage", {
          QueueUrl: queue.url,
          MessageBody: body,
          ...(attributes ? { MessageAttributes: attributes } : {}),
        }))
    );
  }

  reader(mapping: MappingPart): Reader | undefined {
    const queue = this.#find(mapping.sourceArn);
    if (!queue) return undefined;
    const { options, invoke, log } = this.#context;
    const { region, timing } = options;
    const ref = functionRef(mapping.functionName);
    const source = new SqsSource({
      mapping,
      queue,
      store: this.store,
      region,
      timing,
      invoke: (event) => invoke(ref, event),
      log,
    });
    source.start();
    return source;
  }

  async stop(): Promise<void> {
    await this.store.stop();
  }

  #find(arn: string): QueuePart | undefined {
    return this.#parts.find((each) => each.arn === arn);
  }

  async #apply(next: readonly QueuePart[]): Promise<void> {
    await this.store.start();
    const gone = (queue: QueuePart) => !next.some((each) => each.physicalName === queue.physicalName);
    await Promise.all(next.map((each) => this.store.put(each)));
    await Promise.all(this.#parts.filter(gone).map((each) => this.store.remove(each)));
    this.#parts = next;
  }
}
