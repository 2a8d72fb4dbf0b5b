import type { Store } from "./modules.ts";

interface Global {
  globalStore?: Store;
}

/**
 * Makes a program's state that of the process too. The SDK (3.270) finds it by an asynchronous context, and listeners of the
 * process (`beforeExit`, by which @pulumi/aws makes notifications of buckets) have none. What packages register once, when they
 * are loaded, is kept from one program to the next.
 */
export function setGlobalStore(store: Store, holder: Global = globalThis as Global): void {
  const { resourcePackages, resourceModules } = holder.globalStore ?? store;
  Object.assign(store, { resourcePackages, resourceModules });
  holder.globalStore = store;
}
