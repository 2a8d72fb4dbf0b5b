import type { Graph } from "../engine/graph/graph.ts";
import { reveal } from "../engine/graph/graph.ts";
import { findPart } from "./find.ts";
import { Apis } from "./http/apis.ts";
import { Functions } from "./lambda/functions.ts";
import { Schedules } from "./schedules/schedules.ts";
import { findQueue } from "./sqs/find-queue.ts";
import { Queues } from "./sqs/queues.ts";
import { Machines } from "./states/machines.ts";
import { startExecution } from "./states/wire.ts";
import type { Target } from "./target.ts";
import type { InvokeResult, LogLine, Unsupported } from "./types.ts";

export interface AwsClientOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface SendOptions {
  /** Message attributes; numbers become DataType `Number`. */
  readonly attributes?: Readonly<Record<string, string | number>>;
  readonly delaySeconds?: number;
  /** FIFO queues only. */
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

/** A finished execution of a state machine. */
export interface Run {
  readonly status: string;
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  readonly events: readonly { type: string; state?: string; at: unknown }[];
}

/** A service on localhost: what `local()` returns. Names are logical names, or those of the components. */
export class LocalApp implements AsyncDisposable {
  readonly #target: Target;
  readonly #graph: Graph;

  constructor(target: Target, graph: Graph) {
    this.#target = target;
    this.#graph = graph;
  }

  /** Base URL of the first HTTP API, without a slash at the end. Throws when the service has none. */
  get url(): string {
    const api = this.#target.service(Apis).parts[0];
    if (!api) throw new Error(`${this.#graph.project} has no HTTP API`);
    return api.stage === "$default" ? api.endpoint : `${api.endpoint}/${api.stage}`;
  }

  /** The stack's outputs; URLs in them are the local ones. */
  get outputs(): Readonly<Record<string, unknown>> {
    return reveal(this.#graph.outputs) as Record<string, unknown>;
  }

  /** Pass this to the constructor of any AWS SDK client. */
  get aws(): AwsClientOptions {
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    return { endpoint: this.#target.endpoint, region: this.#target.region, credentials };
  }

  /** Every line that handlers wrote so far. */
  get logs(): readonly LogLine[] {
    return this.#target.logs;
  }

  /** Resources of the program that are not brought up here, and their behaviour instead. */
  get unsupported(): readonly Unsupported[] {
    return this.#target.unsupported;
  }

  /** Invokes a function and waits. Rejects with TooManyRequestsException when it is throttled. */
  async invoke(name: string, event: unknown = {}): Promise<InvokeResult> {
    const functions = this.#target.service(Functions);
    return functions.invoke(findPart("function", functions.parts, name), event);
  }

  /** Sends a message: text as it is, anything else as JSON. Returns the message's id. */
  async send(queue: string, body: unknown, options: SendOptions = {}): Promise<string> {
    const { parts, store } = this.#target.service(Queues);
    const { url } = findQueue(parts, queue);
    const { attributes = {}, delaySeconds, groupId, deduplicationId } = options;
    const entries = Object.entries(attributes).map(([key, value]) => {
      const DataType = typeof value === "number" ? "Number" : "String";
      return [key, { DataType, StringValue: String(value) }];
    });
    const sent = await store.call<{ MessageId: string }>("SendMessage", {
      QueueUrl: url,
      MessageBody: typeof body === "string" ? body : JSON.stringify(body),
      MessageAttributes: Object.fromEntries(entries),
      ...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),
      ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
      ...(deduplicationId === undefined ? {} : { MessageDeduplicationId: deduplicationId }),
    });
    return sent.MessageId;
  }

  /** Bodies of the messages that wait in a queue, oldest first. Looking does not receive them. */
  async messages(queue: string): Promise<string[]> {
    const { parts, store } = this.#target.service(Queues);
    return store.waiting(findQueue(parts, queue));
  }

  /** Runs a schedule now. Resolves, for a function, with the result after its retries. */
  async fire(schedule: string, at = new Date()): Promise<InvokeResult | undefined> {
    const { parts, sources } = this.#target.service(Schedules);
    const { arn } = findPart("schedule", parts, schedule);
    const source = sources.find((each) => each.part.arn === arn);
    return (await source?.fire(at)) as InvokeResult | undefined;
  }

  /** Runs a state machine to its end. */
  async start(machine: string, input: unknown = {}): Promise<Run> {
    const machines = this.#target.service(Machines);
    const { arn } = findPart("state machine", machines.parts, machine);
    const started = startExecution(machines, { stateMachineArn: arn, input: JSON.stringify(input) });
    return started.execution.done;
  }

  /** Waits until a condition holds: polls it, and rejects after `timeout` milliseconds (default 120,000). */
  async until(condition: () => unknown, { timeout = 120_000 } = {}): Promise<void> {
    const end = Date.now() + timeout;
    while (!(await condition())) {
      if (Date.now() > end) throw new Error(`Still not so after ${timeout} ms: ${condition}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Ends every process, frees every port and removes temporary files. */
  async stop(): Promise<void> {
    await this.#target.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
