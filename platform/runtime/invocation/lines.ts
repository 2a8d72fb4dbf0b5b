// Not by an import: its interop would define a hundred properties for the one that is used.
const fs = process.getBuiltinModule("node:fs");

/**
 * Writes whole lines to standard output. Not through `process.stdout`: that loads Node's network code, a third of the
 * logger's cold start, and standard output of a function is a pipe that is written synchronously either way.
 */
export function writeLine(line: string): void {
  let rest = Buffer.from(`${line}\n`);
  try {
    while (rest.length > 0) rest = rest.subarray(fs.writeSync(1, rest));
  } catch (error) {
    // Other code opened process.stdout, which makes the pipe non-blocking, and it is full right now.
    if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    process.stdout.write(rest);
  }
}

/** In place of the console that Powertools makes for itself; its levels all go to standard output in Lambda's logs. */
export const lineConsole = Object.assign(Object.create(console) as Console, {
  trace: writeLine,
  debug: writeLine,
  log: writeLine,
  info: writeLine,
  warn: writeLine,
  error: writeLine,
});
