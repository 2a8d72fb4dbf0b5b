import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import type { Graph } from "../../platform/engine/index.ts";
import { engineHandlers, monitorHandlers } from "../../platform/engine/monitor/handlers.ts";
import { Monitor } from "../../platform/engine/monitor/monitor.ts";
import { conclude } from "../../platform/engine/run/conclude.ts";
import { configOf, type ProgramOptions } from "../../platform/engine/run/options.ts";
import { errorOf } from "../../platform/engine/sdk/messages.ts";
import { createRemoteCalls } from "../../platform/engine/wire/callbacks.ts";
import type { Procedures } from "../../platform/engine/wire/protocol.ts";

const require = createRequire(import.meta.url);

/**
 * Runs a program by the runner that the SDK's language host ships, which the Pulumi CLI starts: the judge of the engine's
 * own processes that needs no CLI. About a second each.
 */
export async function runByLanguageHost(options: ProgramOptions): Promise<Graph> {
  const remote = createRemoteCalls();
  const monitor = new Monitor(options, remote.call);
  const errors: Error[] = [];
  const server = await serve(monitor, (message) => errors.push(errorOf(message)));
  try {
    const { code, tail } = await run(options, server.address);
    if (code !== 0 && errors.length === 0)
      errors.push(new Error(`the program's process ended with code ${code}${tail ? `:\n${tail}` : ""}`));
    return conclude(monitor, errors);
  } finally {
    remote.close();
    server.close();
  }
}

async function serve(monitor: Monitor, onError: (message: string) => void) {
  const grpc = require("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
  const { ResourceMonitorService } =
    require("@pulumi/pulumi/proto/resource_grpc_pb.js") as typeof import("@pulumi/pulumi/proto/resource_grpc_pb.js");
  const { EngineService } =
    require("@pulumi/pulumi/proto/engine_grpc_pb.js") as typeof import("@pulumi/pulumi/proto/engine_grpc_pb.js");
  // A function's inlined code may be large; the limit is the SDK's own.
  const server = new grpc.Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  const implement = (procedures: Procedures) =>
    Object.fromEntries(
      Object.entries(procedures).map(([name, procedure]) => [
        name,
        (call: { request: never }, done: (error: unknown, response?: unknown) => void) => {
          procedure(call.request).then(
            (response) => done(null, response),
            (error: { code?: number; message: string }) =>
              done({ code: error.code ?? grpc.status.UNKNOWN, details: error.message }),
          );
        },
      ]),
    ) as unknown as import("@grpc/grpc-js").UntypedServiceImplementation;
  server.addService(ResourceMonitorService, implement(monitorHandlers(monitor)));
  server.addService(EngineService, implement(engineHandlers(monitor, onError)));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { address: `127.0.0.1:${port}`, close: () => server.forceShutdown() };
}

/**
 * Starts the language host's runner the way the Pulumi CLI does, but to save time: this Node runs TypeScript
 * as it is, and the SDK is loaded as it is in process.
 */
async function run(options: ProgramOptions, address: string): Promise<{ code: number | null; tail: string }> {
  const { project, stack, dir, preview, organization = "organization" } = options;
  const flags = {
    monitor: address,
    engine: address,
    project,
    stack,
    organization,
    "root-directory": dir,
    pwd: dir,
    parallel: "16",
  };
  const preload = new URL("../../platform/engine/sdk/preload.ts", import.meta.url).href;
  const args = ["--import", preload, require.resolve("@pulumi/pulumi/cmd/run/index.js")];
  for (const [name, value] of Object.entries(flags)) args.push(`--${name}`, value);
  if (preview) args.push("--dry-run");
  args.push(options.main ?? "index.ts");
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(configOf(options)),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(options.secretKeys ?? []),
  };
  delete env.NODE_OPTIONS;
  const child = spawn(process.execPath, args, { cwd: dir, env, stdio: ["ignore", "pipe", "pipe"] });
  let tail = "";
  child.stdout.on("data", (data: Buffer) => process.stdout.write(data));
  child.stderr.on("data", (data: Buffer) => {
    tail = (tail + data).slice(-4000);
    process.stderr.write(data);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  return { code, tail: tail.trim() };
}
