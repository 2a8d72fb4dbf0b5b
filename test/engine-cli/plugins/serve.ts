import { createRequire } from "node:module";
import type { ServiceDefinition, UntypedServiceImplementation } from "@grpc/grpc-js";

const grpc: typeof import("@grpc/grpc-js") = createRequire(import.meta.url)("@grpc/grpc-js");

/** Methods of a gRPC service by their name; a method may take its time. */
export type Handlers = Readonly<Record<string, (request: never) => unknown>>;

/** A call that is answered by a stream. */
export interface Call {
  readonly request: never;
  write(response: object): void;
  end(): void;
  on(event: "cancelled", listener: () => void): unknown;
}

/** Methods that answer by a stream; the others' streams are empty. */
type Streams = Readonly<Record<string, (call: Call) => unknown>>;

/** Serves a plugin's service on a free port of this machine and prints the port, as the CLI expects of a plugin. */
export function servePlugin(service: ServiceDefinition, handlers: Handlers, streams: Streams = {}): void {
  const implementation = Object.fromEntries(
    Object.entries(service).map(([method, { responseStream }]) => [
      method,
      async (call: Call, done: (error: object | null, response?: unknown) => void) => {
        if (responseStream) return streams[method]?.(call) ?? call.end();
        try {
          const handler = handlers[method];
          if (!handler) return done({ code: grpc.status.UNIMPLEMENTED, details: method });
          done(null, await handler(call.request));
        } catch (error) {
          done({ code: grpc.status.UNKNOWN, details: (error as Error).message });
        }
      },
    ]),
  );
  const server = new grpc.Server({ "grpc.max_receive_message_length": 400 * 2 ** 20 });
  server.addService(service, implementation as unknown as UntypedServiceImplementation);
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    console.log(port);
  });
}
