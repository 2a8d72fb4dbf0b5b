import { spawn } from "node:child_process";
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
