import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from "node:fs";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import type { Stop } from "../stop.ts";
import { cliEnvironment, ownGroup } from "./cli.ts";
import type { Files } from "./files.ts";

interface Run {
  readonly args: readonly string[];
  /** Folder of the project. */
  readonly dir: string;
  readonly stage: string;
  readonly files: Files;
  readonly stop: Stop;
  readonly onEvent?: (event: EngineEvent) => void;
}

/** Milliseconds between two looks at the events. */
const interval = 150;

/**
 * Runs an operation of the pulumi CLI on a stack, and gives its exit code. It writes into files, not pipes, and is in a
 * process group of its own: should this process be killed, the CLI goes on to its end, writes its state and unlocks the stack.
 */
export async function runOperation({ args, dir, stage, files, stop, onEvent }: Run): Promise<number> {
  const log = openSync(files.log, "a");
  rmSync(files.events, { force: true });
  const flags = ["--stack", stage, "--non-interactive", "--color", "never", "--suppress-permalink"];
  const events = onEvent ? ["--event-log", files.events] : [];
  const child = spawn("pulumi", [...args, ...flags, ...events], {
    cwd: dir,
    env: cliEnvironment(),
    stdio: ["ignore", log, log],
    ...ownGroup,
  });
  closeSync(log);
  if (child.pid !== undefined) writeFileSync(files.process, JSON.stringify({ pid: child.pid }));

  const interrupt = () => child.kill("SIGINT");
  const signals = [stop.cancelled, stop.insisted];
  for (const signal of signals) {
    if (signal.aborted) interrupt();
    else signal.addEventListener("abort", interrupt);
  }
  const look = onEvent ? reader(files.events, onEvent) : () => {};
  const looking = setInterval(look, interval);
  try {
    return await new Promise((resolve, reject) => {
      child.on("error", reject).on("close", (code) => resolve(code ?? 1));
    });
  } finally {
    clearInterval(looking);
    for (const signal of signals) signal.removeEventListener("abort", interrupt);
    look();
    rmSync(files.process, { force: true });
    rmSync(files.events, { force: true });
  }
}

/** The last lines of a log that tell why it failed. */
export function tailOf(file: string, lines = 20): string {
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
}

/** Reads what was added to a file of JSON lines since its last call. */
function reader(file: string, onEvent: (event: EngineEvent) => void): () => void {
  let at = 0;
  let rest = Buffer.alloc(0);
  return () => {
    for (const line of newLines()) onEvent(JSON.parse(line) as EngineEvent);
  };

  function newLines(): string[] {
    const buffer = Buffer.alloc(1 << 16);
    let fd: number;
    try {
      fd = openSync(file, "r");
    } catch {
      return []; // The CLI hasn't begun yet.
    }
    try {
      for (let read = -1; read !== 0; at += read) {
        read = readSync(fd, buffer, 0, buffer.length, at);
        rest = Buffer.concat([rest, buffer.subarray(0, read)]);
      }
    } finally {
      closeSync(fd);
    }
    const end = rest.lastIndexOf(10) + 1;
    const complete = rest.subarray(0, end).toString();
    rest = rest.subarray(end);
    return complete.split("\n").filter(Boolean);
  }
}
