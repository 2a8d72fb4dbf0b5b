import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type BuildFailure, type BuildOptions, build, type OutputFile } from "esbuild";
import { platformDir } from "../../../values/places.ts";
import { builtinsPlugin } from "./builtins.ts";
import { rename } from "./chunk-names.ts";
import { installedPackages } from "./packages.ts";
import { BundleError, bundleError, describe } from "./problems.ts";
import { withRequire } from "./require.ts";
import { buildTracing, runtimePlugin, tracingFile } from "./runtime.ts";
import { sharedPlugin, twice } from "./shared.ts";
import { FilesBeside } from "./sources/files-beside.ts";
import { type Gap, gapsOf, loadWarnings } from "./sources/gaps.ts";
import type { Built, BundleFile } from "./zip.ts";

/** Settings that decide the bytes, apart from the sources. They are part of a cached bundle's key. */
export const settings: BuildOptions & { write: false; metafile: true } = {
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node24",
  mainFields: ["module", "main"],
  minify: true,
  splitting: true,
  treeShaking: true,
  legalComments: "none",
  sourcemap: "external",
  // One-byte text: V8 reads it faster than text with a character beyond Latin-1 anywhere in it.
  charset: "ascii",
  outExtension: { ".js": ".mjs" },
  // The nearest tsconfig.json must not change what is deployed.
  tsconfigRaw: "{}",
  write: false,
  metafile: true,
  logLevel: "silent",
  logOverride: loadWarnings,
};

export interface HandlerOptions {
  /** Absolute path of the service's folder. */
  readonly dir: string;
  /** The handler's file, relative to `dir`. */
  readonly handler: string;
  /** Leaves out the contents of the foundation's layer. */
  readonly shared: boolean;
  readonly outdir: string;
  /** Packages that are in no archive: a layer has them, or nothing needs them. */
  readonly external: readonly string[];
  /** Packages that stand in the archive as npm installed them. */
  readonly nodeModules: readonly string[];
  readonly architecture: string;
}

/** Bundles one handler in memory. Throws a `BundleError`. */
export async function buildHandler(options: HandlerOptions): Promise<Built> {
  const { dir, handler, nodeModules } = options;
  const entry = resolve(dir, handler);
  if (!existsSync(entry))
    throw bundleError(handler, dir, [
      `${entry} does not exist. Create it with \`export const handler = ...\`, or correct the path.`,
    ]);
  const packages = installedPackages(nodeModules, dir, options.architecture);
  if (packages.problems.length > 0) throw bundleError(handler, dir, packages.problems);
  const { result, built } = await buildFile(entry, options);
  const main = Object.entries(result.metafile.outputs).find(([path]) => path.endsWith("/index.mjs"))?.[1];
  if (!main?.exports.includes("handler"))
    throw bundleError(handler, dir, [
      `It has no export called handler; it exports ${main?.exports.join(", ") || "nothing"}. ` +
        "Write `export const handler = http(...)`, or queue, schedule, step.",
    ]);
  const problems = twice(result.metafile, packageRoot(dir), dir);
  if (problems.length > 0) throw bundleError(handler, dir, problems);
  const traces = [...built.code, ...built.files].some(({ data }) =>
    Buffer.from(data.buffer, data.byteOffset, data.length).includes(`"./${tracingFile}"`),
  );
  const tracing = traces
    ? await buildTracing(settings, platformDir, options.outdir)
    : { files: [], inputs: [] };
  return {
    code: [...built.code, ...named(tracing.files, ".mjs")],
    maps: [...built.maps, ...named(tracing.files, ".map")],
    files: [...built.files, ...packages.files],
    inputs: [
      ...built.inputs,
      ...packages.inputs,
      ...filesOf(tracing.inputs.map((input) => [platformDir, input])),
    ],
    warnings: built.warnings,
    unfit: packages.unfit.map(
      (name) =>
        `${name} has native code, none of it for ${options.architecture}. Install that for Linux and this ` +
        `architecture too (npm install --os=linux --cpu=${npmCpu(options.architecture)} ${name}), or change architecture.`,
    ),
  };
}

const npmCpu = (architecture: string): string => (architecture === "x86_64" ? "x64" : architecture);

/** Bundles a file of code with all that it imports: a handler's, or that of a worker thread of those in `by`. */
async function buildFile(entry: string, options: HandlerOptions, by: readonly string[] = []) {
  const { dir, handler, shared, outdir, external, nodeModules } = options;
  const absWorkingDir = packageRoot(dir);
  const found: Gap[] = [];
  if (by.includes(entry))
    throw bundleError(handler, dir, [
      `${entry} can't hold a copy of itself: it names itself by new URL(...).`,
    ]);
  const beside = new FilesBeside(async (path) => (await buildFile(path, options, [...by, entry])).built);
  // Late, for a program whose bundles are all cached: its parser takes longer to load than they to find.
  const { sourcesPlugin } = await import("./sources/plugin.ts");
  const sources = sourcesPlugin(beside, found);
  const result = await build({
    ...settings,
    absWorkingDir,
    entryPoints: [{ in: entry, out: "index" }],
    outdir,
    external: [...external, ...nodeModules],
    plugins: [...(shared ? [sharedPlugin] : []), runtimePlugin, builtinsPlugin, sources],
  }).catch((error: BuildFailure) => {
    if (!Array.isArray(error.errors)) throw error;
    const inside = error.errors.find(({ detail }) => detail instanceof BundleError);
    if (inside) throw inside.detail;
    throw bundleError(
      handler,
      dir,
      error.errors.map((message) => describe(message, absWorkingDir, dir)),
    );
  });
  const gaps = gapsOf(result, found, { absWorkingDir, dir, nodeModules });
  if (gaps.fatal.length > 0) throw bundleError(handler, dir, gaps.fatal);
  // It defines the names with #.
  const manifest = existsSync(join(absWorkingDir, "package.json")) ? ["package.json"] : [];
  const inputs = [...Object.keys(result.metafile.inputs), ...manifest];
  const { code, maps } = rename(result.outputFiles.map(withRequire), ["index.mjs"]);
  const built: Built = {
    code,
    maps: [...maps, ...beside.maps],
    files: beside.namedBy(code),
    inputs: [...filesOf(inputs.map((input) => [absWorkingDir, input])), ...beside.inputs],
    warnings: [...gaps.warnings, ...beside.warnings],
    unfit: [],
  };
  return { result, built };
}

/** Absolute paths of inputs that are files. */
export function filesOf(inputs: readonly (readonly [dir: string, input: string])[]): string[] {
  return inputs
    .filter(([, input]) => !/^builtin(-\w+)?:/.test(input))
    .map(([dir, input]) => resolve(dir, input));
}

export function named(files: readonly OutputFile[], extension: string): BundleFile[] {
  return files
    .filter(({ path }) => path.endsWith(extension))
    .map(({ path, contents }) => ({ name: basename(path), data: contents }));
}

/** Nearest folder upwards with a package.json; `dir` itself when there is none. */
function packageRoot(dir: string): string {
  for (let at = dir; ; at = dirname(at)) {
    if (existsSync(join(at, "package.json"))) return at;
    if (dirname(at) === at) return dir;
  }
}
