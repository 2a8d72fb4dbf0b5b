import { build } from "esbuild";
import { platformDir } from "../../../values/places.ts";
import { builtinsPlugin } from "./builtins.ts";
import { rename } from "./chunk-names.ts";
import { filesOf, named, settings } from "./esbuild.ts";
import { buildTracing } from "./runtime.ts";
import { entryOf, sharedPackages } from "./shared.ts";
import type { Built } from "./zip.ts";

/**
 * Bundles the contents of the shared layer in memory, as handlers are bundled: a file for each package, and what they load
 * on demand in chunks. So the SDK's credential providers are as late from the layer as from a bundle.
 */
export async function buildLayer(outdir: string): Promise<Built> {
  const packages = sharedPackages();
  const result = await build({
    ...settings,
    absWorkingDir: platformDir,
    entryPoints: packages.map((name) => ({ in: name, out: entryOf(name) })),
    outdir,
    plugins: [builtinsPlugin],
  });
  const tracing = await buildTracing(settings, platformDir, outdir);
  const { code, maps } = rename(
    result.outputFiles,
    packages.map((name) => `${entryOf(name)}.mjs`),
  );
  return {
    code: [...code, ...named(tracing.files, ".mjs")],
    maps: [...maps, ...named(tracing.files, ".map")],
    files: [],
    warnings: [],
    unfit: [],
    inputs: filesOf(
      [...Object.keys(result.metafile.inputs), ...tracing.inputs].map((input) => [platformDir, input]),
    ),
  };
}

/** Licences of the layer's contents, in SPDX's words. */
export const layerLicense = "Apache-2.0 AND BSD-2-Clause AND ISC AND MIT AND MIT-0";
