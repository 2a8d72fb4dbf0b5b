import { pause } from "../../values/pause.ts";
import type { Reader } from "../aws-service.ts";
import type { MappingPart } from "../mappings/read.ts";
import { type InvokeResult, type Timing, TooManyRequestsException } from "../types.ts";
import { failedIds, type Message, toEvent } from "./batch-event.ts";
import type { QueueStore } from "./queue-store.ts";
import type { QueuePart } from "./read.ts";

/** Seconds after which a failed message comes back with `fast` timing. */
const fastReturnSeconds = 0.25;
/** Between two attempts to invoke a throttled function, in milliseconds. */
const throttlePauseMs = 100;

export interface SqsSourceOptions {
  readonly mapping: MappingPart;
  readonly queue: QueuePart;
  readonly store: QueueStore;
  readonly region: string;
  readonly timing: Timing;
  invoke(event: object): Promise<InvokeResult>;
  log(text: string): void;
}

/**
 * An SQS event source mapping: receives batches, invokes, deletes messages that succeeded. Failed ones stay in the
 * queue with their receive count, so that visibility and redrive to the dead-letter queue are SQS's own.
 */
export class SqsSource implements Reader {
  readonly #options: SqsSourceOptions;
  readonly #batches = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(options: SqsSourceOptions) {
    this.#options = options;
  }

  start(): void {
    this.#loop = this.#poll();
  }

  /** Takes no further messages; resolves when the batches under way have ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
    await Promise.all(this.#batches);
  }

  async #poll(): Promise<void> {
    const { mapping, log } = this.#options;
    while (!this.#stopping.signal.aborted) {
      if (this.#batches.size >= mapping.maximumConcurrency) {
        await Promise.race(this.#batches);
        continue;
      }
      try {
        const messages = await this.#collect();
        if (messages.length === 0) continue;
        const batch: Promise<void> = this.#run(messages)
          .catch((error: Error) => log(`batch of ${mapping.name}: ${error.message}`))
          .finally(() => this.#batches.delete(batch));
        this.#batches.add(batch);
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        log(`receiving for ${mapping.name}: ${(error as Error).message}`);
        await pause(1_000, this.#stopping.signal);
      }
    }
  }

  /** One batch: the messages there are, or, with a window, until the batch is full or the window has passed. */
  async #collect(): Promise<Message[]> {
    const { batchSize, windowSeconds } = this.#options.mapping;
    const messages = await this.#receive(Math.min(10, batchSize), 1);
    const until = Date.now() + windowSeconds * 1000;
    while (messages.length > 0 && messages.length < batchSize && !this.#stopping.signal.aborted) {
      const left = (until - Date.now()) / 1000;
      if (left <= 0) break;
      messages.push(...(await this.#receive(Math.min(10, batchSize - messages.length), Math.min(left, 1))));
    }
    return messages;
  }

  async #receive(count: number, waitSeconds: number): Promise<Message[]> {
    const { store, queue } = this.#options;
    // A message received while stopping would look failed once: the abort is checked before, and waits are short.
    const { Messages } = await store.call<{ Messages?: Message[] }>("ReceiveMessage", {
      QueueUrl: queue.url,
      MaxNumberOfMessages: count,
      WaitTimeSeconds: waitSeconds,
      AttributeNames: ["All"],
      MessageAttributeNames: ["All"],
    });
    return Messages ?? [];
  }

  async #run(messages: readonly Message[]): Promise<void> {
    const { mapping, queue, region } = this.#options;
    const result = await this.#invoke(toEvent(messages, queue.arn, region));
    const failed = result === undefined ? "all" : failedIds(result, mapping.reportsFailures, messages);
    const done = messages.filter((each) => failed !== "all" && !failed.has(each.MessageId));
    await this.#delete(done);
    await this.#giveBack(messages.filter((each) => !done.includes(each)));
  }

  /** Undefined when the function stayed throttled for as long as the messages are ours (AWS: Using Lambda with Amazon SQS). */
  async #invoke(event: object): Promise<InvokeResult | undefined> {
    const until = Date.now() + this.#options.queue.visibilitySeconds * 1000;
    while (Date.now() < until && !this.#stopping.signal.aborted) {
      try {
        return await this.#options.invoke(event);
      } catch (error) {
        if (!(error instanceof TooManyRequestsException)) throw error;
        await pause(throttlePauseMs, this.#stopping.signal);
      }
    }
    return undefined;
  }

  async #delete(messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return;
    const { store, queue } = this.#options;
    for (let at = 0; at < messages.length; at += 10) {
      const Entries = messages
        .slice(at, at + 10)
        .map((each, i) => ({ Id: String(i), ReceiptHandle: each.ReceiptHandle }));
      await store.call("DeleteMessageBatch", { QueueUrl: queue.url, Entries });
    }
  }

  /** With `fast` timing the rest of the visibility timeout is cut short. The receive count is untouched. */
  async #giveBack(messages: readonly Message[]): Promise<void> {
    const { store, queue, timing } = this.#options;
    if (timing === "real") return;
    const VisibilityTimeout = Math.min(fastReturnSeconds, queue.visibilitySeconds);
    for (const { ReceiptHandle } of messages)
      await store
        .call("ChangeMessageVisibility", { QueueUrl: queue.url, ReceiptHandle, VisibilityTimeout })
        // Its own visibility timeout may have ended first; then it is back already.
        .catch(() => {});
  }
}
