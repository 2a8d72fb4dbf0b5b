/**
 * The packages that `npm ci --omit=dev` installs, kept outside of the repository from run to run while package-lock.json
 * stays the same: what is deployed finds these and no others.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { platformDir as root } from "../../platform/values/places.ts";

const manifests = ["package.json", "package-lock.json", ".npmrc"];

function folder(): string {
  const hash = createHash("sha256");
  for (const file of manifests) hash.update(readFileSync(join(root, file)));
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  return join(cache, "lambda-platform-ci", `production-${hash.digest("hex").slice(0, 12)}`);
}

/** Their `node_modules`. */
export const productionModules = (): string => join(folder(), "node_modules");

/** Installs them: Vitest calls it once, before all tests. */
export default function install(): void {
  const wanted = folder();
  if (existsSync(wanted)) return;
  mkdirSync(join(wanted, ".."), { recursive: true });
  const made = mkdtempSync(`${wanted}-`);
  try {
    for (const file of manifests) cpSync(join(root, file), join(made, file));
    execFileSync("npm", ["ci", "--omit=dev", "--prefer-offline"], { cwd: made, stdio: ["ignore", 2, 2] });
    renameSync(made, wanted);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    // Another run may have been first.
    if (!existsSync(wanted)) throw error;
  }
}
