import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type OutputFile, type Plugin } from "esbuild";
import { builtinsPlugin } from "./builtins.ts";

const runtimeDir = fileURLToPath(new URL("../../../runtime/", import.meta.url));
/** The module that the runtime loads at the first sampled trace. */
export const xray = `${runtimeDir}invocation/xray.ts`;

/** Its name in the archive. */
export const tracingFile = "tracing.mjs";

/**
 * How the runtime library gets into a bundle.
 *
 * Its modules do nothing when imported, which esbuild can't know: else a handler of `http` alone gets queues. (A
 * `sideEffects` in package.json would speak for the services too.)
 *
 * Tracing is left to a file of its own, the same for every handler. As a chunk it would share Powertools' basics with
 * index.mjs, which then would be four files to load at a cold start instead of one.
 */
export const runtimePlugin: Plugin = {
  name: "runtime",
  setup(build) {
    build.onResolve(
      { filter: /^(#runtime(\/|$)|\.\.?\/)/ },
      async ({ path, importer, kind, resolveDir, pluginData }) => {
        if (pluginData === runtimePlugin || !(path.startsWith("#runtime") || importer.startsWith(runtimeDir)))
          return undefined;
        const found = await build.resolve(path, { importer, kind, resolveDir, pluginData: runtimePlugin });
        if (kind === "dynamic-import" && found.path === xray)
          return { path: `./${tracingFile}`, external: true };
        return { ...found, sideEffects: false };
      },
    );
    // The logger wants one function of crypto, for sampling; loading crypto costs more than the logger itself.
    build.onResolve({ filter: /^node:crypto$/ }, ({ importer }) =>
      /[\\/]@aws-lambda-powertools[\\/]logger[\\/]/.test(importer)
        ? { path: "crypto", namespace: "builtin-late", sideEffects: false }
        : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "builtin-late" }, () => ({
      contents:
        'export const randomInt = (min, max) => process.getBuiltinModule("node:crypto").randomInt(min, max)',
      loader: "js",
    }));
  },
};

/** The bundled parts of tracing.mjs. */
export interface Tracing {
  readonly files: readonly OutputFile[];
  readonly inputs: readonly string[];
}

let tracing: Promise<Tracing> | undefined;

/** Bundles tracing.mjs, once in a process. */
export function buildTracing(
  settings: BuildOptions,
  absWorkingDir: string,
  outdir: string,
): Promise<Tracing> {
  tracing ??= build({
    ...settings,
    splitting: false,
    absWorkingDir,
    entryPoints: [{ in: xray, out: tracingFile.slice(0, -".mjs".length) }],
    outdir,
    plugins: [builtinsPlugin],
  }).then(({ outputFiles, metafile }) => ({
    files: outputFiles ?? [],
    inputs: Object.keys(metafile?.inputs ?? {}),
  }));
  return tracing;
}
