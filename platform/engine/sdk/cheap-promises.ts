import type { Debuggable, State } from "./modules.ts";

/**
 * Keeps the list of unsettled promises without a stack trace for each. The SDK (3.270) takes one for every promise it
 * makes, to explain leaks when `PULUMI_DEBUG_PROMISE_LEAKS` is set: most of the time of a run. Stack traces of errors are
 * taken elsewhere and stay.
 */
export function makePromisesCheap(debuggable: Debuggable, state: State): void {
  if (debuggable.debugPromiseLeaks) return;
  debuggable.debuggablePromise = (promise) => {
    const waiting = state.getStore().leakCandidates;
    waiting.add(promise);
    return promise.then(
      (value) => {
        waiting.delete(promise);
        return value;
      },
      (error) => {
        waiting.delete(promise);
        throw error;
      },
    );
  };
}
