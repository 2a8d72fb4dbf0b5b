import { basename, dirname, extname, join } from "node:path";
import { type Asset, AssetValue, type Graph, Secret, type Trace } from "../../../engine/index.ts";
import { sha256 } from "./places.ts";
import type { Kind, Tree } from "./tree.ts";

/** A place and how it counts: `content tree:platform/defaults.ts`. */
export type Fact = `${Kind} ${string}`;

/** Kinds of files that are searched for: `./users` may be users.ts, users.js or users/index.ts. */
const searched = new Set([".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx", ".json"]);

/** Everything that a run depended on, by names that hold in every version of the repository; sorted. */
export function factsOf(trace: Trace, more: readonly string[], tree: Tree): Fact[] {
  const facts = new Set<Fact>();
  const add = (kind: Kind, path: string) => {
    const name = tree.nameOf(path);
    if (name !== undefined) facts.add(`${name.startsWith("packages:") ? "content" : kind} ${name}`);
    return name;
  };
  const modules = new Set(trace.modules);
  const folders = new Set<string>();
  for (const path of new Set([...trace.modules, ...trace.paths, ...more])) {
    const name = add("content", path);
    if (!name?.startsWith("tree:") || !searched.has(extname(path)) || basename(path) === "package.json")
      continue;
    folders.add(dirname(path));
    // A module has its file's name; for the bundler, a file beside it may be the better one.
    if (!modules.has(path)) add("entries", dirname(path));
  }
  for (const folder of above(folders, tree)) {
    add("content", join(folder, "package.json"));
    add("content", join(folder, "node_modules"));
  }
  for (const path of trace.folders) add("entries", path);
  for (const path of trace.trees) add("below", path);
  return [...facts].sort();
}

/** Folders with those that they are in, up to the root: Node looks in each for the package that a file belongs to. */
function above(folders: ReadonlySet<string>, tree: Tree): Set<string> {
  const all = new Set<string>();
  for (const folder of folders)
    for (let at = folder; !all.has(at) && tree.nameOf(at)?.startsWith("tree:"); at = dirname(at)) all.add(at);
  return all;
}

/** Files of the assets of a graph, which Pulumi reads and not the program. */
export function assetPaths(graph: Graph): string[] {
  const paths: string[] = [];
  const ofAsset = (asset: Asset) => {
    if ("path" in asset) paths.push(asset.path);
    else if (asset.kind === "asset-archive") for (const inner of Object.values(asset.assets)) ofAsset(inner);
  };
  const look = (value: unknown): void => {
    if (value instanceof AssetValue) ofAsset(value.asset);
    else if (value instanceof Secret) look(value.reveal());
    else if (typeof value === "object" && value !== null)
      for (const inner of Object.values(value)) look(inner);
  };
  for (const { inputs, outputs } of graph.resources) look([inputs, outputs]);
  return paths;
}

/** Facts in groups that many services share, such as those of a room of the platform; each is a list of facts. */
export function groupsOf(facts: readonly Fact[]): Fact[][] {
  const groups = new Map<string, Fact[]>();
  for (const fact of facts) {
    const [, room = ""] = /^\w+ ((?:tree:)?[^/]*(?:\/[^/]*)?)/.exec(fact) ?? [];
    groups.set(room, [...(groups.get(room) ?? []), fact]);
  }
  return [...groups.values()];
}

/** The state of a fact's place in a version. */
function stateIn(tree: Tree, fact: Fact): string {
  const at = fact.indexOf(" ");
  return tree.stateOf(fact.slice(0, at) as Kind, fact.slice(at + 1));
}

/** One hash of what a group of facts is in a version. */
export const groupState = (tree: Tree, facts: readonly Fact[]): string =>
  sha256(facts.map((fact) => `${fact}\t${stateIn(tree, fact)}`).join("\n"));
