import { createRequire } from "node:module";
import { withDeferredPackages } from "./deferred-packages.ts";
import type { FrameReader } from "./frame-positions.ts";

const require = createRequire(import.meta.url);

/** The part of the SDK's state of a program that the engine reads, sets or clears. */
export interface Store {
  settings: { options: { rootDirectory: string }; engine: unknown; rpcDone: Promise<unknown> };
  callbacks: unknown;
  leakCandidates: Set<unknown>;
  pendingResourceRegistrations: Map<unknown, unknown>;
  resourcePackages: unknown;
  resourceModules: unknown;
}

/** `runtime/state.js`, which the SDK's types leave out. */
export interface State {
  withLocalStorage<T>(run: () => Promise<T>): Promise<T>;
  getLocalStore(): Store | undefined;
  getStore(): Store;
}

/** `runtime/debuggable.js`, which the SDK's types leave out. */
export interface Debuggable {
  debugPromiseLeaks: boolean;
  debuggablePromise<T>(promise: Promise<T>, context: string): Promise<T>;
  leakedPromises(): [Set<unknown>, string];
}

/** The SDK's modules, the one copy that the program uses too. */
export const { pulumi, settings, state, debuggable, resource } = withDeferredPackages(() => ({
  pulumi: require("@pulumi/pulumi") as typeof import("@pulumi/pulumi"),
  settings:
    require("@pulumi/pulumi/runtime/settings.js") as typeof import("@pulumi/pulumi/runtime/settings.js"),
  state: require("@pulumi/pulumi/runtime/state.js") as State,
  debuggable: require("@pulumi/pulumi/runtime/debuggable.js") as Debuggable,
  resource: require("@pulumi/pulumi/resource.js").Resource as FrameReader,
}));
