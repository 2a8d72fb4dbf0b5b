import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "./problems.ts";

/** Root of the platform's own package: `platform/`, `generators/`, `templates/` and its package.json. */
export const platformDir = resolve(import.meta.dirname, "../..");

/**
 * Root of the workspace: the nearest folder from `from` upwards that holds `services/`. It may be the platform's own
 * repository or another one. Throws a `UsageError` when there is none.
 */
export function workspaceDir(from = process.cwd()): string {
  const found = closestWorkspace(from);
  if (found === undefined)
    throw new UsageError(
      `There is no services/ folder from ${from} upwards. Run this in the folder of your services' repository, ` +
        "or make the folder services/ in its root.",
    );
  return found;
}

/** The nearest folder from `from` upwards that holds `services/`, where there is one. */
export function closestWorkspace(from: string): string | undefined {
  for (let at = resolve(from); ; at = dirname(at)) {
    if (isFolder(join(at, "services"))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** A workspace's folder of caches. The platform's own package may be read-only, or shared by several. */
export function cacheDir(): string {
  return join(closestWorkspace(process.cwd()) ?? platformDir, "node_modules", ".cache", "lambda-platform");
}

/**
 * A path as the person gave it. npm runs a script in the folder of its package.json and keeps the person's own folder
 * in INIT_CWD, which processes of that script inherit: it counts only for the package that this process runs in.
 */
export function givenPath(path: string): string {
  const { INIT_CWD: shell, npm_package_json: manifest } = process.env;
  const byNpm = shell !== undefined && manifest === join(process.cwd(), "package.json");
  return resolve(byNpm ? shell : process.cwd(), path);
}

/** The path of a file that is to be written. Throws a `UsageError` where it can't be, before there is any work to lose. */
export function outputFile(path: string): string {
  const file = givenPath(path);
  if (isFolder(file)) throw new UsageError(`${path} is a folder: name a file in it.`);
  if (!isFolder(dirname(file)))
    throw new UsageError(`There is no folder ${dirname(file)} to write ${basename(file)} to: make it first.`);
  return file;
}

/** The path of a folder that files are to be written to; it is made with the first. Throws a `UsageError` for a file. */
export function outputFolder(path: string): string {
  const folder = givenPath(path);
  if (existsSync(folder) && !isFolder(folder)) throw new UsageError(`${path} is a file: name a folder.`);
  return folder;
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
