import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { bundle } from "../platform/components/function/bundle/bundle.ts";
import { zip } from "../platform/components/function/bundle/zip.ts";
import type { Subject } from "./subjects.ts";

const outDir = join(import.meta.dirname, "../node_modules/.cache/lambda-platform/bench");

export interface Built {
  readonly name: string;
  readonly event: unknown;
  /** Absolute path of index.mjs. */
  readonly file: string;
  readonly bytes: { readonly raw: number; readonly zip: number };
}

/** A handler as the platform bundles it. */
export async function ours({ name, dir, handler, event }: Subject): Promise<Built> {
  const { archive, bytes } = await bundle({ dir, handler });
  return { name, event, file: join(archive.replace(/\.zip$/, ""), "index.mjs"), bytes };
}

/** The same handler with the SDK and the tracer in the foundation's layer. */
export async function layered({ name, dir, handler, event }: Subject): Promise<Built> {
  const { archive, bytes } = await bundle({ dir, handler, sharedLayer: true });
  const file = join(archive.replace(/\.zip$/, ""), "index.mjs");
  return { name: `${name}, shared layer`, event, file, bytes };
}

/** The same handler with esbuild's usual settings for Lambda: one minified ESM file and a `require` for its CommonJS. */
export async function naive({ name, dir, handler, event }: Subject): Promise<Built> {
  const out = join(outDir, `naive-${name.replaceAll(" ", "-")}`);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const file = join(out, "index.mjs");
  const { outputFiles } = await build({
    entryPoints: [join(dir, handler)],
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    minify: true,
    mainFields: ["module", "main"],
    banner: { js: 'import{createRequire as r}from"node:module";const require=r(import.meta.url);' },
    outfile: file,
    write: false,
  });
  writeFileSync(file, outputFiles[0]!.contents);
  const zipped = zip([{ name: "index.mjs", data: outputFiles[0]!.contents }]).length;
  return { name: `${name}, plain esbuild`, event, file, bytes: { raw: statSync(file).size, zip: zipped } };
}
