import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256 } from "./places.ts";

const platform = fileURLToPath(new URL("../../../", import.meta.url));

const ofMachine = [process.version, process.platform, process.arch];

/** What a graph depends on beside its program: the engine that runs it, Node.js, and the machine. */
export function engineKey(): string {
  const files = [
    "graph-of",
    "lookups",
    "other-stacks",
    "services",
    "identity",
    "impact/kept-graph",
    "impact/content",
  ];
  return keyOf([
    ...["engine", "provider", "values", "access"].flatMap(filesBelow),
    ...files.map((file) => `fleet/${file}.ts`),
    "organisation.ts",
  ]);
}

/** What the comparison of two graphs depends on beside them; prices, policies and what has expired today included. */
export function comparisonKey(): string {
  const rooms = ["engine/graph", "provider", "values", "access", "policies", "fleet"];
  return keyOf(
    [...rooms.flatMap(filesBelow), "defaults.ts", "guarded.ts", "organisation.ts", "rules.ts"],
    new Date().toISOString().slice(0, 10),
  );
}

const filesBelow = (room: string): string[] =>
  readdirSync(join(platform, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(platform.length));

function keyOf(files: readonly string[], ...more: readonly string[]): string {
  const texts = [...files].sort().map((file) => `${file} ${sha256(readFileSync(join(platform, file)))}`);
  return sha256([...ofMachine, ...more, ...texts].join("\n")).slice(0, 32);
}
