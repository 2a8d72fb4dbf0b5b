import type { Graph } from "../graph/graph.ts";
import { engineHandlers, type Handler, monitorHandlers } from "../monitor/handlers.ts";
import { Monitor } from "../monitor/monitor.ts";
import { debuggable, pulumi, type Store, settings, state } from "../sdk/preload.ts";
import { localCalls, remoteCalls } from "../wire/callbacks.ts";
import { conclude } from "./conclude.ts";
import { loadProgram } from "./load.ts";
import { configOf, type RunOptions } from "./options.ts";
import { collectRejections } from "./rejections.ts";

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
    pulumi.runtime.setAllConfig(configOf(options), [...(options.secretKeys ?? [])]);
    const thrown: unknown[] = [];
    const release = collectRejections(store, (reason) => thrown.push(reason));
    try {
      await untilQuiet(
        store,
        pulumi.runtime.runInPulumiStack(() => loadProgram(options)).catch((error) => thrown.push(error)),
        options.idleLimit,
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

/**
 * Waits for the program and for every call it has under way; calls made by the answers count too. Nothing tells
 * that a promise will never settle, so a program is given up when it has been silent for long.
 */
async function untilQuiet(store: Store, program: Promise<unknown>, idleLimit = 60_000): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const stuck = new Promise<never>((_resolve, reject) => {
    let seen: unknown;
    const look = () => {
      if (seen === store.settings.rpcDone)
        reject(
          new Error(
            debuggable.leakedPromises()[1] || `the program has been silent for ${idleLimit / 1000} seconds`,
          ),
        );
      seen = store.settings.rpcDone;
    };
    look();
    timer = setInterval(look, idleLimit);
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
    clearInterval(timer);
  }
}
