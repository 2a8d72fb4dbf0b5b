import type { Graph } from "../engine/graph/graph.ts";
import { reveal } from "../engine/graph/graph.ts";
import { findPart, findQueue } from "./find.ts";
import type { FunctionPart } from "./graph/types.ts";
import { startExecution } from "./states/wire.ts";
import type { App } from "./target.ts";
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
  readonly #app: App;
  #graph: Graph;

  constructor(app: App, graph: Graph) {
    this.#app = app;
    this.#graph = graph;
  }

  /** Base URL of the first HTTP API, without a slash at the end. Throws when the service has none. */
  get url(): string {
    const api = this.#app.parts.apis[0];
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
    return { endpoint: this.#app.endpoint, region: this.#app.region, credentials };
  }

  /** Every line that handlers wrote so far. */
  get logs(): readonly LogLine[] {
    return this.#app.logs;
  }

  /** Resources of the program that are not brought up here, and what happens instead. */
  get unsupported(): readonly Unsupported[] {
    return this.#app.unsupported;
  }

  /** Invokes a function and waits. Rejects with TooManyRequestsException when it is throttled. */
  async invoke(name: string, event: unknown = {}): Promise<InvokeResult> {
    return this.#app.functions.invoke(this.#function(name), event);
  }

  /** Sends a message: text as it is, anything else as JSON. Returns the message's id. */
  async send(queue: string, body: unknown, options: SendOptions = {}): Promise<string> {
    const { url } = findQueue(this.#app.parts, queue, this.#prefix);
    const { attributes = {}, delaySeconds, groupId, deduplicationId } = options;
    const entries = Object.entries(attributes).map(([key, value]) => {
      const DataType = typeof value === "number" ? "Number" : "String";
      return [key, { DataType, StringValue: String(value) }];
    });
    const sent = await this.#app.queues.call<{ MessageId: string }>("SendMessage", {
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
    return this.#app.queues.waiting(findQueue(this.#app.parts, queue, this.#prefix));
  }

  /** Runs a schedule now. Resolves, for a function, with the result after its retries. */
  async fire(schedule: string, at = new Date()): Promise<InvokeResult | undefined> {
    const part = findPart("schedule", this.#app.parts.schedules, schedule, this.#prefix);
    const source = this.#app.sources.schedules.find((each) => each.part.arn === part.arn);
    return (await source?.fire(at)) as InvokeResult | undefined;
  }

  /** Runs a state machine to its end. */
  async start(machine: string, input: unknown = {}): Promise<Run> {
    const { arn } = findPart("state machine", this.#app.parts.machines, machine, this.#prefix);
    const started = startExecution(this.#app.machines, {
      stateMachineArn: arn,
      input: JSON.stringify(input),
    });
    return started.execution.done;
  }

  /** Waits until a condition holds: polls it, and rejects after `timeout` milliseconds (default 10,000). */
  async until(condition: () => unknown, { timeout = 10_000 } = {}): Promise<void> {
    const end = Date.now() + timeout;
    while (!(await condition())) {
      if (Date.now() > end) throw new Error(`Still not so after ${timeout} ms: ${condition}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Ends every process, frees every port and removes temporary files. */
  async stop(): Promise<void> {
    await this.#app.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #function(name: string): FunctionPart {
    return findPart("function", this.#app.functions.parts, name, this.#prefix);
  }

  get #prefix(): string {
    return `${this.#graph.project}-${this.#graph.stack}`;
  }
}
