import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { BundleError } from "../bundle/problems.ts";

/** Runs a tool to its end and gives what it printed; rejects with all of it when it fails. */
export function run(
  tool: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  return new Promise((done, reject) => {
    const options = { cwd, env: { ...process.env, ...env } };
    const child = spawn(tool, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        output += chunk;
      });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) done(output.trim());
      else
        reject(
          new BundleError(`${[tool, ...args].join(" ")} in ${cwd} ended with ${code}:\n${output.trim()}`),
        );
    });
  });
}

/** Whether a tool can be started: by a path relative to a folder, or by name from PATH. */
export function canStart(tool: string, cwd: string): boolean {
  const ends = process.platform === "win32" ? [".exe", ".cmd"] : [""];
  const folders = (process.env.PATH ?? "").split(delimiter).filter((entry) => entry !== "");
  const candidates = /[/\\]/.test(tool)
    ? [resolve(cwd, tool)]
    : folders.flatMap((entry) => ends.map((end) => join(entry, tool + end)));
  return candidates.some((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false; // not here, or not ours to start
    }
  });
}
