import { once } from "node:events";
import { styleText } from "node:util";
import { findService } from "../fleet/services.ts";
import { formatLine } from "../local/dev/format.ts";
import { Session } from "../local/dev/session.ts";
import { summarise, welcome } from "../local/dev/welcome.ts";
import type { LogLine, Port } from "../local/types.ts";
import { Interrupted, UsageError } from "../values/problems.ts";
import { command } from "./command.ts";
import { oneService, stageFlag } from "./flags.ts";
import { interruption } from "./interruption.ts";
import { summaries } from "./summaries.ts";

await command({
  usage: "npm run dev -- <service> [--stage <stage>] [--port <port>] [--timing fast|real] [--json]",
  description: summaries.dev,
  args: oneService,
  flags: {
    stage: stageFlag,
    port: {
      type: "string",
      value: "<port>",
      help: "port of the HTTP API (default: 3000, or the next free one)",
    },
    timing: {
      type: "string",
      default: "fast",
      value: "fast|real",
      choices: ["fast", "real"],
      help: "waits before retries: short, or AWS's own",
    },
    json: { type: "boolean", help: "print one JSON object a line" },
  },
  run: async ({ flags, args }) => {
    const service = findService(args[0]!, flags.stage);
    const options = {
      stage: flags.stage,
      port: portOf(flags.port),
      timing: flags.timing,
      otherLanguages: true,
    };
    const out = printer(flags.json);
    const started = performance.now();
    const { signal } = interruption();
    const session = await Session.start(service, { ...options, signal, onLog: out.log }, out).catch(
      (error: Error) => {
        // Ctrl-C reaches the bundler's process too: failures because of it are no news.
        if (signal.aborted) return undefined;
        throw error;
      },
    );
    if (!session) throw new Interrupted();
    out.ready(session, service.name, flags.stage, (performance.now() - started) / 1000);
    if (!signal.aborted) await once(signal, "abort");
    await session.stop();
    return undefined;
  },
});

function portOf(given: string | undefined): Port {
  if (given === undefined) return { from: 3000 };
  const port = Number(given);
  if (!/^\d+$/.test(given) || port > 65_535)
    throw new UsageError([
      { where: "--port", problem: `${given} is not a port; a number from 0 to 65535 is expected.` },
    ]);
  return port;
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
