import { spawn } from "node:child_process";
import { platformDir } from "../../platform/values/places.ts";

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  /** Folder to run in. Default: the platform's. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Stops it by Ctrl-C once it has printed these words. */
  readonly until?: string;
}

/** A command as people's shells run it, its output in a pipe: `platform/commands/<name>.ts`. */
export function runCommand(name: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { cwd = platformDir, env = {}, until } = options;
  return new Promise((resolve, reject) => {
    const command = [`${platformDir}/platform/run.mjs`, `platform/commands/${name}.ts`, ...args];
    const child = spawn(process.execPath, command, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [out, err, stopped] = ["", "", false];
    const look = () => {
      if (!until || stopped || !(out + err).includes(until)) return;
      stopped = true;
      child.kill("SIGINT");
    };
    child.stdout.on("data", (chunk) => {
      out += chunk;
      look();
    });
    child.stderr.on("data", (chunk) => {
      err += chunk;
      look();
    });
    child.on("error", reject).on("close", (code) => resolve({ code, out, err }));
  });
}
