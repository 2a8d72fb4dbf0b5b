import type { Readable } from "node:stream";

/** Calls back for each line of a stream without its line break; an unfinished last line counts. Empty lines don't. */
export function eachLine(stream: Readable | null, onLine: (line: string) => void): void {
  let rest = "";
  stream?.setEncoding("utf8");
  stream?.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim()) onLine(line.replace(/\r$/, ""));
  });
  stream?.on("end", () => {
    if (rest.trim()) onLine(rest);
    rest = "";
  });
}
