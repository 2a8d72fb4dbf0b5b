import { createRequire } from "node:module";
import { EngineError } from "../run/error.ts";
import { type Callback, callbacks } from "./protocol.ts";

const require = createRequire(import.meta.url);

/** Runs a function of the program (a transform, a hook): request and response are serialised messages. */
export type Call = (callback: Callback, request: Uint8Array) => Promise<Uint8Array>;

/** Calls back over gRPC, to the address that the program's SDK listens on. */
export function remoteCalls(): { call: Call; close(): void } {
  const grpc = require("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
  const { CallbacksClient } =
    require("@pulumi/pulumi/proto/callback_grpc_pb.js") as typeof import("@pulumi/pulumi/proto/callback_grpc_pb.js");
  const clients = new Map<string, InstanceType<typeof CallbacksClient>>();
  const call: Call = (callback, request) => {
    const target = callback.getTarget();
    const client = clients.get(target) ?? new CallbacksClient(target, grpc.credentials.createInsecure());
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

interface LocalServer {
  invoke(
    call: { request: unknown },
    done: (error: unknown, response?: { getResponse_asU8(): Uint8Array }) => void,
  ): unknown;
}

const here = "in-process";
const fields = ["_awaitQueue", "_callbacks", "_monitor", "_pendingRegistrations", "_server", "_target"];

/**
 * The SDK's own callback server without the port it would listen on: functions of a program in this process
 * can be called directly, which saves a round trip per transform and resource.
 * Undefined when the SDK's class is not made the way it was; then its real server does the work.
 */
export function localCalls(monitor: object): { server: object; call: Call } | undefined {
  const { CallbackServer } = require("@pulumi/pulumi/runtime/callbacks.js") as {
    CallbackServer: { prototype: object };
  };
  const made = new Set(String(CallbackServer).match(/(?<=this\.)_\w+(?= = )/g));
  if ([...made].sort().join() !== fields.join()) return undefined;
  const server: LocalServer = Object.assign(Object.create(CallbackServer.prototype), {
    _awaitQueue: [],
    _callbacks: new Map(),
    _monitor: monitor,
    _pendingRegistrations: 0,
    _server: { forceShutdown() {} },
    _target: Promise.resolve(here),
  });
  const remote = remoteCalls();
  const call: Call = (callback, request) => {
    if (callback.getTarget() !== here) return remote.call(callback, request);
    const message = new callbacks.CallbackInvokeRequest();
    message.setToken(callback.getToken());
    message.setRequest(request);
    return new Promise((resolve, reject) => {
      server.invoke({ request: message }, (error, response) => {
        if (response) resolve(response.getResponse_asU8());
        else reject(new EngineError((error as { details?: string } | null)?.details ?? String(error)));
      });
    });
  };
  return { server, call };
}
