import type { Store } from "../sdk/preload.ts";
import { state } from "../sdk/preload.ts";

type Listener = NodeJS.UnhandledRejectionListener;

const runs = new Map<Store, (reason: unknown) => void>();
let others: Listener[] = [];

/**
 * One failing resource leaves many promises rejected with nobody waiting for them. The ones of a program that
 * runs here belong to its result; all others go to whoever listened before.
 */
const dispatch: Listener = (reason, promise) => {
  // Node calls this in the async context in which the promise was rejected.
  const store = state.getLocalStore();
  const take = store && runs.get(store);
  if (take) return take(reason);
  if (others.length === 0) throw reason;
  for (const listener of others) listener(reason, promise);
};

/** Collects unhandled rejections of the program with this store until the returned function is called. */
export function collectRejections(store: Store, take: (reason: unknown) => void): () => void {
  if (runs.size === 0) {
    others = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", dispatch);
  }
  runs.set(store, take);
  return () => {
    runs.delete(store);
    if (runs.size > 0) return;
    process.off("unhandledRejection", dispatch);
    for (const listener of others) process.on("unhandledRejection", listener);
    others = [];
  };
}
