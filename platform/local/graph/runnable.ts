import type { Fields } from "./fields.ts";

/** Why a function can't be run by Node.js on this machine, as the end of a sentence about it; undefined when it can. */
export function notRunnable(f: Fields): string | undefined {
  if (f.text("packageType") === "Image") return "is a container image: it is not run here.";
  const runtime = f.text("runtime") ?? "nodejs";
  return runtime.startsWith("nodejs") ? undefined : `has the runtime ${runtime}: it is not run here.`;
}
