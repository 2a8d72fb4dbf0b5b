import { createRequire } from "node:module";
import { EngineError } from "./engine-error.ts";
import { type Callback, callbacks } from "./protocol.ts";

const require = createRequire(import.meta.url);

/** Runs a function of the program (a transform, a hook): request and response are serialised messages. */
export type Call = (callback: Callback, request: Uint8Array) => Promise<Uint8Array>;

/** Calls back over gRPC, to the address that the program's SDK listens on. */
export function createRemoteCalls(): { call: Call; close(): void } {
  const clients = new Map<string, ReturnType<typeof clientOf>>();
  const call: Call = (callback, request) => {
    const target = callback.getTarget();
    const client = clients.get(target) ?? clientOf(target);
    clients.set(target, client);
    const message = new callbacks.CallbackInvokeRequest();
    message.setToken(callback.getToken());
    message.setRequest(request);
    return new Promise((resolve, reject) => {
      client.invoke(message, (error, response) => {
        if (error) reject(new EngineError(error.details || error.message));
        else resolve(response.getResponse_asU8());
      });
    });
  };
  return {
    call,
    close() {
      for (const client of clients.values()) client.close();
    },
  };
}

/** gRPC is loaded by the first client: hardly a program needs one. */
function clientOf(target: string) {
  const grpc = require("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
  const { CallbacksClient } =
    require("@pulumi/pulumi/proto/callback_grpc_pb.js") as typeof import("@pulumi/pulumi/proto/callback_grpc_pb.js");
  return new CallbacksClient(target, grpc.credentials.createInsecure());
}
