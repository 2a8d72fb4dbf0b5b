import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { BundleFile } from "../bundle/zip.ts";

/** Files that tools leave beside sources: part of no archive and of no hash. */
const leftovers = /^(\..*|__pycache__|.*\.py[co]|node_modules)$/;

/** Every file below a folder with its bytes, sorted by name; hidden files and what tools leave behind stay out. */
export function filesBelow(dir: string, at = ""): BundleFile[] {
  return readdirSync(join(dir, at))
    .filter((entry) => !leftovers.test(entry))
    .sort()
    .flatMap((entry) => {
      const name = at ? `${at}/${entry}` : entry;
      const path = join(dir, name);
      const stats = statSync(path);
      if (stats.isDirectory()) return filesBelow(dir, name);
      return [{ name, data: readFileSync(path), executable: (stats.mode & 0o100) !== 0 }];
    });
}

/** SHA-256 over files and everything else that decides the result, in base64. */
export function hashOf(files: readonly BundleFile[], ...more: readonly string[]): string {
  const hash = createHash("sha256");
  for (const text of more) hash.update(`${text.length} ${text}\n`);
  for (const { name, data, executable } of files)
    hash.update(`${name} ${executable === true} ${data.length}\n`).update(data);
  return hash.digest("base64");
}
