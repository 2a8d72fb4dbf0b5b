import { createRequire } from "node:module";
import { type Call, createRemoteCalls } from "../wire/callbacks.ts";
import { EngineError } from "../wire/engine-error.ts";
import { callbacks } from "../wire/protocol.ts";

const require = createRequire(import.meta.url);

interface LocalServer {
  invoke(
    call: { request: unknown },
    done: (error: unknown, response?: { getResponse_asU8(): Uint8Array }) => void,
  ): unknown;
}

/** The address that the SDK tells the engine for its functions. */
const here = "in-process";
const fields = ["_awaitQueue", "_callbacks", "_monitor", "_pendingRegistrations", "_server", "_target"];

/**
 * The SDK's callback server without its port. The SDK (3.270) listens on a port for every program that has a transform
 * or a hook; functions of a program in this process can be called directly, which saves a round trip for each transform
 * and resource. Undefined when the SDK's class has other fields than these; then its real server does the work.
 */
export function createLocalCalls(monitor: object): { server: object; call: Call } | undefined {
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
  const remote = createRemoteCalls();
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
