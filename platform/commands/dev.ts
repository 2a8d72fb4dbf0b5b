import { styleText } from "node:util";
import { findService } from "../fleet/service.ts";
import { formatLine } from "../local/dev/format.ts";
import { Session } from "../local/dev/session.ts";
import { summarise, welcome } from "../local/dev/welcome.ts";
import type { LogLine, Port, Timing } from "../local/types.ts";
import { command, exitCodes, UsageError } from "./command.ts";

await command({
  usage: "npm run dev -- <service> [--stage <stage>] [--port <port>] [--timing fast|real] [--json]",
  description:
    "Runs a service on localhost from its own program and reloads it on save. Needs no AWS account.",
  flags: {
    stage: { type: "string", default: "dev", value: "<stage>", help: "stack whose config to use" },
    port: {
      type: "string",
      value: "<port>",
      help: "port of the HTTP API (default: 3000, or the next free one)",
    },
    timing: {
      type: "string",
      default: "fast",
      value: "fast|real",
      help: "waits before retries: short, or AWS's own",
    },
    json: { type: "boolean", help: "print one JSON object a line" },
  },
  run: async ({ flags, args }) => {
    if (args.length !== 1) throw new UsageError(`Name one service; ${args.length} given.`);
    const service = findService(args[0]!, flags.stage);
    const options = {
      stage: flags.stage,
      port: portOf(flags.port),
      timing: timingOf(flags.timing),
      otherLanguages: true,
    };
    const out = printer(flags.json);
    const started = performance.now();
    const signal = untilSignal();
    const session = await Session.start(service, { ...options, onLog: out.log }, out).catch(
      (error: Error) => {
        // Ctrl-C reaches the bundler's process too: what fails because of it is no news.
        if (signal.given) return undefined;
        throw error;
      },
    );
    if (!session) return exitCodes.interrupted;
    out.ready(session, service.name, flags.stage, (performance.now() - started) / 1000);
    await signal.promise;
    await session.stop();
    return exitCodes.done;
  },
});

/** Resolves at the first Ctrl-C or SIGTERM; a second one ends the process at once, and its children with it. */
function untilSignal(): { readonly promise: Promise<void>; given: boolean } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const signal = { promise, given: false };
  const onSignal = () => {
    if (signal.given) process.exit(exitCodes.interrupted);
    signal.given = true;
    resolve();
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal).on("SIGHUP", onSignal);
  return signal;
}

function portOf(given: string | undefined): Port {
  if (given === undefined) return { from: 3000 };
  const port = Number(given);
  if (!/^\d+$/.test(given) || port > 65_535)
    throw new UsageError(`--port ${given} is not a port: 0 to 65535.`);
  return port;
}

function timingOf(given: string): Timing {
  if (given === "fast" || given === "real") return given;
  throw new UsageError(`--timing ${given} is not known: fast or real.`);
}

function printer(json: boolean) {
  const print = (text: string) => void process.stdout.write(`${text}\n`);
  const record = (type: string, fields: object) => print(JSON.stringify({ type, ...fields }));
  return {
    log(line: LogLine) {
      if (json) return record("log", line);
      const text = formatLine(line);
      if (text !== undefined) print(text);
    },
    ready(session: Session, service: string, stage: string, seconds: number) {
      const summary = summarise(session.target, service, stage);
      if (json) record("ready", { ...summary, seconds });
      else print(welcome(summary, seconds));
    },
    reloaded(changed: readonly string[], ms: number) {
      if (json) return record("reloaded", { functions: changed, ms });
      const what = changed.length > 0 ? changed.join(", ") : "no function changed";
      print(styleText("green", `reloaded in ${(ms / 1000).toFixed(1)} s: ${what}`));
    },
    broken(error: Error) {
      if (json) return record("broken", { message: error.message });
      print(`${styleText("red", "not reloaded")}; what ran before goes on. ${error.message}`);
    },
  };
}
