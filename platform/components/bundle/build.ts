import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildFailure, type BuildOptions, build, type OutputFile } from "esbuild";
import { builtinsPlugin } from "./builtins.ts";
import { bundleError, describe } from "./problems.ts";
import { buildTracing, runtimePlugin, tracingFile } from "./runtime.ts";
import { teamCodePlugin } from "./team-code.ts";
import { type BundleFile, sha256 } from "./zip.ts";

/** What esbuild makes of one handler. */
export interface Built {
  /** `index.mjs` and the chunks it loads on demand. */
  readonly code: readonly BundleFile[];
  /** `<file>.map` for each of them. */
  readonly maps: readonly BundleFile[];
  /** Absolute paths of every file that took part. */
  readonly inputs: readonly string[];
}

const repository = fileURLToPath(new URL("../../..", import.meta.url));

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
  readonly external: readonly string[];
  readonly outdir: string;
}): Promise<Built> {
  const { dir, handler } = options;
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
    external: [...options.external],
    plugins: [runtimePlugin, builtinsPlugin, teamCodePlugin],
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
  const traces = result.outputFiles.some(({ text }) => text.includes(`"./${tracingFile}"`));
  const tracing = traces
    ? await buildTracing(settings, repository, options.outdir)
    : { files: [], inputs: [] };
  const { code, maps } = rename(result.outputFiles);
  const inputs = [
    ...Object.keys(result.metafile.inputs).map((input) => [absWorkingDir, input] as const),
    ...tracing.inputs.map((input) => [repository, input] as const),
  ];
  return {
    code: [...code, ...named(tracing.files, ".mjs")],
    maps: [...maps, ...named(tracing.files, ".map")],
    inputs: inputs
      .filter(([, input]) => !/^builtin(-\w+)?:/.test(input))
      .map(([dir, input]) => resolve(dir, input)),
  };
}

function named(files: readonly OutputFile[], extension: string): BundleFile[] {
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

/**
 * Names chunks by their contents. esbuild's own hash also covers the sources' paths, so a checkout elsewhere would
 * give other bytes. Chunks are named leaves first: what a chunk imports is part of its contents.
 */
function rename(outputs: readonly OutputFile[]): Pick<Built, "code" | "maps"> {
  const text = new Map(
    outputs.filter(({ path }) => path.endsWith(".mjs")).map(({ path, text }) => [basename(path), text]),
  );
  const names = new Map([["index.mjs", "index.mjs"]]);
  const imports = (file: string) =>
    [...text.keys()].filter((other) => other !== file && text.get(file)?.includes(`"./${other}"`));
  const replaced = (file: string) => {
    let code = text.get(file) ?? "";
    for (const other of imports(file))
      code = code.replaceAll(`"./${other}"`, `"./${names.get(other) ?? "cycle.mjs"}"`);
    return code;
  };
  // esbuild also writes chunks for dynamic imports in code that it then drops; they stay out.
  const reached = new Set(["index.mjs"]);
  for (const file of reached) for (const other of imports(file)) reached.add(other);
  const waiting = [...reached].filter((file) => file !== "index.mjs").sort();
  while (waiting.length > 0) {
    // Chunks that import each other get named together, in the order of their contents.
    const ready = waiting.filter((file) => imports(file).every((other) => names.has(other)));
    const group = ready.length > 0 ? ready : [...waiting];
    const hashes = group.map((file) => sha256(replaced(file)).toString("hex").slice(0, 12));
    group.forEach((file, i) => {
      names.set(file, `chunk-${hashes[i]}.mjs`);
      waiting.splice(waiting.indexOf(file), 1);
    });
  }
  const maps = outputs.filter(
    ({ path }) => path.endsWith(".map") && reached.has(basename(path).slice(0, -4)),
  );
  return {
    code: [...reached].map((file) => ({ name: names.get(file)!, data: Buffer.from(replaced(file)) })),
    maps: maps.map(({ path, contents }) => ({
      name: `${names.get(basename(path).replace(/\.map$/, ""))}.map`,
      data: contents,
    })),
  };
}
