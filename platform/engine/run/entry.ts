import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** The file of a program, and the folder that it runs in. */
export interface Entry {
  readonly file: string;
  readonly cwd: string;
  /** Whether it is an ES module, by the nearest package.json; else CommonJS. */
  readonly esm: boolean;
}

interface Manifest {
  readonly dir: string;
  readonly type?: unknown;
  readonly main?: unknown;
  readonly exports?: unknown;
}

/**
 * The entry of a project, as the Pulumi CLI finds it. A `main` that is a file runs in the file's folder; one that is a
 * folder, or none, names a folder, whose entry the nearest package.json gives before `index`. Sources: `GetPwdMain` of
 * pulumi's workspace/project.go, `resolveEntrypoint` of @pulumi/pulumi's cmd/run/run.js. Throws when there is none.
 */
export function entryOf(dir: string, main = "."): Entry {
  const path = join(dir, main);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    const manifest = manifestAbove(path);
    return { file: entryIn(path, manifest), cwd: path, esm: manifest?.type === "module" };
  }
  if (!existsSync(path))
    throw new Error(`there is no file ${path}, which is the program's by its Pulumi.yaml`);
  return { file: path, cwd: dirname(path), esm: manifestAbove(dirname(path))?.type === "module" };
}

function entryIn(dir: string, manifest: Manifest | undefined): string {
  const named = manifest && namedBy(manifest);
  if (named !== undefined && existsSync(named)) {
    if (manifest!.dir === dir) return named;
    throw new Error(
      `${dir}: its Pulumi.yaml names no file, so the pulumi CLI would run ${named}, which is the entry of ` +
        `${join(manifest!.dir, "package.json")}; add "main: index.ts" to Pulumi.yaml`,
    );
  }
  const file = ["index.js", "index.mjs", "index.ts", "index.mts"].find((name) => existsSync(join(dir, name)));
  if (file === undefined) throw new Error(`there is no index.ts in ${dir}, nor another entry of a program`);
  return join(dir, file);
}

function namedBy({ dir, exports, main }: Manifest): string | undefined {
  const root = typeof exports === "object" && exports !== null && "." in exports ? exports["."] : exports;
  const named = typeof root === "string" ? root : main;
  return typeof named === "string" && named !== "" ? join(dir, named) : undefined;
}

function manifestAbove(from: string): Manifest | undefined {
  for (let dir = from; ; dir = dirname(dir)) {
    const file = join(dir, "package.json");
    if (existsSync(file)) return { ...(JSON.parse(readFileSync(file, "utf8")) as object), dir };
    if (dirname(dir) === dir) return undefined;
  }
}
