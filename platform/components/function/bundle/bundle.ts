import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { version as esbuildVersion } from "esbuild";
import { cacheDir, closestWorkspace, platformDir } from "../../../values/places.ts";
import { cachedByContent, rememberContent, type Subject } from "./by-content.ts";
import { cached, remember, store } from "./cache.ts";
import { buildHandler, settings } from "./esbuild.ts";
import { checkSize } from "./limits.ts";
import { BundleError, bundleError } from "./problems.ts";
import { layerRoot } from "./shared.ts";
import { buildLayer } from "./shared-layer.ts";
import { type Archive, type Built, type BundleFile, sha256, zip } from "./zip.ts";

export interface BundleOptions {
  /** Absolute path of the service's folder. */
  readonly dir: string;
  /** The handler's file, relative to `dir`: `src/create-user.ts`. It exports `handler`. */
  readonly handler: string;
  /** Whether shared code comes from the foundation's layer (`sharedLayer()`). Default: false. */
  readonly sharedLayer?: boolean;
  /** Packages that are in no archive: a layer has them, or nothing needs them. Default: none. */
  readonly external?: readonly string[];
  /** Packages that stand in the archive's `node_modules` as npm installed them. Default: none. */
  readonly nodeModules?: readonly string[];
  /** Lambda's word for the processor that native code of `nodeModules` has to be for. Default: `arm64`. */
  readonly architecture?: string;
}

export interface Bundle extends Archive {
  readonly handler: "index.handler";
}

/** Milliseconds by which a file's time may lag behind the clock. */
const clockMargin = 20;

/** Folder of archives that are kept between runs. */
const cache = cacheDir();
/** Files that decide a bundle's bytes beside its inputs: the meaning of #runtime and of packages' names, and the bundler. */
const here = fileURLToPath(new URL(".", import.meta.url));
const bundler = readdirSync(here, { recursive: true, encoding: "utf8" }).map((file) => join(here, file));
const own = [join(platformDir, "package.json"), ...bundler];
const underWay = new Map<string, Promise<Archive>>();
/** Not written by esbuild: the path gives the source maps the depth at which the folder will stand. */
const outdir = join(cache, "bundles", "bundle");

/**
 * Bundles a handler into a zip whose bytes depend on the sources alone. A handler whose inputs have not changed since
 * is answered from a cache under node_modules; calls for the same handler share one build.
 *
 * Throws a `BundleError` that names file, line and remedy for each problem.
 */
export async function bundle(options: BundleOptions): Promise<Bundle> {
  const { dir, handler, external = [], nodeModules = [], architecture = "arm64" } = options;
  const layer = options.sharedLayer ? await sharedLayer() : undefined;
  const packages = { external, nodeModules, ...(nodeModules.length > 0 && { architecture }) };
  const root = closestWorkspace(dir) ?? dir;
  const made = await kept(
    {
      root,
      of: [
        relative(root, dir),
        relative(root, resolve(dir, handler)),
        packages,
        ...(layer ? [layer.hash] : []),
      ],
    },
    async () => {
      const from = { dir, handler, external, nodeModules, architecture };
      const built = await buildHandler({ ...from, shared: layer !== undefined, outdir });
      const error = (problems: readonly string[]) => bundleError(handler, dir, problems);
      return layer
        ? {
            ...built,
            local: beside(built.code, layer),
            layerBytes: layer.bytes.raw,
            name: (digest) => `${digest}-${nameIn(layer)}`,
            error,
          }
        : { ...built, error };
    },
  );
  return { ...made, handler: "index.handler" };
}

/** Bundles the code that functions share into the zip of the foundation's layer; cached as handlers are. */
export function sharedLayer(): Promise<Archive> {
  return kept({ root: platformDir, of: ["the shared layer"] }, async () => {
    const built = await buildLayer(outdir);
    return {
      ...built,
      code: built.code.map((file) => ({ ...file, name: `${basename(layerRoot)}/${file.name}` })),
      local: built.code,
      name: (digest) => `layer-${digest.slice(0, layerRoot.length - "../layer-".length)}`,
      error: (problems) => new BundleError(`The shared layer can't be made: ${problems.join(" ")}`),
    };
  });
}

const nameIn = ({ archive }: Archive): string => basename(archive, ".zip");

/**
 * A function's code as the local target runs it: the layer's folder stands beside its own. Its path is as long as that
 * in Lambda, so that the source maps fit both.
 */
function beside(code: readonly BundleFile[], layer: Archive): BundleFile[] {
  return code.map(({ data, ...file }) => ({
    ...file,
    data: Buffer.from(
      Buffer.from(data)
        .toString()
        .replaceAll(`${layerRoot}/`, `../${nameIn(layer)}/`),
    ),
  }));
}

/** The contents of an archive to come. */
interface Made extends Built {
  /** The code as it is in the folder beside the archive, where it differs. */
  readonly local?: readonly BundleFile[];
  /** Bytes that a layer adds to it where it runs. */
  readonly layerBytes?: number;
  /** Name of archive and folder. Default: the digest. */
  readonly name?: (digest: string) => string;
  readonly error: (problems: readonly string[]) => Error;
}

/** The archive of a subject: the one of the cache, the one that is being made, or a new one. `of` has no paths but those below the root. */
function kept(
  { root, of }: { readonly root: string; readonly of: readonly unknown[] },
  build: () => Promise<Made>,
): Promise<Archive> {
  const hash = (...parts: unknown[]) =>
    sha256(JSON.stringify([...parts, of, settings, esbuildVersion])).toString("hex");
  const key = hash(root);
  const subject = { root, key: hash(relative(root, platformDir)) };
  const running = underWay.get(key);
  if (running) return running;
  const work = (async () => {
    const known = cached(cache, key);
    return known ?? otherwise(key, subject) ?? (await inTurn(() => make(key, subject, build)));
  })().finally(() => underWay.delete(key));
  underWay.set(key, work);
  return work;
}

/** The archive of inputs whose times have changed and whose contents haven't, as those of another checkout. */
function otherwise(key: string, subject: Subject): Archive | undefined {
  const since = Date.now() - clockMargin;
  const found = cachedByContent(cache, subject);
  if (found) remember(cache, key, found.archive, { inputs: found.inputs, since });
  return found?.archive;
}

async function make(key: string, subject: Subject, build: () => Promise<Made>): Promise<Archive> {
  const started = Date.now() - clockMargin;
  const { code, maps, files, inputs, local = code, layerBytes, name, error, warnings, unfit } = await build();
  const contents = [...code, ...files];
  const raw = contents.reduce((sum, file) => sum + file.data.length, 0);
  const archive = zip(contents);
  const bytes = { raw, zip: archive.length };
  const tooLarge = checkSize(bytes, layerBytes);
  if (tooLarge.length > 0) throw error(tooLarge);
  const digest = sha256(archive);
  const hex = digest.toString("hex");
  const path = store(cache, name?.(hex) ?? hex, archive, { code: local, files: [...maps, ...files] });
  const result: Archive = { archive: path, hash: digest.toString("base64"), bytes, warnings, unfit };
  const all = [...witnesses(inputs), ...own];
  if (remember(cache, key, result, { inputs: all, since: started }))
    rememberContent(cache, subject, result, all);
  return result;
}

/**
 * The files to look at to know whether inputs have changed: npm's list of what is installed stands for the hundreds
 * under its node_modules. (After editing a file there by hand, delete node_modules/.cache.)
 */
function witnesses(inputs: readonly string[]): string[] {
  const lists = new Map<string, string | undefined>();
  const listOf = (packages: string) => {
    if (!lists.has(packages)) {
      const list = join(packages, ".package-lock.json");
      lists.set(packages, existsSync(list) ? list : undefined);
    }
    return lists.get(packages);
  };
  const found = inputs.map((path) => {
    const packages = /^.*?[\\/]node_modules(?=[\\/])/.exec(path)?.[0];
    return (packages && listOf(packages)) ?? path;
  });
  return [...new Set(found)];
}

const queue: (() => void)[] = [];
let active = 0;

/** Runs at most as many builds at a time as there are cores: hundreds together take gigabytes and are slower. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (active < availableParallelism()) active++;
  else await new Promise<void>((resolve) => queue.push(resolve));
  try {
    return await work();
  } finally {
    const next = queue.shift();
    // The next one takes over this place; only when no build waits does it become free.
    if (next) next();
    else active--;
  }
}
