import type { ProgramOptions } from "../run/options.ts";
import type { Procedures } from "../wire/protocol.ts";
import { pulumi, type Store, settings } from "./modules.ts";

/** The other ends of a program's SDK. */
export interface Connection {
  /** The monitor's client, which the callback server has held from before the monitor was made. */
  readonly client: object;
  readonly monitor: Procedures;
  readonly engine: Procedures;
  readonly callbacks?: object;
}

/**
 * Connects a program's SDK to a monitor and an engine in this process. The SDK (3.270) offers `setMocks` for that, which
 * leaves out parents, dependencies and options and runs no transforms; otherwise it speaks gRPC to another process.
 * Both clients have the shape that gRPC gives them.
 */
export function connect(
  store: Store,
  options: Pick<
    ProgramOptions,
    "project" | "stack" | "preview" | "organization" | "config" | "secretKeys" | "dir"
  >,
  connection: Connection,
): void {
  const { project, stack, preview = false, organization = "organization" } = options;
  const { client, monitor, engine, callbacks } = connection;
  Object.assign(client, asClient(monitor));
  settings.setMockOptions(client, project, stack, preview, organization);
  store.settings.options.rootDirectory = options.dir;
  store.settings.engine = asClient(engine);
  if (callbacks) store.callbacks = callbacks;
  const { config, secretKeys = [] } = options;
  pulumi.runtime.setAllConfig({ ...config }, [...secretKeys]);
}

function asClient(procedures: Procedures): object {
  const entries = Object.entries(procedures).map(([name, procedure]) => [
    name,
    (request: never, done: (error: unknown, response?: unknown) => void) => {
      procedure(request).then(
        (response) => done(null, response),
        (error: Error) => done(Object.assign(error, { details: error.message })),
      );
    },
  ]);
  return { close() {}, ...Object.fromEntries(entries) };
}
