import * as nodeModule from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { note, noteUntraceable } from "./trace.ts";

/** Built-ins that read files, or the machine, where nothing here sees it. */
const unseen = /^(?:node:)?(cluster|inspector|repl|sqlite|wasi)(?:\/|$)/;

const imports = new Map<string, Set<string>>();

/** The module that loads programs: what it imports is a program. */
const loader = new URL("../run/load.ts", import.meta.url).href;
let programs: string[] = [];

const plain = (url: string): string => url.replace(/[?#].*$/, "");
const isPackage = (url: string): boolean => /[\\/]node_modules[\\/]/.test(url);

/** Keeps what each module imports: a module that is loaded already loads nothing anew, and its imports count all the same. */
export function traceModules(): void {
  nodeModule.registerHooks?.({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const { parentURL } = context;
      if (unseen.test(specifier) && !isPackage(parentURL ?? "")) noteUntraceable(specifier);
      if (!resolved.url.startsWith("file:")) return resolved;
      if (parentURL === loader) programs.push(resolved.url);
      else if (parentURL !== undefined) {
        const of = imports.get(parentURL) ?? new Set();
        imports.set(parentURL, of.add(resolved.url));
        noteSearch(specifier, parentURL, resolved.url);
      }
      return resolved;
    },
    load(url, context, next) {
      const loaded = next(url, context);
      // The bundler reads files in a process of its own.
      if (!/[\\/]node_modules[\\/]esbuild[\\/]lib[\\/]main\.js$/.test(plain(url)) || loaded.source == null)
        return loaded;
      return {
        ...loaded,
        source: `${String(loaded.source)}\n;module.exports = globalThis[Symbol.for("traced esbuild")](module.exports);`,
      };
    },
  });
}

/** A specifier that isn't the file's own name is searched for: a file that appears beside it may take its place. */
function noteSearch(specifier: string, parent: string, url: string): void {
  if (!specifier.startsWith(".") || isPackage(url) || !parent.startsWith("file:")) return;
  const named = new URL(specifier, parent).href;
  if (plain(named) === plain(url)) return;
  for (const one of [named, url]) note("folders", dirname(fileURLToPath(plain(one))));
}

/** Files of the modules that the programs have loaded since this was called last, directly or by others. */
export function modulesOfPrograms(): string[] {
  const seen = new Set<string>();
  const queue = programs;
  programs = [];
  for (let url = queue.pop(); url !== undefined; url = queue.pop()) {
    if (seen.has(url)) continue;
    seen.add(url);
    // The packages that are installed count as a whole.
    if (!isPackage(url)) queue.push(...(imports.get(url) ?? []));
  }
  return [
    ...new Set([...seen].filter((url) => url.startsWith("file:")).map((url) => fileURLToPath(plain(url)))),
  ];
}
