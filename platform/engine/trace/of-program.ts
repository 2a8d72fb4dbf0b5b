import { dirname, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { SharedModule } from "../run/options.ts";
import { modulesOfPrograms, traceModules } from "./modules.ts";
import { setPlatform } from "./surroundings.ts";
import { begin, end, type Trace } from "./trace.ts";
import { isTraced } from "./wanted.ts";

interface Program {
  readonly dir: string;
  readonly shared: SharedModule | undefined;
}

/** Follows modules from here on, where this process traces. */
export function traceFromHere(): void {
  if (isTraced) traceModules();
}

/** A program's files are its own, unless its folder holds what all programs share. */
export function beginTrace({ dir, shared }: Program): void {
  if (!isTraced) return;
  const platform = shared && dirname(fileURLToPath(shared.url)) + sep;
  setPlatform(platform);
  const own = dir.endsWith(sep) ? dir : dir + sep;
  begin(platform?.startsWith(own) ? undefined : own);
}

/** The trace of the program that began last; undefined where this process doesn't trace. */
export function endTrace(): Trace | undefined {
  return isTraced ? end(modulesOfPrograms()) : undefined;
}
