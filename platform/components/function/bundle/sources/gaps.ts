import { relative, resolve } from "node:path";
import type { BuildResult, Message, Metafile } from "esbuild";
import { packageOf } from "../packages.ts";

/** A part of a source that doesn't find in the archive what it finds here. */
export interface Gap {
  /** Absolute path of the source. */
  readonly path: string;
  /** Line and column. */
  readonly place: string;
  /** What is wrong and what to do. */
  readonly problem: string;
  /** Whether it never does; else it depends on what is asked for. */
  readonly fatal: boolean;
  /** Whether it loads modules, which packages in `nodeModules` may well be. */
  readonly loads?: true;
}

/** The gap where a source looks for files by its own place; `what` is how it says it. */
export function misplaced(
  { what, atLoad }: { readonly what: string; readonly atLoad: boolean },
  inPackage: string | undefined,
): Pick<Gap, "problem" | "fatal"> {
  const ofCommonJs = what.startsWith("__");
  const wrong = ofCommonJs
    ? `${what} is unknown in the archive, whose modules are ES modules.`
    : `${what} leads to the archive's own files in Lambda, not to those that are beside this one here.`;
  const remedy = inPackage
    ? `Add "${inPackage}" to the function's nodeModules: it then stands in the archive as npm installed it.`
    : 'Write new URL("./file", import.meta.url), with the file\'s name or that of a folder: it travels with the handler.';
  return { problem: `${wrong} ${remedy}`, fatal: !inPackage || (ofCommonJs && atLoad) };
}

/** The gap where only a run tells what is loaded. */
export function unknownLoad(what: string, inPackage: string | undefined): Omit<Gap, "path" | "place"> {
  const remedy = inPackage
    ? `Where that is needed, add "${inPackage}" to the function's nodeModules.`
    : "Import each by its own name, or add the packages to the function's nodeModules.";
  return { problem: `${what}: the archive holds nothing of it. ${remedy}`, fatal: false, loads: true };
}

/** What won't run in the archive as it does here, each a line with its place and what to do. */
export interface Gaps {
  readonly fatal: readonly string[];
  readonly warnings: readonly string[];
}

/** esbuild's warnings where only a run tells what is loaded; it leaves them out unless they are asked for. */
export const loadWarnings = {
  "indirect-require": "warning",
  "unsupported-dynamic-import": "warning",
  "unsupported-require-call": "warning",
} as const;

const loading = new Set(Object.keys(loadWarnings));

/** All gaps, those that esbuild warns of too. Sources that the bundle ends up without don't count. */
export function gapsOf(
  { metafile, warnings }: BuildResult<{ metafile: true }>,
  own: readonly Gap[],
  build: {
    readonly absWorkingDir: string;
    readonly dir: string;
    readonly nodeModules: readonly string[];
  },
): Gaps {
  const { absWorkingDir, dir, nodeModules } = build;
  const used = usedBy(metafile, absWorkingDir);
  const ofBuild = warnings
    .filter((message) => loading.has(message.id) && !asksWhether(message))
    .map(gapOf(absWorkingDir));
  const gaps = [...own, ...ofBuild].filter(
    ({ path, loads }) => used.has(path) && !(loads && nodeModules.length > 0 && !packageOf(path)),
  );
  const line = ({ path, place, problem }: Gap) => `${relative(dir, path)}:${place}: ${problem}`;
  const [fatal, other] = [true, false].map((kind) => gaps.filter((gap) => gap.fatal === kind));
  return { fatal: fatal!.map(line), warnings: onceForPackages(other!).map(line).sort() };
}

/** Without repeats for a package: the first of its places is enough to decide. */
function onceForPackages(gaps: readonly Gap[]): Gap[] {
  const inOrder = [...gaps].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const named = (gap: Gap) => packageOf(gap.path);
  return inOrder.filter(
    (gap, i) => !named(gap) || inOrder.findIndex((other) => named(other) === named(gap)) === i,
  );
}

/** Absolute paths of the sources that something in the bundle comes from. */
function usedBy({ outputs }: Metafile, workingDir: string): Set<string> {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  return new Set(
    inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => resolve(workingDir, path)),
  );
}

const gapOf =
  (workingDir: string) =>
  ({ location, text }: Message): Gap => {
    const path = resolve(workingDir, location?.file ?? "");
    const place = location ? `${location.line}:${location.column + 1}` : "1:1";
    return { path, place, ...unknownLoad(text, packageOf(path)) };
  };

/** Whether it is `typeof require`, which calls nothing. */
const asksWhether = ({ location }: Message): boolean =>
  /typeof\s*\(?\s*$/.test(location?.lineText.slice(0, location.column) ?? "");
