import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
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
    ...["engine", "provider", "values", "access"].flatMap((room) => filesBelow(room)),
    ...files.map((file) => `fleet/${file}.ts`),
    "organisation.ts",
  ]);
}

/** What findings depend on beside the graphs, of the platform in a folder. */
export const rulesKey = (dir: string): string =>
  keyOf(
    [
      ...["policies", "access", "values", "engine/graph", "fleet/checks", "fleet/wiring"].flatMap((room) =>
        filesBelow(room, dir),
      ),
      ...["rules.ts", "guarded.ts", "fleet/impact/kept-graph.ts"],
    ],
    { dir },
  );

/** What the comparison of two graphs depends on beside them; prices, policies and what has expired today included. */
export function comparisonKey(): string {
  const rooms = ["engine/graph", "provider", "values", "access", "policies", "fleet"];
  return keyOf(
    [
      ...rooms.flatMap((room) => filesBelow(room)),
      "defaults.ts",
      "guarded.ts",
      "organisation.ts",
      "rules.ts",
    ],
    { more: [new Date().toISOString().slice(0, 10)] },
  );
}

function filesBelow(room: string, dir = platform): string[] {
  const at = join(dir, room);
  if (!existsSync(at)) return [];
  return readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)));
}

function keyOf(
  files: readonly string[],
  { dir = platform, more = [] }: { readonly dir?: string; readonly more?: readonly string[] } = {},
): string {
  const texts = [...files].sort().map((file) => `${file} ${hashOf(join(dir, file))}`);
  return sha256([...ofMachine, ...more, ...texts].join("\n")).slice(0, 32);
}

const hashOf = (file: string): string => (existsSync(file) ? sha256(readFileSync(file)) : "-");
