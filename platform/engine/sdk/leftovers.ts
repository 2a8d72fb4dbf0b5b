import type { Store } from "./modules.ts";

/**
 * Forgets promises that a run left unsettled. The SDK (3.270) would complain about it at the end of the process and set the
 * process's exit code to 1, although the run is over and its error known.
 */
export function forgetLeftovers(store: Store): void {
  (store.callbacks as { shutdown?(): void } | undefined)?.shutdown?.();
  store.leakCandidates.clear();
  store.pendingResourceRegistrations.clear();
}
