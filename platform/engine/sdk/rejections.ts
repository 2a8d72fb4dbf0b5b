import { type Store, state } from "./modules.ts";

type Listener = NodeJS.UnhandledRejectionListener;

const runs = new Map<Store, (reason: unknown) => void>();
let others: Listener[] = [];

const dispatch: Listener = (reason, promise) => {
  // Node calls this in the async context in which the promise was rejected.
  const store = state.getLocalStore();
  const take = store && runs.get(store);
  if (take) return take(reason);
  if (others.length === 0) throw reason;
  for (const listener of others) listener(reason, promise);
};

/**
 * Collects unhandled rejections of the program with this store until the returned function is called. The SDK (3.270)
 * leaves many promises rejected and unhandled after one failing resource, which would end this process. Those of a program
 * that runs here belong to its result; all others go to the listeners that were there before.
 */
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
