import { relative, resolve } from "node:path";
import type { BuildResult, Message, Metafile } from "esbuild";
import { packageOf } from "./packages.ts";
import type { Misplaced } from "./sources.ts";

/**
 * What of a bundle's sources won't run as it does here, each with its place and what to do: `fatal` never will, `warnings`
 * are only known when they are reached. Sources that the bundle ends up without don't count.
 */
export function gapsOf(
  { metafile, warnings }: BuildResult<{ metafile: true }>,
  build: {
    readonly misplaced: readonly Misplaced[];
    readonly absWorkingDir: string;
    readonly dir: string;
    readonly nodeModules: readonly string[];
  },
): { readonly fatal: readonly string[]; readonly warnings: readonly string[] } {
  const { misplaced, absWorkingDir, dir, nodeModules } = build;
  const used = usedBy(metafile, absWorkingDir);
  const left = misplaced.filter(({ path }) => used.has(path));
  const line = ({ path, place, problem }: Misplaced) => `${relative(dir, path)}:${place}: ${problem}`;
  const unknown = warnings.flatMap((message) => {
    const path = resolve(absWorkingDir, message.location?.file ?? "");
    if (!used.has(path) || asksWhether(message)) return [];
    // With packages beside it, the archive may well hold what is asked for.
    if (!packageOf(path) && nodeModules.length > 0) return [];
    return [describe(message, relative(dir, path), packageOf(path))];
  });
  return {
    fatal: left.filter(({ fatal }) => fatal).map(line),
    warnings: [...new Set([...unknown, ...left.filter(({ fatal }) => !fatal).map(line)])].sort(),
  };
}

/** Absolute paths of the sources that something in the bundle comes from. */
function usedBy({ outputs }: Metafile, workingDir: string): Set<string> {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  return new Set(
    inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => resolve(workingDir, path)),
  );
}

/** Whether it is `typeof require`, which calls nothing. */
const asksWhether = ({ location }: Message): boolean =>
  /typeof\s*\(?\s*$/.test(location?.lineText.slice(0, location.column) ?? "");

function describe({ location, text }: Message, file: string, inPackage: string | undefined): string {
  const place = location ? `${file}:${location.line}:${location.column + 1}` : file;
  const remedy = inPackage
    ? `Where that is needed, add "${inPackage}" to the function's nodeModules.`
    : "Import each by its own name, or add the packages to the function's nodeModules.";
  return `${place}: ${text}: the archive holds nothing of it. ${remedy}`;
}
