interface Site {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** `Resource`, with what its type hides. */
export interface FrameReader {
  framePositionRegExp: RegExp;
  callsites(): Site[];
}

/**
 * Reads every form of stack frame. The SDK (3.270) reads frames inside of functions only, so a resource made at the top
 * level of a module, as in nearly every program, has no place; and the query that the engine adds to a module isn't part
 * of its path. It also reads them off the stack's text, which takes five times as long as reading them off the frames;
 * where something maps positions to other files (source maps, a loader), only the text has them.
 */
export function readAllFrames(resource: FrameReader): void {
  resource.framePositionRegExp =
    /^\s*at (?:.* \()?(?:file:\/\/)?(?<file>\/.*?|[A-Z]:.*?)(?:\?[^:]*)?:(?<line>\d+):(?<column>\d+)\)?$/;
  const offText = resource.callsites;
  resource.callsites = function callsites() {
    const { stackTraceLimit, prepareStackTrace } = Error;
    // Node's own changes nothing.
    const isMapped = prepareStackTrace !== undefined && prepareStackTrace.name !== "ErrorPrepareStackTrace";
    if (process.sourceMapsEnabled || isMapped) return offText.call(resource);
    let sites: Site[] = [];
    Error.stackTraceLimit = Number.POSITIVE_INFINITY;
    Error.prepareStackTrace = (_error, frames) => {
      sites = frames.map(siteOf);
    };
    // Reading it prepares it.
    void new Error().stack;
    Object.assign(Error, { stackTraceLimit, prepareStackTrace });
    return sites;
  };
}

function siteOf(frame: NodeJS.CallSite): Site {
  const file = frame
    .getFileName()
    ?.replace(/^file:\/\//, "")
    .replace(/\?[^:]*$/, "");
  if (!file || !/^(\/|[A-Z]:)/.test(file)) return {};
  return { file, line: frame.getLineNumber() ?? 0, column: frame.getColumnNumber() ?? 0 };
}
