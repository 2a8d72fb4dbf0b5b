import { type ChildProcess, spawn } from "node:child_process";
import { adopt, killGroup } from "../../shared/children.ts";
import type { OnChunk } from "../../types.ts";
import { eachLine } from "./each-line.ts";
import { environmentVariables, traceId } from "./environment-variables.ts";
import { type Outcome, outcomes } from "./outcome.ts";
import { programOf } from "./programs.ts";
import { RuntimeApi } from "./runtime-api.ts";
import type { EnvironmentSpec } from "./spec.ts";

/** Lambda's own limit for the init phase (AWS: Lambda execution environment lifecycle). */
const initLimitMs = 10_000;

/** One invocation while it is in an environment. */
export interface Invocation {
  readonly requestId: string;
  readonly payload: Buffer;
  readonly logs: string[];
  startedAt?: number;
  /** Gets a streamed response as it is made; the outcome's payload has all of it again. */
  readonly onChunk?: OnChunk;
  /** Called once. */
  settle(outcome: Outcome): void;
}

export interface EnvironmentHooks {
  log(text: string, requestId: string | undefined): void;
  /** Ready for work: after init, and after each invocation. */
  idle(environment: Environment): void;
  /** The process has ended; `undelivered` never reached the handler. */
  gone(environment: Environment, undelivered: Invocation | undefined): void;
}

/** One execution environment: one process with the runtime client and the handler, one invocation at a time. */
export class Environment {
  readonly #spec: EnvironmentSpec;
  readonly #hooks: EnvironmentHooks;
  readonly #api: RuntimeApi;
  readonly #startedAt = performance.now();
  #child: ChildProcess | undefined;
  readonly #ended = Promise.withResolvers<void>();
  #current: Invocation | undefined;
  #delivered = false;
  #waiting = false;
  #killed = false;
  #outOfMemory = false;
  #outcome: Outcome | undefined;
  #initError: Buffer | undefined;
  #timer: NodeJS.Timeout | undefined;
  initMs: number | undefined;

  constructor(spec: EnvironmentSpec, hooks: EnvironmentHooks) {
    this.#spec = spec;
    this.#hooks = hooks;
    this.#api = new RuntimeApi({
      next: () => this.#onNext(),
      response: (id, payload) => this.#settle(id, { error: false, payload }),
      chunk: (id, chunk, contentType) => {
        if (this.#current?.requestId === id) this.#current.onChunk?.(chunk, contentType);
      },
      error: (id, payload) => this.#settle(id, { error: true, payload }),
      initError: (body) => {
        this.#initError = body;
      },
      tooLarge: (id) => this.#settle(id, outcomes.tooLarge),
    });
  }

  get busy(): boolean {
    return this.#current !== undefined;
  }

  /** Never rejects: a process that can't be started is reported like one that exited. */
  async start(): Promise<void> {
    try {
      const address = await this.#api.listen();
      if (this.#killed) return await this.#onExit("signal: SIGKILL");
      this.#spawn(address);
    } catch (error) {
      await this.#onExit((error as Error).message);
    }
  }

  #spawn(address: string): void {
    const { codeDir, timeoutMs } = this.#spec;
    const [program, ...args] = programOf(this.#spec);
    const child = spawn(program, args, {
      cwd: codeDir,
      env: environmentVariables(this.#spec, address),
      stdio: ["ignore", "pipe", "pipe"],
      // Its own process group: processes that a handler started end with it, and Ctrl-C reaches only the parent,
      // which then stops everything in order.
      detached: process.platform !== "win32",
    });
    this.#child = child;
    const release = adopt(child);
    const end = (status: string) => {
      release();
      void this.#onExit(status);
    };
    child.once("exit", (code, signal) => end(signal ? `signal: ${signal}` : `exit status ${code}`));
    child.once("error", (error) => child.pid === undefined && end(error.message));
    for (const stream of [child.stdout, child.stderr]) eachLine(stream, (line) => this.#onLine(line));
    const limit = Math.max(initLimitMs, timeoutMs);
    this.#timer = setTimeout(() => {
      this.#initError = outcomes.initTimedOut.payload;
      this.kill();
    }, limit);
  }

  /** Takes an invocation: immediately when the process is waiting, else as soon as it asks for the next one. */
  run(invocation: Invocation): void {
    this.#current = invocation;
    this.#delivered = false;
    if (this.#waiting) this.#deliver(invocation);
  }

  kill(): void {
    this.#killed = true;
    if (this.#child) killGroup(this.#child);
  }

  /** Ends the process and resolves once it is gone and its port is free. */
  async stop(): Promise<void> {
    this.kill();
    await this.#ended.promise;
  }

  #onNext(): void {
    if (this.initMs === undefined) {
      this.initMs = performance.now() - this.#startedAt;
      clearTimeout(this.#timer);
    }
    this.#waiting = true;
    if (this.#current && !this.#delivered) this.#deliver(this.#current);
    else if (!this.#current) this.#hooks.idle(this);
  }

  #deliver(invocation: Invocation): void {
    const { timeoutMs, arn } = this.#spec;
    this.#waiting = false;
    this.#delivered = true;
    invocation.startedAt = performance.now();
    this.#timer = setTimeout(() => {
      const seconds = (timeoutMs / 1000).toFixed(2);
      this.#onLine(
        `${new Date().toISOString()} ${invocation.requestId} Task timed out after ${seconds} seconds`,
      );
      this.#settle(invocation.requestId, outcomes.timedOut(invocation.requestId, timeoutMs));
      this.kill();
    }, timeoutMs);
    this.#api.deliver({
      requestId: invocation.requestId,
      payload: invocation.payload,
      deadline: Date.now() + timeoutMs,
      functionArn: arn,
      traceId: traceId(),
    });
  }

  #settle(requestId: string, outcome: Outcome): void {
    const invocation = this.#current;
    if (!invocation || invocation.requestId !== requestId || !this.#delivered) return;
    clearTimeout(this.#timer);
    this.#outcome ??= outcome;
    // The handler's last output is already in the pipe; one turn of the loop reads it before the result.
    setImmediate(() => {
      if (this.#current !== invocation) return;
      this.#finish(invocation, outcome);
      if (!this.#killed) this.#hooks.idle(this);
    });
  }

  async #onExit(status: string): Promise<void> {
    clearTimeout(this.#timer);
    this.#killed = true;
    await this.#api.close();
    const invocation = this.#current;
    const undelivered = invocation && !this.#delivered && this.initMs !== undefined ? invocation : undefined;
    // A result that was already given, or a timeout that led to the kill, stands.
    if (invocation && !undelivered)
      this.#finish(invocation, this.#outcome ?? this.#exitOutcome(invocation, status));
    this.#hooks.gone(this, undelivered);
    this.#ended.resolve();
  }

  #finish(invocation: Invocation, outcome: Outcome): void {
    this.#current = undefined;
    this.#outcome = undefined;
    invocation.settle(outcome);
  }

  #exitOutcome(invocation: Invocation, status: string): Outcome {
    if (this.#initError && !this.#delivered) return { error: true, payload: this.#initError };
    this.#onLine(`RequestId: ${invocation.requestId} Error: Runtime exited with error: ${status}`);
    if (this.#outOfMemory) return outcomes.outOfMemory(invocation.requestId);
    return outcomes.exited(invocation.requestId, status);
  }

  #onLine(line: string): void {
    if (line.includes("JavaScript heap out of memory")) this.#outOfMemory = true;
    this.#current?.logs.push(line);
    this.#hooks.log(line, this.#current?.requestId);
  }
}
