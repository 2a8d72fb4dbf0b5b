import { statSync } from "node:fs";
import { join } from "node:path";

/** Problems with a path that has to be a folder, or a file, inside the service's folder; `wanted` has an example. */
export function checkPath(
  argument: string,
  given: unknown,
  dir: string,
  wanted: { readonly folder: string } | { readonly file: string },
): string[] {
  const shown = JSON.stringify(given);
  const [what, example] = "folder" in wanted ? ["folder", wanted.folder] : ["file", wanted.file];
  if (typeof given !== "string" || given === "" || given.startsWith("/") || given.split("/").includes(".."))
    return [
      `${argument}: ${shown} given; a ${what} inside the service's folder is expected, such as "${example}".`,
    ];
  const found = statSync(join(dir, given), { throwIfNoEntry: false });
  if (what === "folder" ? found?.isDirectory() : found?.isFile()) return [];
  return [`${argument}: ${shown} given; there is no such ${what} in ${dir}.`];
}
