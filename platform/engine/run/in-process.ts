import type { Graph } from "../graph/graph.ts";
import { engineHandlers, monitorHandlers } from "../monitor/handlers.ts";
import { Monitor } from "../monitor/monitor.ts";
import { createLocalCalls } from "../sdk/callback-server.ts";
import { connect } from "../sdk/connection.ts";
import { forgetLeftovers } from "../sdk/leftovers.ts";
import { pulumi, type Store, state } from "../sdk/modules.ts";
import "../sdk/preload.ts";
import { nextTurn, untilQuiet } from "../sdk/quiet.ts";
import { collectRejections } from "../sdk/rejections.ts";
import { createRemoteCalls } from "../wire/callbacks.ts";
import { conclude } from "./conclude.ts";
import { loadProgram } from "./load.ts";
import { configOf, type InProcessOptions } from "./options.ts";

export function inProcess(options: InProcessOptions): Promise<Graph> {
  return state.withLocalStorage(async () => {
    const store = state.getLocalStore() as Store;
    const client = {};
    const local = createLocalCalls(client);
    const remote = createRemoteCalls();
    const monitor = new Monitor(options, local?.call ?? remote.call);
    connect(
      store,
      { ...options, config: configOf(options) },
      {
        client,
        monitor: monitorHandlers(monitor),
        engine: engineHandlers(monitor),
        callbacks: local?.server,
      },
    );
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
      await nextTurn();
      release();
      forgetLeftovers(store);
      remote.close();
    }
    return conclude(monitor, thrown);
  });
}
