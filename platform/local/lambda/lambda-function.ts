import { randomUUID } from "node:crypto";
import { type InvokeResult, type OnChunk, TooManyRequestsException } from "../types.ts";
import { Environment, type Invocation } from "./process/execution-environment.ts";
import { outcomes } from "./process/outcome.ts";
import type { EnvironmentSpec } from "./process/spec.ts";

/**
 * Processes of one function at a time when it has no reserved concurrency. An account has room for many more,
 * a laptop hasn't: further invocations wait for a free one instead of being throttled, which they'd not be on AWS.
 */
const localLimit = 10;

export interface FunctionSpec extends EnvironmentSpec {
  /** Source of its log lines. */
  readonly label: string;
  /** Reserved concurrency; undefined when unreserved. 0 throttles everything, as on AWS. */
  readonly reserved: number | undefined;
}

export type FunctionLog = (text: string, requestId: string | undefined) => void;

/** One function: as many execution environments as are busy at a time, kept warm, up to its concurrency. */
export class LambdaFunction {
  readonly spec: FunctionSpec;
  readonly #log: FunctionLog;
  readonly #environments = new Set<Environment>();
  /** Free ones, most recently used last: Lambda also prefers a warm one, so the others stay idle. */
  readonly #free: Environment[] = [];
  readonly #queue: { invocation: Invocation; start(cold: Environment | undefined): void }[] = [];
  #inFlight = 0;
  #retired = false;
  #stopped = false;

  constructor(spec: FunctionSpec, log: FunctionLog) {
    this.spec = spec;
    this.#log = log;
  }

  /** Rejects with TooManyRequestsException when all reserved concurrency is in use; any other failure is a result. */
  async invoke(payload: unknown, onChunk?: OnChunk): Promise<InvokeResult> {
    const { reserved, name } = this.spec;
    if (reserved !== undefined && this.#inFlight >= reserved) throw new TooManyRequestsException(name);
    this.#inFlight++;
    const requestId = randomUUID();
    const logs: string[] = [];
    let cold: Environment | undefined;
    return new Promise<InvokeResult>((resolve) => {
      const invocation: Invocation = {
        requestId,
        payload: Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload ?? {})),
        logs,
        ...(onChunk && { onChunk }),
        settle: ({ error, payload: answer }) => {
          this.#inFlight--;
          const started = invocation.startedAt;
          resolve({
            status: error ? "error" : "ok",
            payload: answer,
            requestId,
            durationMs: started === undefined ? 0 : performance.now() - started,
            coldStart: cold !== undefined,
            ...(cold?.initMs === undefined ? {} : { initMs: cold.initMs }),
            logs,
          });
        },
      };
      this.#dispatch(invocation, (environment) => {
        cold = environment;
      });
    });
  }

  /** Ends every process now; invocations under way get an error. */
  async stop(): Promise<void> {
    this.#retired = true;
    this.#stopped = true;
    for (const { invocation } of this.#queue.splice(0)) invocation.settle(outcomes.stopped);
    await Promise.all([...this.#environments].map((each) => each.stop()));
  }

  /** Takes no new work; ends idle processes now and busy ones after their invocation. */
  retire(): void {
    this.#retired = true;
    for (const each of this.#free.splice(0)) each.kill();
  }

  get processes(): number {
    return this.#environments.size;
  }

  #dispatch(invocation: Invocation, start: (cold: Environment | undefined) => void): void {
    const warm = this.#free.pop();
    if (this.#stopped) invocation.settle(outcomes.stopped);
    else if (warm) {
      start(undefined);
      warm.run(invocation);
    } else if (this.#environments.size < (this.spec.reserved ?? localLimit)) {
      start(this.#boot(invocation));
    } else this.#queue.push({ invocation, start });
  }

  #boot(invocation: Invocation): Environment {
    const environment = new Environment(this.spec, {
      log: this.#log,
      idle: (each) => this.#onIdle(each),
      gone: (each, undelivered) => this.#onGone(each, undelivered),
    });
    this.#environments.add(environment);
    environment.run(invocation);
    void environment.start();
    return environment;
  }

  #onIdle(environment: Environment): void {
    const next = this.#queue.shift();
    if (next) {
      next.start(undefined);
      environment.run(next.invocation);
    } else if (this.#retired) environment.kill();
    else if (!this.#free.includes(environment)) this.#free.push(environment);
  }

  #onGone(environment: Environment, undelivered: Invocation | undefined): void {
    this.#environments.delete(environment);
    const at = this.#free.indexOf(environment);
    if (at >= 0) this.#free.splice(at, 1);
    if (undelivered) this.#queue.unshift({ invocation: undelivered, start: () => {} });
    const next = this.#queue.shift();
    if (next) this.#dispatch(next.invocation, next.start);
  }
}
