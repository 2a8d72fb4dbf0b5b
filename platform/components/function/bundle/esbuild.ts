import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type BuildFailure, type BuildOptions, build, type OutputFile } from "esbuild";
import { platformDir } from "../../../values/places.ts";
import { builtinsPlugin } from "./builtins.ts";
import { rename } from "./chunk-names.ts";
import { bundleError, describe } from "./problems.ts";
import { buildTracing, runtimePlugin, tracingFile } from "./runtime.ts";
import { sharedPlugin, twice } from "./shared.ts";
import { teamCodePlugin } from "./team-code.ts";
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
};

/** Bundles one handler in memory. Throws a `BundleError`. */
export async function buildHandler(options: {
  readonly dir: string;
  readonly handler: string;
  /** Leaves out the contents of the foundation's layer. */
  readonly shared: boolean;
  readonly outdir: string;
}): Promise<Built> {
  const { dir, handler, shared } = options;
  const entry = resolve(dir, handler);
  if (!existsSync(entry))
    throw bundleError(handler, dir, [
      `${entry} does not exist. Create it with \`export const handler = ...\`, or correct the path.`,
    ]);
  const absWorkingDir = packageRoot(dir);
  const result = await build({
    ...settings,
    absWorkingDir,
    entryPoints: [{ in: entry, out: "index" }],
    outdir: options.outdir,
    plugins: [...(shared ? [sharedPlugin] : []), runtimePlugin, builtinsPlugin, teamCodePlugin],
  }).catch((error: BuildFailure) => {
    if (!Array.isArray(error.errors)) throw error;
    throw bundleError(
      handler,
      dir,
      error.errors.map((message) => describe(message, absWorkingDir, dir)),
    );
  });
  const main = Object.entries(result.metafile.outputs).find(([path]) => path.endsWith("/index.mjs"))?.[1];
  if (!main?.exports.includes("handler"))
    throw bundleError(handler, dir, [
      `It has no export called handler; it exports ${main?.exports.join(", ") || "nothing"}. ` +
        "Write `export const handler = http(...)`, or queue, schedule, step.",
    ]);
  const problems = twice(result.metafile, absWorkingDir, dir);
  if (problems.length > 0) throw bundleError(handler, dir, problems);
  const traces = result.outputFiles.some(({ text }) => text.includes(`"./${tracingFile}"`));
  const tracing = traces
    ? await buildTracing(settings, platformDir, options.outdir)
    : { files: [], inputs: [] };
  const { code, maps } = rename(result.outputFiles, ["index.mjs"]);
  // It defines the names with #.
  const manifest = existsSync(join(absWorkingDir, "package.json")) ? ["package.json"] : [];
  const inputs = [
    ...[...Object.keys(result.metafile.inputs), ...manifest].map((input) => [absWorkingDir, input] as const),
    ...tracing.inputs.map((input) => [platformDir, input] as const),
  ];
  return {
    code: [...code, ...named(tracing.files, ".mjs")],
    maps: [...maps, ...named(tracing.files, ".map")],
    inputs: filesOf(inputs),
  };
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
