import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { request } from "./events.ts";

/** A handler to measure, and an event that it accepts. */
export interface Subject {
  readonly name: string;
  /** Folder that `handler` is relative to. */
  readonly dir: string;
  readonly handler: string;
  readonly event: unknown;
}

const root = join(import.meta.dirname, "..");
const own = (name: string): Subject => ({
  name,
  dir: join(import.meta.dirname, "handlers"),
  handler: `${name}.ts`,
  event: request,
});

/** An empty handler and the wrapper alone, for comparison. */
export const empty = own("empty");
export const references: readonly Subject[] = [empty, own("gateway-bare"), own("gateway-mini")];

/** The handlers of gateways as `npm run new-service` writes them, in a folder that is removed when the process ends. */
export async function scaffolded(): Promise<Subject[]> {
  mkdirSync(join(root, ".tmp"), { recursive: true });
  const dir = mkdtempSync(join(root, ".tmp", "bench-"));
  process.once("exit", () => rmSync(dir, { recursive: true, force: true }));
  return [
    await scaffold(dir, "scaffolded gateway", "greet", []),
    await scaffold(dir, "scaffolded gateway with a table", "create", ["--table", "items"]),
  ];
}

async function scaffold(dir: string, name: string, handler: string, answers: string[]): Promise<Subject> {
  const service = `bench-${handler}`;
  const args = ["gateway", service, "--owner", "bench", "--yes", "--dir", dir, ...answers];
  await promisify(execFile)(process.execPath, [join(root, "platform/commands/new-service.ts"), ...args]);
  const folder = join(dir, "services", service);
  const event: unknown = JSON.parse(readFileSync(join(folder, "events", `${handler}.json`), "utf8"));
  return { name, dir: folder, handler: `src/${handler}.ts`, event };
}
