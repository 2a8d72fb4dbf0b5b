import type { OutputFile } from "esbuild";

export type Output = Pick<OutputFile, "path" | "text" | "contents">;

const line = 'var require=process.getBuiltinModule("node:module").createRequire(import.meta.url);\n';

/**
 * Gives a file of the bundle the `require` that packages of CommonJS call for what isn't bundled: built-ins by a name of
 * their own making, `nodeModules`, and layers. ES modules have none, and esbuild's stand-in throws whatever is asked for.
 */
export function withRequire(output: Output, _: number, all: readonly Output[]): Output {
  const { path, text } = output;
  const code = path.endsWith(".map") ? all.find((other) => `${other.path}.map` === path)?.text : text;
  if (!code?.includes("Dynamic require of")) return output;
  return withText(path, path.endsWith(".map") ? shifted(text) : line + text);
}

/** A source map whose code begins a line later. */
function shifted(map: string): string {
  const parsed = JSON.parse(map) as { mappings: string };
  return JSON.stringify({ ...parsed, mappings: `;${parsed.mappings}` });
}

const withText = (path: string, text: string): Output => ({ path, text, contents: Buffer.from(text) });
