/**
 * A language host for Node programs, for a CLI that was built from its Go modules: the official host's module isn't
 * among those that can be fetched. Like that one it starts the runner that `@pulumi/pulumi` itself ships.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Empty } from "../../../platform/engine/wire/protocol.ts";
import { type Call, servePlugin } from "./serve.ts";

const require = createRequire(import.meta.url);
const messages: typeof import("@pulumi/pulumi/proto/language_pb.js") = require("@pulumi/pulumi/proto/language_pb.js");
const services: typeof import("@pulumi/pulumi/proto/language_grpc_pb.js") = require("@pulumi/pulumi/proto/language_grpc_pb.js");
const plugins: typeof import("@pulumi/pulumi/proto/plugin_pb.js") = require("@pulumi/pulumi/proto/plugin_pb.js");
const { version }: { version: string } = require("@pulumi/pulumi/package.json");

/** The CLI gives the address of its engine as the last argument. */
const engine = process.argv.at(-1)!;

servePlugin(
  services.LanguageRuntimeService,
  {
    handshake: () => new messages.LanguageHandshakeResponse(),
    getPluginInfo() {
      const info = new plugins.PluginInfo();
      info.setVersion(version);
      return info;
    },
    getRequiredPackages: () => new messages.GetRequiredPackagesResponse(),
    getRequiredPlugins: () => new messages.GetRequiredPluginsResponse(),
    runtimeOptionsPrompts: () => new messages.RuntimeOptionsResponse(),
    async run(request: InstanceType<typeof messages.RunRequest>) {
      const response = new messages.RunResponse();
      const code = await run(request);
      // The runner has already reported what the program threw; anything else is the host's to say.
      if (code === 32) response.setBail(true);
      else if (code !== 0) response.setError(`Program exited with non-zero exit code: ${code}`);
      return response;
    },
    cancel: () => new Empty(),
  },
  { runPlugin },
);

/** Runs a policy pack as the official host does: by the runner of `@pulumi/pulumi`, in the pack's folder, with the engine's address. */
function runPlugin(call: Call): Promise<void> {
  const request: InstanceType<typeof messages.RunPluginRequest> = call.request;
  const dir = request.getInfo()?.getProgramDirectory() ?? request.getProgram();
  const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack/index.js", { paths: [dir] });
  const env = Object.fromEntries(request.getEnvList().map((line) => line.split(/=(.*)/s).slice(0, 2)));
  const child = spawn("node", [runner, ...request.getArgsList(), dir], {
    cwd: request.getPwd(),
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const send = (fill: (response: InstanceType<typeof messages.RunPluginResponse>) => void) => {
    const response = new messages.RunPluginResponse();
    fill(response);
    call.write(response);
  };
  child.stdout.on("data", (data: Buffer) => send((response) => response.setStdout(data)));
  child.stderr.on("data", (data: Buffer) => send((response) => response.setStderr(data)));
  call.on("cancelled", () => child.kill());
  return new Promise((resolve) => {
    child.on("close", (code) => {
      send((response) => response.setExitcode(code ?? 1));
      call.end();
      resolve();
    });
  });
}

function run(request: InstanceType<typeof messages.RunRequest>): Promise<number> {
  const info = request.getInfo();
  const options = (info?.getOptions()?.toJavaScript() ?? {}) as { nodeargs?: string; typescript?: boolean };
  const runner = require.resolve("@pulumi/pulumi/cmd/run/index.js", { paths: [request.getPwd()] });
  const flags = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    parallel: String(request.getParallel()),
    pwd: request.getPwd(),
    "root-directory": info?.getRootDirectory() ?? request.getPwd(),
  };
  const args = [
    ...(options.nodeargs?.split(" ") ?? []),
    runner,
    ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    join(info?.getProgramDirectory() ?? ".", info?.getEntryPoint() || "."),
  ];
  const env = {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    ...(options.typescript === false ? {} : { PULUMI_NODEJS_TYPESCRIPT: "true" }),
  };
  // The program runs on the Node of PATH, as with the official host.
  const child = spawn("node", args, { cwd: request.getPwd(), env, stdio: ["ignore", 2, 2] });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
