import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256 } from "./places.ts";

const platform = fileURLToPath(new URL("../../../", import.meta.url));

/** Rooms and files that make a graph out of what a program does. */
const rooms = ["engine", "provider", "values", "access"];
const files = ["graph-of.ts", "lookups.ts", "other-stacks.ts", "services.ts", "identity.ts"];

/** What a graph depends on beside its program: the engine that runs it, Node.js, and the machine. */
export function engineKey(): string {
  const all = rooms.flatMap((room) =>
    readdirSync(join(platform, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  all.push(...files.map((file) => join(platform, "fleet", file)));
  all.push(...["kept-graph.ts", "content.ts"].map((file) => join(platform, "fleet/impact", file)));
  const texts = all.sort().map((file) => `${file.slice(platform.length)} ${sha256(readFileSync(file))}`);
  return sha256([process.version, process.platform, process.arch, ...texts].join("\n")).slice(0, 32);
}
