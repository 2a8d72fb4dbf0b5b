import { createRequire } from "node:module";
import type { ServiceDefinition, UntypedServiceImplementation } from "@grpc/grpc-js";

const grpc: typeof import("@grpc/grpc-js") = createRequire(import.meta.url)("@grpc/grpc-js");

/** Methods of a gRPC service by their name; a method may take its time. */
export type Handlers = Readonly<Record<string, (request: never) => unknown>>;

/** Serves a plugin's service on a free port of this machine and prints the port, as the CLI expects of a plugin. */
export function servePlugin(service: ServiceDefinition, handlers: Handlers): void {
  const implementation = Object.fromEntries(
    Object.entries(service).map(([method, { responseStream }]) => [
      method,
      async (
        call: { request: never; end(): void },
        done: (error: object | null, response?: unknown) => void,
      ) => {
        if (responseStream) return call.end();
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
