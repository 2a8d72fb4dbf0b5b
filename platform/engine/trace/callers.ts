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
  for (const site of callSites()) {
    const file = fileOf(site.getFileName());
    if (file === undefined || file.startsWith(`${engine}/trace/`)) continue;
    if (harmless.test(file) || bundler.test(file) || file.startsWith(`${engine}/`)) return "engine";
    if (/[\\/]node_modules[\\/]/.test(file)) continue;
    return platform !== undefined && file.startsWith(platform) ? "platform" : "program";
  }
  return "engine";
}

/** The stack's frames, those of awaiting functions too, without the text that most of a stack trace's time goes into. */
function callSites(): readonly NodeJS.CallSite[] {
  const { stackTraceLimit, prepareStackTrace } = Error;
  let sites: readonly NodeJS.CallSite[] = [];
  Error.stackTraceLimit = 40;
  Error.prepareStackTrace = (_error, found) => {
    sites = found;
  };
  // Reading it prepares it.
  void new Error().stack;
  Object.assign(Error, { stackTraceLimit, prepareStackTrace });
  return sites;
}

/** Path of a frame's file; undefined for Node's own and for code without a file. */
function fileOf(name: string | null | undefined): string | undefined {
  const path = name?.replace(/^file:\/\//, "").replace(/\?.*$/, "");
  return path !== undefined && /^(\/|[A-Z]:)/.test(path) ? path : undefined;
}
