import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Change } from "../upgrade/changes.ts";

const biome = () => createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");

/** Changes with their texts formatted as the repository wants it: another region makes lines longer, and tables get narrower. */
export const formatted = (root: string, changes: readonly Change[]): Change[] =>
  changes.map((change) =>
    change.after && /\.(ts|md|json)$/.test(change.path) && change.path !== "package-lock.json"
      ? { ...change, after: format(root, change.path, change.after) }
      : change,
  );

const format = (root: string, path: string, bytes: Uint8Array): Buffer =>
  execFileSync(
    process.execPath,
    [biome(), "format", "--vcs-enabled=false", `--stdin-file-path=${join(root, path)}`],
    { cwd: root, input: bytes, stdio: ["pipe", "pipe", "ignore"] },
  );
