import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { createRequire } from "node:module";
import { type AddressInfo, connect, createServer } from "node:net";
import { dirname, join } from "node:path";
import { adopt, killGroup } from "../shared/children.ts";
import type { TableBackend } from "./backend.ts";

/** Longest wait for the binary to accept connections, in milliseconds. */
const startLimitMs = 60_000;

/**
 * The binary would outlive this process if that were killed outright. The shell around it waits on a pipe that
 * closes with this process, however it ends, and then ends the binary.
 */
const supervised = `exec 3<&0; "$1" --host 127.0.0.1 --port "$2" & child=$!
(read -r _ <&3; kill -9 $child) & wait $child`;

/** Path of the native binary, or undefined where its optional package is not installed. */
export function dynoxideBinary(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve("@dynoxide/linux-x64/package.json");
    const binary = join(dirname(manifest), "dynoxide");
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

/** DynamoDB as a process of its own, in memory, on a loopback port that only the wire gateway uses. */
export async function startDynoxide(binary: string): Promise<TableBackend> {
  // The port is chosen here because the binary can't report one. Another process may take it in between: try again.
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const child = spawn("/bin/sh", ["-c", supervised, "sh", binary, String(port)], {
      stdio: ["pipe", "ignore", "ignore"],
      detached: true,
    });
    const release = adopt(child);
    const exited = new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      child.once("error", () => resolve());
    }).finally(release);
    if (await listening(port, exited)) {
      return {
        name: "dynoxide",
        handle: (request, response) => {
          const { method, url: path, headers } = request;
          const upstream = httpRequest({ host: "127.0.0.1", port, method, path, headers }, (answer) => {
            response.writeHead(answer.statusCode ?? 500, answer.headers);
            answer.pipe(response);
          });
          upstream.on("error", () => response.destroy());
          request.pipe(upstream);
        },
        stop: async () => {
          killGroup(child);
          await exited;
        },
      };
    }
    killGroup(child);
    await exited;
    if (attempt === 3) throw new Error(`${binary} did not start`);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Resolves to false when the process ends, or nothing accepts in time. */
async function listening(port: number, exited: Promise<void>): Promise<boolean> {
  const until = Date.now() + startLimitMs;
  let gone = false;
  void exited.then(() => {
    gone = true;
  });
  while (!gone && Date.now() < until) {
    const accepted = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true));
      socket.once("error", () => resolve(false));
      socket.once("close", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (accepted) return !gone;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return false;
}
