import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { archiveOf, type Entry, entryOf, writeAtomically } from "./cache.ts";
import type { Archive } from "./zip.ts";

/** A bundle by what its inputs hold, wherever they are: another checkout of the repository need not make it again. */
interface Variant {
  /** Files with their hashes, and folders with those of their entries, by paths below the root. */
  readonly states: readonly (readonly [path: string, state: string])[];
  readonly inputs: readonly string[];
  readonly entry: Entry;
}

/** Variants of one bundle that are kept: branches come and go. */
const most = 8;

/** What is bundled: a key without the root that paths are relative to. */
export interface Subject {
  readonly root: string;
  readonly key: string;
}

/** A bundle of the same inputs, made in this checkout or another one, with its inputs in this one. */
export function cachedByContent(
  cacheDir: string,
  { root, key }: Subject,
): { readonly archive: Archive; readonly inputs: readonly string[] } | undefined {
  const known = new Map<string, string>();
  const holds = ([path, state]: Variant["states"][number]) => {
    const now = known.get(path) ?? stateOf(root, path);
    known.set(path, now);
    return now === state;
  };
  const variant = variantsOf(cacheDir, key).find(({ states }) => states.every(holds));
  const archive = variant && archiveOf(cacheDir, variant.entry);
  return archive && { archive, inputs: variant.inputs.map((path) => join(root, path)) };
}

/** Keeps what the inputs of a bundle hold. */
export function rememberContent(
  cacheDir: string,
  { root, key }: Subject,
  archive: Archive,
  inputs: readonly string[],
): void {
  const files = [...new Set(inputs.map((path) => below(root, path)))];
  const paths = [...new Set(files.flatMap(around))].sort();
  const variant: Variant = {
    states: paths.map((path) => [path, stateOf(root, path)]),
    inputs: files,
    entry: entryOf(archive),
  };
  const same = JSON.stringify(variant.states);
  const others = variantsOf(cacheDir, key).filter(({ states }) => JSON.stringify(states) !== same);
  writeAtomically(fileOf(cacheDir, key), JSON.stringify([variant, ...others].slice(0, most)));
}

/** A path below the root; packages of a checkout may be links to those of another one. */
function below(root: string, path: string): string {
  const packages = join(root, "node_modules");
  const real = existsSync(packages) ? realpathSync(packages) : packages;
  return path.startsWith(real + sep) ? join("node_modules", relative(real, path)) : relative(root, path);
}

/** A file, and what decides that it is this one that an import leads to: the files beside it, and each package.json above. */
function around(path: string): string[] {
  if (path.startsWith("..") || path.includes("node_modules") || basename(path) === "package.json")
    return [path];
  const found = [path, dirname(path) + sep];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    found.push(join(folder, "package.json"));
    if (folder === ".") return found;
  }
}

/** A path that ends with a separator is a folder, by its entries. */
function stateOf(root: string, path: string): string {
  const full = join(root, path);
  try {
    const data = path.endsWith(sep) ? JSON.stringify(readdirSync(full).sort()) : readFileSync(full);
    return createHash("sha256").update(data).digest("base64");
  } catch {
    return "-";
  }
}

const fileOf = (cacheDir: string, key: string) => join(cacheDir, "contents", `${key}.json`);

function variantsOf(cacheDir: string, key: string): readonly Variant[] {
  try {
    return JSON.parse(readFileSync(fileOf(cacheDir, key), "utf8")) as Variant[];
  } catch {
    return []; // none yet; a broken file counts as none
  }
}
