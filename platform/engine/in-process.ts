import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Inputs } from "@pulumi/pulumi";
import { localCalls, remoteCalls } from "./callbacks.ts";
import { conclude } from "./conclude.ts";
import type { Graph } from "./graph.ts";
import { engineHandlers, type Handler, monitorHandlers } from "./handlers.ts";
import { Monitor } from "./monitor.ts";
import { debuggable, pulumi, type Store, settings, state } from "./preload.ts";
import { collectRejections } from "./rejections.ts";
import type { RunOptions } from "./run.ts";

/** A program that has sent nothing for this long is waiting for something that won't come. */
const idleLimit = 60_000;

let runs = 0;

export function inProcess(options: RunOptions): Promise<Graph> {
  return state.withLocalStorage(async () => {
    const store = state.getLocalStore() as Store;
    const client: Record<string, unknown> = { close() {} };
    const local = localCalls(client);
    const remote = remoteCalls();
    const monitor = new Monitor(options, local?.call ?? remote.call);
    Object.assign(client, asClient(monitorHandlers(monitor)));
    const { project, stack, preview = false, organization = "organization" } = options;
    settings.setMockOptions(client, project, stack, preview, organization);
    store.settings.options.rootDirectory = options.dir;
    store.settings.engine = { close() {}, ...asClient(engineHandlers(monitor)) };
    if (local) store.callbacks = local.server;
    pulumi.runtime.setAllConfig({ ...options.config }, [...(options.secretKeys ?? [])]);
    const thrown: unknown[] = [];
    const release = collectRejections(store, (reason) => thrown.push(reason));
    try {
      await untilQuiet(
        store,
        pulumi.runtime.runInPulumiStack(() => load(options)).catch((error) => thrown.push(error)),
      );
    } catch (error) {
      thrown.push(error);
    } finally {
      // Rejections are reported a turn after they happen.
      await turn();
      release();
      (store.callbacks as { shutdown?(): void } | undefined)?.shutdown?.();
      remote.close();
      // Else the SDK would complain at the end of the process about promises that nobody waits for any more.
      store.leakCandidates.clear();
      store.pendingResourceRegistrations.clear();
    }
    return conclude(monitor, thrown);
  });
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** The shape of a gRPC client around procedures in this process. */
function asClient(handlers: Record<string, Handler>) {
  const entries = Object.entries(handlers).map(([name, handler]) => [
    name,
    (request: never, done: (error: unknown, response?: unknown) => void) => {
      handler(request).then(
        (response) => done(null, response),
        (error: Error) => done(Object.assign(error, { details: error.message })),
      );
    },
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

/** Loads the program as the language host does: a module's exports are the stack's outputs. */
async function load(options: RunOptions): Promise<Inputs> {
  options.setup?.();
  if (options.program) return ((await options.program()) ?? {}) as Inputs;
  runs += 1;
  // The query makes each run evaluate the module anew.
  const url = `${pathToFileURL(join(options.dir, options.main ?? "index.ts")).href}?run=${runs}`;
  const module: Record<string, unknown> = await import(/* @vite-ignore */ url);
  if (!("default" in module)) return { ...module };
  if (Object.keys(module).length > 1)
    throw new Error(
      "expected entrypoint module to have either a default export or named exports but not both",
    );
  const exported = module.default;
  return typeof exported === "function" ? exported() : (exported as Inputs);
}

/** Waits for the program and for every call it has under way; calls made by the answers count too. */
async function untilQuiet(store: Store, program: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const stuck = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const [, message] = debuggable.leakedPromises();
      reject(new Error(message || `the program has not ended after ${idleLimit / 1000} seconds`));
    }, idleLimit);
  });
  const quiet = async () => {
    await program;
    for (let idle = 0; idle < 2; ) {
      const before = store.settings.rpcDone;
      await before;
      await turn();
      idle = store.settings.rpcDone === before ? idle + 1 : 0;
    }
  };
  try {
    await Promise.race([quiet(), stuck]);
  } finally {
    clearTimeout(timer);
  }
}
