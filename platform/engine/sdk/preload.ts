import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

interface Loader {
  _load(request: string, parent: { filename?: string } | undefined, isMain: boolean): unknown;
}

/** Packages that the SDK needs only to serialise functions, and that are slow to load. */
const deferred = new Set(["typescript", "@npmcli/arborist"]);

/** A module that is loaded when something of it is first asked for. */
function lazily(load: () => Record<string, unknown>): object {
  return new Proxy(
    {},
    {
      get(_target, key) {
        if (key === "__esModule") return true;
        const real = load();
        return key === "default" ? (real.default ?? real) : Reflect.get(real, key);
      },
    },
  );
}

/** Loads the SDK, leaving out for now what a run without function serialisation never touches. */
function loadSdk() {
  const loader = require("node:module") as Loader;
  const original = loader._load;
  loader._load = function load(request, parent, isMain) {
    if (!deferred.has(request) || !parent?.filename?.includes("@pulumi"))
      return original.call(this, request, parent, isMain);
    return lazily(() => original.call(this, request, parent, isMain) as Record<string, unknown>);
  };
  try {
    return {
      pulumi: require("@pulumi/pulumi") as typeof import("@pulumi/pulumi"),
      settings:
        require("@pulumi/pulumi/runtime/settings.js") as typeof import("@pulumi/pulumi/runtime/settings.js"),
      state: require("@pulumi/pulumi/runtime/state.js") as {
        withLocalStorage<T>(run: () => Promise<T>): Promise<T>;
        getLocalStore(): Store | undefined;
        getStore(): Store;
      },
    };
  } finally {
    loader._load = original;
  }
}

/** The part of the SDK's per-program state that the engine sets or clears. */
export interface Store {
  settings: { options: { rootDirectory: string }; engine: unknown; rpcDone: Promise<unknown> };
  callbacks: unknown;
  leakCandidates: Set<unknown>;
  pendingResourceRegistrations: Map<unknown, unknown>;
}

interface Debuggable {
  debugPromiseLeaks: boolean;
  debuggablePromise<T>(promise: Promise<T>, context: string): Promise<T>;
  leakedPromises(): [Set<unknown>, string];
}

/**
 * The SDK takes a stack trace for every promise it makes, to explain leaks when a debug variable is set; that is
 * most of the time of a run. What waits is still known; the stack traces of errors are taken elsewhere and stay.
 */
function cheapPromises(): Debuggable {
  const debuggable = require("@pulumi/pulumi/runtime/debuggable.js") as Debuggable;
  if (debuggable.debugPromiseLeaks) return debuggable;
  debuggable.debuggablePromise = (promise) => {
    const waiting = sdk.state.getStore().leakCandidates;
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
  return debuggable;
}

/** Only frames inside functions are read by default, which leaves out the top level of a module. */
function topLevelPositions(pulumi: typeof import("@pulumi/pulumi")): void {
  const resource = pulumi.Resource as unknown as { framePositionRegExp: RegExp };
  resource.framePositionRegExp =
    /^\s*at (?:.* \()?(?:file:\/\/)?(?<file>\/.*?|[A-Z]:.*?)(?:\?[^:]*)?:(?<line>\d+):(?<column>\d+)\)?$/;
}

const sdk = loadSdk();
export const { pulumi, settings, state } = sdk;
export const debuggable = cheapPromises();
topLevelPositions(pulumi);
// The SDK narrates every call at debug level and queues each line; nothing reads them in process.
const silent = Promise.resolve();
(pulumi.log as { debug: unknown }).debug = () => silent;
