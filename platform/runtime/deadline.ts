import { CallTimedOut, DeadlineReached } from "./errors/call-errors.ts";
import { currentScope } from "./invocation/correlation.ts";

export { CallTimedOut, DeadlineReached };

/** Milliseconds kept before the function's own end, to log and to answer. */
const defaultSpare = 500;

export interface DeadlineOptions {
  /** Milliseconds to keep before the function's own end. Default: 500. */
  readonly spare?: number;
}

/** The part of Lambda's context that is read here. */
interface Remaining {
  getRemainingTimeInMillis(): number;
}

/**
 * Aborts shortly before the function's own timeout, for `fetch(url, { signal: deadline(context) })`: the handler can still
 * log and answer, instead of being ended silently. Its timer keeps no function running.
 */
export function deadline(context: Remaining, { spare = defaultSpare }: DeadlineOptions = {}): AbortSignal {
  const left = context.getRemainingTimeInMillis() - spare;
  return left > 0
    ? AbortSignal.timeout(left)
    : AbortSignal.abort(new DeadlineReached("What needs this signal"));
}

/**
 * Runs the work with a signal that aborts after `timeout` milliseconds, or shortly before the invocation's own end where
 * that comes first. Rejects with `CallTimedOut` then, also when the work doesn't heed its signal.
 */
export async function withTimeout<R>(
  timeout: number,
  work: (signal: AbortSignal) => Promise<R>,
  { spare = defaultSpare }: DeadlineOptions = {},
): Promise<R> {
  const limit = timeWithin(timeout, spare);
  if (limit <= 0) throw new DeadlineReached("The call");
  const controller = new AbortController();
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new CallTimedOut("The call", limit);
    reject(error);
    controller.abort(error);
  }, limit);
  try {
    return await Promise.race([work(controller.signal), promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Milliseconds that a call may take: its own limit, or what the invocation under way has left. */
export function timeWithin(timeout: number, spare = defaultSpare): number {
  const left = currentScope()?.remainingMs?.();
  return left === undefined ? timeout : Math.min(timeout, Math.floor(left) - spare);
}
