import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Folder of what is kept between runs, in the person's own folder of caches: Node runs no TypeScript below `node_modules`, and
 * what lies in the repository would see its packages. Sources: "XDG Base Directory Specification"; `ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING`
 * of Node's "Errors".
 */
export function impactDir(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  const home = XDG_CACHE_HOME || (process.platform === "win32" && LOCALAPPDATA) || join(homedir(), ".cache");
  return join(home, "lambda-platform", "impact");
}

export const sha256 = (text: string | Uint8Array): string => createHash("sha256").update(text).digest("hex");
