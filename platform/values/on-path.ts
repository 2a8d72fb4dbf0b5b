import { accessSync, constants } from "node:fs";
import { delimiter, join, resolve } from "node:path";

/** Whether a tool can be started: by a path relative to a folder, or by name from PATH. */
export function canStart(tool: string, cwd: string): boolean {
  const ends = process.platform === "win32" ? [".exe", ".cmd"] : [""];
  const folders = (process.env.PATH ?? "").split(delimiter).filter((entry) => entry !== "");
  const candidates = /[/\\]/.test(tool)
    ? [resolve(cwd, tool)]
    : folders.flatMap((entry) => ends.map((end) => join(entry, tool + end)));
  return candidates.some((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false; // not here, or not ours to start
    }
  });
}
