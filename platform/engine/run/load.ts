// Named imports of what Node 20 lacks would not even load there.
import * as nodeModule from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Inputs } from "@pulumi/pulumi";
import { freshUrl, runOf } from "./fresh.ts";
import type { RunOptions } from "./options.ts";

// Node's module cache would give the second run of a program the first one's resources. A program's imports by
// relative paths are its own and loaded anew too; packages and `#` imports are shared. Node 20 has no such hooks:
// there a program of several files can run once per process.
nodeModule.registerHooks?.({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    return { ...resolved, url: freshUrl(specifier, context.parentURL, resolved.url) };
  },
});

let runs = 0;

/** Loads a program as the language host does: a module's exports are the stack's outputs. */
export async function loadProgram(options: RunOptions): Promise<Inputs> {
  options.setup?.();
  if (options.program) return ((await options.program()) ?? {}) as Inputs;
  runs += 1;
  const url = `${pathToFileURL(join(options.dir, options.main ?? "index.ts")).href}${runOf(runs)}`;
  const module: Record<string, unknown> = await import(/* @vite-ignore */ url);
  if (!("default" in module)) return { ...module };
  if (Object.keys(module).length > 1)
    throw new Error(
      "expected entrypoint module to have either a default export or named exports but not both",
    );
  const exported = module.default;
  return typeof exported === "function" ? exported() : (exported as Inputs);
}
