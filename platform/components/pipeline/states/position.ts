import { isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The place of a call in a program. Its text is made when a problem is reported, and not before. */
export interface Position {
  readonly stack?: string;
}

/** The components' own folder: its lines are never the author's. */
const own = fileURLToPath(new URL("../..", import.meta.url));

/** Frames between a call in a program and here, with some to spare. */
const depth = 10;

/**
 * Remembers the caller. A few frames cost some microseconds; turning them into text, which reads source maps, is left
 * to `placeOf`.
 */
export function position(): Position {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = depth;
  const here: Position = {};
  Error.captureStackTrace(here, position);
  Error.stackTraceLimit = limit;
  return here;
}

/** The stack by source maps: by Node's where it keeps them, since what the SDK puts in its place doesn't know tsx's. */
function framesOf(at: Position | undefined): string[] {
  const { prepareStackTrace } = Error;
  if (process.sourceMapsEnabled) Reflect.deleteProperty(Error, "prepareStackTrace");
  try {
    return at?.stack?.split("\n") ?? [];
  } finally {
    if (prepareStackTrace) Error.prepareStackTrace = prepareStackTrace;
  }
}

/** `index.ts:12`, relative to the service's folder; undefined where no frame is a program's. */
export function placeOf(at: Position | undefined, folder: string): string | undefined {
  for (const line of framesOf(at)) {
    const [, given, row] =
      /^ +at (?:.*\()?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+):\d+\)?$/.exec(line) ?? [];
    if (given === undefined) continue;
    const [plain = given] = given.split("?");
    const file = plain.startsWith("file://") ? fileURLToPath(plain) : plain;
    if (file.startsWith(own) || /[\\/]node_modules[\\/]/.test(file)) continue;
    const inside = relative(folder, file);
    return `${inside.startsWith("..") || isAbsolute(inside) ? file : inside}:${row}`;
  }
  return undefined;
}
