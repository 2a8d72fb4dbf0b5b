import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const engine = dirname(dirname(fileURLToPath(import.meta.url)));

/** Packages whose own use of the clock, of chance and of processes never reaches a graph. */
const harmless =
  /[\\/]node_modules[\\/](@pulumi|@grpc|google-protobuf|esbuild|fflate|oxc-parser|@oxc-parser)[\\/]/;

/** The platform's bundler looks at the clock for its cache. */
const bundler = /[\\/]platform[\\/]components[\\/]function[\\/](bundle|code)[\\/]/;

/** Whose call it is: `program` also stands for a package that it calls. */
export type Caller = "engine" | "platform" | "program";

/** Who calls what is patched here, by the stack: packages act for whoever calls them, and for nobody in a later turn. */
export function caller(platform: string | undefined): Caller {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 40;
  const lines = new Error().stack?.split("\n") ?? [];
  Error.stackTraceLimit = stackTraceLimit;
  for (const line of lines.slice(1)) {
    const file = /(?:\(|at |async )(?:file:\/\/)?((?:\/|[A-Z]:)[^()?]*)(?:\?[^:]*)?:\d+:\d+\)?$/.exec(
      line,
    )?.[1];
    if (file === undefined || file.startsWith(`${engine}/trace/`)) continue;
    if (harmless.test(file) || bundler.test(file) || file.startsWith(`${engine}/`)) return "engine";
    if (/[\\/]node_modules[\\/]/.test(file)) continue;
    return platform !== undefined && file.startsWith(platform) ? "platform" : "program";
  }
  return "engine";
}
