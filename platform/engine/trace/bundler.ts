import { resolve } from "node:path";
import { note, noteUntraceable } from "./trace.ts";

interface Result {
  readonly metafile?: { readonly inputs: Readonly<Record<string, unknown>> };
}
interface Options {
  readonly absWorkingDir?: string;
}
type Build = (options: Options) => unknown;

/** Notes the files of a build. Names with a colon stand for what a plugin makes up. */
function noteInputs(options: Options, result: Result): void {
  for (const name of Object.keys(result.metafile?.inputs ?? {}))
    if (!/^[\w-]{2,}:/.test(name)) note("paths", resolve(options.absWorkingDir ?? process.cwd(), name));
}

const withInputs = { metafile: true };

/** A build that fails doesn't tell what it has read. */
async function followed<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    noteUntraceable("a build that fails");
    throw error;
  }
}

/** esbuild, telling of the files that it reads. Its other ways to read files can't be followed. */
function traced(esbuild: Readonly<Record<string, unknown>>): object {
  const { build, buildSync } = esbuild as { build: Build; buildSync: Build };
  return {
    ...esbuild,
    async build(options: Options) {
      const result = (await followed(() => build({ ...options, ...withInputs }))) as Result;
      noteInputs(options, result);
      return result;
    },
    buildSync(options: Options) {
      const result = buildSync({ ...options, ...withInputs }) as Result;
      noteInputs(options, result);
      return result;
    },
    context(...args: unknown[]) {
      noteUntraceable("a watching build");
      return (esbuild.context as (...args: unknown[]) => unknown)(...args);
    },
  };
}

/** The module hook gives esbuild's exports to it as soon as they are there. */
export function traceBundler(): void {
  Reflect.set(globalThis, Symbol.for("traced esbuild"), traced);
}
