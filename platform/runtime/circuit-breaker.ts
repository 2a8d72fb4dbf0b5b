import { EventEmitter } from "node:events";
import CircuitBreaker from "opossum";
import { timeWithin } from "./deadline.ts";
import { CallTimedOut, CircuitOpen, DeadlineReached } from "./errors/call-errors.ts";
import { logger } from "./invocation/logger.ts";
import { metrics } from "./invocation/metrics.ts";

export { CallTimedOut, CircuitOpen, DeadlineReached };

export interface CircuitBreakerOptions<Args extends readonly unknown[], R> {
  /** Name of the callee, in logs and as the dimension `circuit` of its metrics. */
  readonly name: string;
  /** Milliseconds for a call; less where the invocation ends sooner. Default: 3,000. */
  readonly timeout?: number;
  /** Per cent of the window's calls past which failures open the circuit. Default: 50. */
  readonly errorThresholdPercentage?: number;
  /** Calls in the window below which the circuit stays closed. Default: 5. */
  readonly volumeThreshold?: number;
  /** Milliseconds that are looked back on. Default: 60,000, since one execution environment makes few calls a second. */
  readonly window?: number;
  /** Milliseconds after which an open circuit lets one call through to try. Default: 30,000. */
  readonly resetTimeout?: number;
  /** Milliseconds to keep before the function's own end. Default: 500. */
  readonly spare?: number;
  /** Errors that aren't the callee's failure, such as its 4xx: they pass on and count as answers. */
  readonly isAnswer?: (error: unknown) => boolean;
  /** The answer in place of a failed or refused call. */
  readonly fallback?: (error: unknown, ...args: Args) => R | Promise<R>;
}

/** Calls through the breaker; `state` is that of this execution environment. */
export interface Breaker<Args extends readonly unknown[], R> {
  (...args: Args): Promise<R>;
  readonly state: "closed" | "open" | "halfOpen";
}

/** One call under way: what aborts it, and the milliseconds it was given. */
interface Call {
  readonly controller: AbortController;
  readonly limit: number;
}

const buckets = 10;
/** Never, to a timer: the longest it takes. */
const never = 2 ** 31 - 1;

/**
 * Stops calls that keep failing: after too many failures calls are refused immediately, and after a while one is let
 * through to try. The call gets a signal that aborts it when its time is up.
 *
 * Its state is that of one execution environment; others find the failures themselves. It goes by the clock, not by timers,
 * which stand still while Lambda freezes the environment.
 */
export function circuitBreaker<Args extends readonly unknown[], R>(
  call: (signal: AbortSignal, ...args: Args) => Promise<R>,
  options: CircuitBreakerOptions<Args, R>,
): Breaker<Args, R> {
  const { name, timeout = 3_000, window = 60_000, resetTimeout = 30_000, spare } = options;
  check(name, { timeout, window, resetTimeout, volumeThreshold: options.volumeThreshold });
  // opossum moves its window on events of this, in place of a timer of its own.
  const clock = new EventEmitter();
  let [movedAt, openedAt] = [Date.now(), 0];
  // `state` is missing in the types of opossum.
  let settings: CircuitBreaker.Options<[Call, ...Args]> & { readonly state: object };
  let breaker = make("closed");

  function make(state: "closed" | "halfOpen") {
    const closed = state === "closed";
    settings = {
      timeout,
      resetTimeout: never,
      errorThresholdPercentage: options.errorThresholdPercentage ?? 50,
      volumeThreshold: options.volumeThreshold ?? 5,
      rollingCountTimeout: window,
      rollingCountBuckets: buckets,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
      rotateBucketController: clock,
      ...(options.isAnswer && { errorFilter: options.isAnswer }),
      state: { name, enabled: true, closed, open: false, halfOpen: !closed, warmUp: false, shutdown: false },
    };
    const made = new CircuitBreaker<[Call, ...Args], R>(
      ({ controller }, ...args) => call(controller.signal, ...args),
      settings,
    );
    made.on("open", () => {
      openedAt = Date.now();
      tell("CircuitOpened", () => logger().warn(`The circuit ${name} opens: calls are refused`));
    });
    made.on("close", () =>
      tell("CircuitClosed", () => logger().info(`The circuit ${name} closes: calls are made again`)),
    );
    made.on("reject", () => tell("CircuitRejected"));
    made.on("timeout", () => {
      tell("CircuitTimedOut", () => logger().warn(`A call of ${name} timed out`));
    });
    const { fallback } = options;
    if (fallback)
      made.fallback(({ limit }: Call, ...rest: [...Args, unknown]) => {
        tell("CircuitFellBack");
        return fallback(ownError(rest.at(-1), limit), ...(rest.slice(0, -1) as [...Args]));
      });
    return made;
  }

  /** Does the work that timers would have done meanwhile. */
  function catchUp(): void {
    const moves = Math.floor((Date.now() - movedAt) / (window / buckets));
    for (let i = 0; i < Math.min(moves, buckets); i++) clock.emit("rotate");
    movedAt += moves * (window / buckets);
    if (!breaker.opened || Date.now() - openedAt < resetTimeout) return;
    breaker.shutdown();
    breaker = make("halfOpen");
    tell("CircuitHalfOpened", () => logger().info(`The circuit ${name} tries one call`));
  }

  function tell(metric: string, log?: () => void): void {
    const single = metrics().singleMetric();
    single.addDimension("circuit", name);
    single.addMetric(metric, "Count", 1);
    log?.();
  }

  const ownError = (error: unknown, limit: number): unknown => {
    if (!(error instanceof Error) || !CircuitBreaker.isOurError(error)) return error;
    const refused = "code" in error && error.code === "EOPENBREAKER";
    return refused ? new CircuitOpen(name) : new CallTimedOut(`The call of ${name}`, limit);
  };

  const fire = async (...args: Args): Promise<R> => {
    catchUp();
    const limit = timeWithin(timeout, spare);
    if (limit <= 0) throw new DeadlineReached(`The call of ${name}`);
    // opossum reads it before `fire` returns, so calls at the same time each have their own.
    settings.timeout = limit;
    const controller = new AbortController();
    try {
      return await breaker.fire({ controller, limit }, ...args);
    } catch (error) {
      throw ownError(error, limit);
    } finally {
      // The caller has an answer by now; a call that timed out is still under way.
      controller.abort();
    }
  };
  return Object.defineProperty(fire, "state", {
    get: () => (breaker.opened ? "open" : breaker.halfOpen ? "halfOpen" : "closed"),
  }) as Breaker<Args, R>;
}

function check(name: string, numbers: Readonly<Record<string, number | undefined>>): void {
  const wrong = Object.entries(numbers).filter(
    ([, value]) => value !== undefined && !(Number.isInteger(value) && value > 0),
  );
  if (name === "" || wrong.length > 0)
    throw new RangeError(
      `circuitBreaker: ${name === "" ? "name is empty" : wrong.map(([key, value]) => `${key} is ${value}`).join(", ")}; give ${name === "" ? "what is called" : "whole numbers from 1"}.`,
    );
}
