// Named imports of what Node 20 lacks would not even load there.
import * as nodeModule from "node:module";
import { pathToFileURL } from "node:url";
import type { Inputs } from "@pulumi/pulumi";
import { noteForGood } from "../trace/trace.ts";
import { type Entry, entryOf } from "./entry.ts";
import { freshUrl, runOf } from "./fresh.ts";
import type { InProcessOptions } from "./options.ts";

/** Called with the URL of each module that a program imports. */
export type OnImport = (url: string) => void;

const onImports = new Map<string, OnImport>();

// Node's module cache would give the second run of a program the first one's resources. A program's imports by
// relative paths are its own and loaded anew too; packages and `#` imports are shared. Node 20 has no such hooks:
// there a program of several files can run once per process.
nodeModule.registerHooks?.({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const run = /\?run=\d+$/.exec(context.parentURL ?? "")?.[0];
    if (run !== undefined) onImports.get(run)?.(resolved.url);
    return { ...resolved, url: freshUrl(specifier, context.parentURL, resolved.url) };
  },
});

let runs = 0;

/** Loads a program as the language host does: a module's exports are the stack's outputs. */
export async function loadProgram(options: InProcessOptions): Promise<Inputs> {
  options.setup?.();
  if (options.program) return ((await options.program()) ?? {}) as Inputs;
  const { file, esm } = entryOf(options.dir, options.main ?? "index.ts");
  return stackOutputs(await importAnew(file), esm);
}

/**
 * Errors of Node for TypeScript that it doesn't run as it is, and for imports that it doesn't find. Imports of types without
 * `type`, and decorators, are a `SyntaxError`.
 */
const forTsx = new Set([
  "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX",
  "ERR_INVALID_TYPESCRIPT_SYNTAX",
  "ERR_MODULE_NOT_FOUND",
  "ERR_UNSUPPORTED_DIR_IMPORT",
  "ERR_UNKNOWN_FILE_EXTENSION",
]);

/**
 * Loads a program's file and gives its exports. Node runs most TypeScript as it is, which is faster; the rest (enums,
 * parameter properties, imports without extensions) goes through `tsx`, as under the CLI, from then on in this process.
 */
export async function loadEntry(entry: Entry, onImport?: OnImport): Promise<Inputs> {
  const exported = await importAnew(entry.file, onImport).catch(async (error: NodeJS.ErrnoException) => {
    if (!(error instanceof SyntaxError) && !forTsx.has(error.code ?? "")) throw error;
    await useTsx();
    return importAnew(entry.file, onImport).catch((again: Error) => {
      // A mistake for both: Node's own message has the place as a frame.
      throw again.name === "TransformError" || again instanceof SyntaxError ? error : again;
    });
  });
  return stackOutputs(exported, entry.esm);
}

async function useTsx(): Promise<void> {
  // It loads files in a thread of its own.
  noteForGood("tsx");
  for (const { register } of [await import("tsx/esm/api"), await import("tsx/cjs/api")]) register();
}

async function importAnew(file: string, onImport?: OnImport): Promise<Record<string, unknown>> {
  runs += 1;
  const run = runOf(runs);
  if (onImport) onImports.set(run, onImport);
  return await import(/* @vite-ignore */ `${pathToFileURL(file).href}${run}`);
}

/** Outputs of a stack by what its program exports. Source: `runProgram` of @pulumi/pulumi's cmd/run/run.js. */
async function stackOutputs(module: Record<string, unknown>, esm: boolean): Promise<Inputs> {
  if (!("default" in module)) return { ...module };
  if (esm && Object.keys(module).length > 1)
    throw new Error(
      "expected entrypoint module to have either a default export or named exports but not both",
    );
  const exported = module.default;
  return typeof exported === "function" ? exported() : (exported as Inputs);
}
