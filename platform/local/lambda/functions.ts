import type { Graph } from "../../engine/graph/graph.ts";
import type { Change, Context, LocalService, Receiver } from "../aws-service.ts";
import type { InvokeResult, OnChunk } from "../types.ts";
import { invokeAsync } from "./async-invoke.ts";
import { CodeFolders } from "./code.ts";
import { type FunctionSpec, LambdaFunction } from "./lambda-function.ts";
import { NotRun } from "./not-run.ts";
import { type FunctionPart, readFunctions } from "./read.ts";
import { functionRef } from "./ref.ts";
import { lambdaService } from "./wire.ts";

/** A function in processes of its own, or one that answers with the reason why it isn't run. */
type Running = LambdaFunction | NotRun;

interface Entry {
  readonly part: FunctionPart;
  readonly key: string;
  readonly running: Running;
}

/** Every function of a graph. A new graph replaces only those whose code or settings changed. */
export class Functions implements LocalService {
  readonly wire = { lambda: lambdaService(this) };
  /** Labels of the functions that the last change started anew. */
  changed: readonly string[] = [];
  readonly #context: Context;
  readonly #folders = new CodeFolders();
  readonly #stopping = new AbortController();
  readonly #pending = new Set<Promise<unknown>>();
  #entries: readonly Entry[] = [];
  readonly #retired = new Set<Running>();

  constructor(context: Context) {
    this.#context = context;
  }

  get parts(): readonly FunctionPart[] {
    return this.#entries.map((each) => each.part);
  }

  async prepare(graph: Graph, dir: string): Promise<Change> {
    const parts = readFunctions(graph, this.#context.options.otherLanguages === true);
    await this.#folders.prepare(
      dir,
      parts.filter(({ notRun }) => notRun === undefined),
    );
    return () => this.#apply(parts, dir);
  }

  receiver(arn: string): Receiver | undefined {
    const found = this.find(functionRef(arn));
    return found && ((body) => found.invokeAsync(Buffer.from(body, "utf8")));
  }

  /** By ARN or physical name. */
  find(ref: string) {
    const part = this.#entries.find((each) => each.part.arn === ref || each.part.physicalName === ref)?.part;
    if (!part) return undefined;
    return {
      part,
      invoke: (payload: unknown, onChunk?: OnChunk) => this.invoke(part, payload, onChunk),
      invokeAsync: (payload: Buffer) => this.invokeAsync(part, payload),
    };
  }

  /** `onChunk` gets a streamed response while it is made. */
  invoke(part: FunctionPart, payload: unknown, onChunk?: OnChunk): Promise<InvokeResult> {
    const entry = this.#entries.find((each) => each.part.arn === part.arn);
    if (!entry) return Promise.reject(new Error(`${part.name} is no longer in the program`));
    return entry.running.invoke(payload, onChunk);
  }

  /** Resolves with the last attempt once retries and destinations are done; never rejects. */
  invokeAsync(part: FunctionPart, payload: Buffer): Promise<InvokeResult | undefined> {
    const { options, deliver, log } = this.#context;
    const work = invokeAsync(payload, {
      functionArn: part.arn,
      config: part.async,
      deadLetterArn: part.deadLetterArn,
      timing: options.timing,
      signal: this.#stopping.signal,
      invoke: (bytes) => this.invoke(part, bytes),
      deliver,
      log,
    }).catch((error: Error) => {
      if (!this.#stopping.signal.aborted) log(`${part.name}, asynchronous: ${error.message}`);
      return undefined;
    });
    this.#pending.add(work);
    void work.finally(() => this.#pending.delete(work));
    return work;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    const all = [...this.#entries.map((each) => each.running), ...this.#retired];
    await Promise.all(all.map((each) => each.stop()));
    await Promise.all(this.#pending);
    await this.#folders.dispose();
  }

  async #apply(parts: readonly FunctionPart[], dir: string): Promise<void> {
    const changed: string[] = [];
    const entries = await Promise.all(
      parts.map(async (part): Promise<Entry> => {
        const codeDir = part.notRun ? "" : await this.#folders.folder(dir, part.name, part.code);
        const spec = this.#spec(part, codeDir);
        const key = JSON.stringify([spec, part.codeHash]);
        const old = this.#entries.find((each) => each.key === key);
        if (!old) changed.push(part.label);
        return { part, key, running: old?.running ?? this.#create(spec, part.notRun) };
      }),
    );
    for (const each of this.#retired) if (each.processes === 0) this.#retired.delete(each);
    const kept = new Set(entries.map((each) => each.running));
    for (const { running } of this.#entries)
      if (!kept.has(running)) {
        running.retire();
        this.#retired.add(running);
      }
    this.#entries = entries;
    this.changed = changed;
  }

  #create(spec: FunctionSpec, notRun: string | undefined): Running {
    if (notRun) return new NotRun(spec.label, notRun);
    return new LambdaFunction(spec, (text, requestId) =>
      this.#context.log(text, { source: spec.label, ...(requestId ? { requestId } : {}) }),
    );
  }

  #spec(part: FunctionPart, codeDir: string): FunctionSpec {
    return {
      name: part.physicalName,
      label: part.label,
      arn: part.arn,
      handler: part.handler,
      runtime: part.runtime,
      codeDir,
      memoryMb: part.memoryMb,
      timeoutMs: part.timeoutMs,
      reserved: part.reserved,
      region: this.#context.options.region,
      // Every AWS SDK reads this variable: ordinary calls in a handler end at the wire gateway.
      variables: { ...part.variables, AWS_ENDPOINT_URL: this.#context.endpoint },
    };
  }
}
