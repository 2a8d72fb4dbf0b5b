import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Metafile, Plugin } from "esbuild";
import { platformDir } from "../../../values/places.ts";
import { tracingFile, xray } from "./runtime.ts";

/**
 * Folder of the shared layer where functions run. Its files have the same names in every version of the layer: Lambda
 * takes a function's layers first and its code a moment later, and in between the old code runs on the new layer.
 */
export const layerRoot = "/opt/lambda-platform";

const manifest = join(platformDir, "package.json");

/**
 * The contents of the layer: the AWS SDK, as far as it is installed for services. Everything else (zod, Powertools' logger)
 * is smaller and faster in a bundle, which holds only what of it is used; see docs/performance.md.
 */
export function sharedPackages(): readonly string[] {
  const { dependencies } = JSON.parse(readFileSync(manifest, "utf8")) as {
    dependencies: Record<string, string>;
  };
  const sdk = Object.keys(dependencies).filter((name) => name.startsWith("@aws-sdk/"));
  // Powertools' idempotency imports it, too.
  return [...sdk, "@aws-sdk/util-dynamodb"].sort();
}

/** Name of a package's file in the layer, without its ending: `client-dynamodb`. */
export const entryOf = (name: string): string => name.slice(name.indexOf("/") + 1);

/** Imports the layer's contents from it: its packages, and the runtime's code for tracing. */
export const sharedPlugin: Plugin = {
  name: "shared-layer",
  setup(build) {
    const shared = new Set(sharedPackages());
    const fromLayer = (file: string) => ({
      path: `${layerRoot}/${file}`,
      external: true,
      sideEffects: false,
    });
    build.onResolve({ filter: /^@aws-sdk\// }, ({ path, kind }) =>
      shared.has(path) && (kind === "import-statement" || kind === "dynamic-import")
        ? fromLayer(`${entryOf(path)}.mjs`)
        : undefined,
    );
    build.onResolve({ filter: /^\.\/xray\.ts$/ }, ({ path, kind, resolveDir }) =>
      kind === "dynamic-import" && resolve(resolveDir, path) === xray ? fromLayer(tracingFile) : undefined,
    );
  },
};

/**
 * Parts of the SDK that a function would load twice, from the layer and from its bundle, each with its importer:
 * by a path into a package, by `require`, or by a package that package.json doesn't name.
 */
export function twice({ inputs, outputs }: Metafile, workingDir: string, dir: string): string[] {
  const imported = Object.values(outputs).flatMap(({ imports }) => imports);
  if (!imported.some(({ path }) => path.startsWith(layerRoot) && path !== `${layerRoot}/${tracingFile}`))
    return [];
  const ofSdk = (path: string) => /[\\/]?node_modules[\\/](@(?:aws-sdk|smithy)[\\/][^\\/]+)/.exec(path)?.[1];
  return Object.entries(inputs).flatMap(([path, { imports }]) =>
    ofSdk(path)
      ? []
      : imports
          .filter((each) => ofSdk(each.path))
          .map(
            ({ original }) =>
              `${relative(dir, resolve(workingDir, path))} imports ${original}, which is not in the shared layer by ` +
              "that name, while other parts of the SDK come from there: some would be loaded twice. Import what the " +
              `layer has (${sharedPackages().join(", ")}), install the package in the root of the repository, which ` +
              "makes it part of the layer, or set sharedLayer: false.",
          ),
  );
}
