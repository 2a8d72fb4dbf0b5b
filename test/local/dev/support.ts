import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect } from "vitest";
import type { Summary } from "../../../platform/local/dev/welcome.ts";
import { eachLine } from "../../../platform/local/lambda/process/each-line.ts";
import { alive, descendants, listeningPorts } from "../lambda/processes.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const started: ChildProcess[] = [];
const folders: string[] = [];
afterAll(() => {
  for (const each of started) each.kill("SIGKILL");
  for (const each of folders) rmSync(each, { recursive: true, force: true });
});

/** The command as a person runs it, with what it has printed so far. */
export function dev(...args: string[]) {
  const child = spawn(process.execPath, ["platform/commands/dev.ts", ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) eachLine(stream, (line) => lines.push(line));
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  /** The first record of a type that is printed after the first `from` lines. */
  const record = async <T>(type: string, from = 0): Promise<T> => {
    const found = () => lines.slice(from).find((each) => parsed(each).type === type);
    await expect.poll(found, { message: lines.join("\n") }).toBeDefined();
    return JSON.parse(found() ?? "");
  };
  return { child, lines, exit, record };
}

export function parsed(line: string): { type?: string } {
  return line.startsWith("{") ? JSON.parse(line) : {};
}

/** A copy of the users API to save files in; inside the repository, so that it finds the platform. */
export function scratch(): string {
  mkdirSync(join(root, ".tmp"), { recursive: true });
  const folder = mkdtempSync(join(root, ".tmp", "dev-"));
  folders.push(folder);
  cpSync(join(root, "services", "users-api"), join(folder, "users-api"), { recursive: true });
  return join(folder, "users-api");
}

/** A signal ends a command with everything that it started. */
export async function endsBy(
  signal: "SIGINT" | "SIGTERM",
  { child, exit }: ReturnType<typeof dev>,
): Promise<void> {
  const pids = descendants(child.pid ?? 0);
  const ports = listeningPorts(child.pid);
  if (process.platform === "linux") {
    expect(pids.length).toBeGreaterThan(1);
    expect(ports.length).toBeGreaterThan(1);
  }
  child.kill(signal);
  expect(await exit).toBe(0);
  await expect.poll(() => pids.filter(alive)).toEqual([]);
  expect(ports.filter((each) => listeningPorts().includes(each))).toEqual([]);
}

/** The command with the users API, in a folder to save files in. */
export async function startUsersApi() {
  const folder = scratch();
  const running = dev(folder, "--port", "0", "--json");
  const { apis } = await running.record<Summary>("ready");
  return { folder, running, url: apis[0]?.url ?? "" };
}
