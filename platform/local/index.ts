import type { Graph } from "../engine/graph/graph.ts";
import { graphOf } from "../fleet/graph-of.ts";
import { configIn, findService, type Service } from "../fleet/services.ts";
import { awsProvider } from "../provider/index.ts";
import { builds } from "../values/offline.ts";
import type { TableBackendName } from "./dynamodb/backend.ts";
import { LocalApp } from "./local-app.ts";
import { localAccount } from "./shared/account.ts";
import { Target } from "./target.ts";
import type { LogLine, Port, Timing } from "./types.ts";

export type { LocalApp } from "./local-app.ts";

export interface LocalOptions {
  /** Stack whose config is used. Default: `dev`. */
  readonly stage?: string;
  /** Config on top of the stack's; keys without a namespace are the service's own. */
  readonly config?: Readonly<Record<string, string>>;
  /** Default: `fast`. */
  readonly timing?: Timing;
  /** Port of the first HTTP API. Default: any free one. */
  readonly port?: Port;
  /** Values of secrets and parameters by their names in `.env.local`, which they are above of: `{ WEBHOOK: url }`. */
  readonly secrets?: Readonly<Record<string, string>>;
  /**
   * Runs functions in Go, custom runtimes and Python too, which takes their tools: Go, python3. Default: no,
   * so that tests don't depend on the machine; `npm run dev` does.
   */
  readonly otherLanguages?: boolean;
  /** Default: `dynoxide` where it is installed, else `dynalite`. */
  readonly tables?: TableBackendName;
  /** Ends the program while it runs; the call rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  onLog?(line: LogLine): void;
}

/**
 * Brings up a service on localhost from its own program: no account, no Docker. Each call is a world of its own,
 * on free ports; any number can run side by side. Permissions are not checked here. End it with `stop()`, or hold it with `await using`.
 *
 * Rejects with the program's own error when the program fails; nothing is left running then.
 */
export async function local(service: string, options: LocalOptions = {}): Promise<LocalApp> {
  const { target, graph } = await bringUp(findService(service), options);
  return new LocalApp(target, graph);
}

export async function bringUp(
  service: Service,
  options: LocalOptions,
): Promise<{ target: Target; graph: Graph }> {
  const { stage = "dev", config = {}, timing = "fast", port = 0 } = options;
  const { otherLanguages = false, tables, secrets, onLog } = options;
  const target = await Target.open({
    region: config["aws:region"] ?? configIn(service, stage)["aws:region"] ?? "eu-west-1",
    timing,
    port,
    otherLanguages,
    ...(tables ? { tables } : {}),
    ...(secrets ? { secrets } : {}),
    ...(onLog ? { onLog } : {}),
  });
  try {
    const graph = await capture(target, service, options);
    await target.apply(graph, service.dir);
    return { target, graph };
  } catch (error) {
    await target.stop();
    throw error;
  }
}

/** Runs the program with the addresses of this target. */
export async function capture(target: Target, service: Service, options: LocalOptions): Promise<Graph> {
  const { stage = "dev", otherLanguages = false, signal } = options;
  const config = {
    ...options.config,
    ...(otherLanguages && { [`${builds.namespace}:${builds.key}`]: "true" }),
  };
  const provider = awsProvider({ region: target.region, account: localAccount, urls: target.urls });
  // Services that aren't up here have AWS's addresses, but for queues: the SDK would send to the host of a queue's URL.
  const othersProvider = (region = target.region) =>
    awsProvider({ region, account: localAccount, urls: { queue: target.urls.queue } });
  for (;;) {
    const graph = await graphOf(service, {
      ...{ stage, provider, othersProvider, config },
      ...(signal && { signal }),
    });
    if (!(await target.grow())) return graph;
  }
}
