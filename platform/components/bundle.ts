import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { version as esbuildVersion } from "esbuild";
import { buildHandler, settings } from "./bundle/build.ts";
import { cached, remember, store } from "./bundle/cache.ts";
import { checkSize } from "./bundle/limits.ts";
import { bundleError } from "./bundle/problems.ts";
import { sha256, zip } from "./bundle/zip.ts";

export interface BundleOptions {
  /** Absolute path of the service's folder. */
  readonly dir: string;
  /** The handler's file, relative to `dir`: `src/create-user.ts`. It exports `handler`. */
  readonly handler: string;
  /** Packages that a layer brings and that therefore stay out. Default: none. */
  readonly external?: readonly string[];
}

export interface Bundle {
  /** Absolute path of the zip; the folder of the same name without `.zip` has the same files and source maps. */
  readonly archive: string;
  /** SHA-256 of the zip in base64, as Lambda's `sourceCodeHash` has it. */
  readonly hash: string;
  readonly handler: "index.handler";
  /** Bytes of the code before and after zipping. */
  readonly bytes: { readonly raw: number; readonly zip: number };
}

/** Milliseconds by which a file's time may lag behind the clock. */
const clockMargin = 20;

const root = fileURLToPath(new URL("../..", import.meta.url));
/** Where archives are kept between runs. */
export const cacheDir = join(root, "node_modules", ".cache", "lambda-platform");
/** What decides a bundle's bytes beside its inputs: what #runtime and packages' names mean, and how bundles are made. */
const here = fileURLToPath(new URL(".", import.meta.url));
const own = [
  join(root, "package.json"),
  join(here, "bundle.ts"),
  ...readdirSync(join(here, "bundle")).map((file) => join(here, "bundle", file)),
];
const underWay = new Map<string, Promise<Bundle>>();

/**
 * Bundles a handler into a zip whose bytes depend on the sources alone. A handler whose inputs have not changed since
 * is answered from a cache under node_modules; calls for the same handler share one build.
 *
 * Throws a `BundleError` that names file, line and remedy for each problem.
 */
export function bundle(options: BundleOptions): Promise<Bundle> {
  const external = [...(options.external ?? [])].sort();
  const subject = [resolve(options.dir, options.handler), options.dir, external, settings, esbuildVersion];
  const key = sha256(JSON.stringify(subject)).toString("hex");
  const running = underWay.get(key);
  if (running) return running;
  const work = (async () => {
    const known = cached(cacheDir, key);
    return known ?? (await inTurn(() => make(options, external, key)));
  })().finally(() => underWay.delete(key));
  underWay.set(key, work);
  return work;
}

async function make(options: BundleOptions, external: string[], key: string): Promise<Bundle> {
  const { dir, handler } = options;
  const started = Date.now() - clockMargin;
  // Not written by esbuild: the path gives the source maps the depth at which the folder will stand.
  const outdir = join(cacheDir, "bundles", "bundle");
  const built = await buildHandler({ dir, handler, external, outdir });
  const raw = built.code.reduce((sum, file) => sum + file.data.length, 0);
  const archive = zip(built.code);
  const bytes = { raw, zip: archive.length };
  const tooLarge = checkSize(bytes);
  if (tooLarge.length > 0) throw bundleError(handler, dir, tooLarge);
  const digest = sha256(archive);
  const path = store(cacheDir, digest.toString("hex"), archive, built);
  const result: Bundle = {
    archive: path,
    hash: digest.toString("base64"),
    handler: "index.handler",
    bytes,
  };
  remember(cacheDir, key, result, [...witnesses(built.inputs), ...own], started);
  return result;
}

/**
 * The files to look at to know whether inputs have changed: npm's list of what is installed stands for the hundreds
 * under the root's node_modules. (After editing a file there by hand, delete node_modules/.cache.)
 */
function witnesses(inputs: readonly string[]): string[] {
  const installed = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return [...inputs];
  const packages = join(root, "node_modules") + sep;
  return [...inputs.filter((path) => !path.startsWith(packages)), installed];
}

const queue: (() => void)[] = [];
let active = 0;

/** Runs at most as many builds at once as there are cores: hundreds at once take gigabytes and are slower. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (active < availableParallelism()) active++;
  else await new Promise<void>((resolve) => queue.push(resolve));
  try {
    return await work();
  } finally {
    const next = queue.shift();
    // The next one takes over this place; only when nobody waits does it become free.
    if (next) next();
    else active--;
  }
}
