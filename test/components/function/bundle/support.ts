import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { unzipSync } from "fflate";
import { onTestFinished } from "vitest";
import { type BundleOptions, bundle } from "../../../../platform/components/function/bundle/bundle.ts";

const root = resolve(import.meta.dirname, "../../../..");

/**
 * A checkout of its own with one service, elsewhere than this one: sources are written, dependencies and the runtime
 * are shared. Returns the service's folder.
 */
export function checkout(files: Record<string, string>): string {
  const dir = mkdtempSync(join(tmpdir(), "bundle-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  cpSync(join(root, "package.json"), join(dir, "package.json"));
  for (const shared of ["node_modules", "platform"]) symlinkSync(join(root, shared), join(dir, shared));
  const service = join(dir, "services", "example");
  for (const [name, text] of Object.entries(files)) write(service, name, text);
  return service;
}

export function write(dir: string, name: string, text: string): void {
  mkdirSync(dirname(join(dir, name)), { recursive: true });
  writeFileSync(join(dir, name), text);
}

/** Runs a module's text in a fresh Node.js and parses what it prints. */
export function run<T>(source: string, env: Record<string, string> = {}): T {
  const args = ["--input-type=module", "-e", source];
  return JSON.parse(
    execFileSync(process.execPath, args, { encoding: "utf8", env: { ...process.env, ...env } }),
  );
}

/** The file of a bundle that Lambda loads first, in the folder beside the archive. */
export const entryOf = (archive: string): string => join(archive.replace(/\.zip$/, ""), "index.mjs");

/** The result of the handler that a file exports, called in a fresh Node.js. */
export function called<T>(file: string): T {
  const url = JSON.stringify(pathToFileURL(file).href);
  // Not as a module: threads that the handler starts would inherit the flag, which they don't take.
  const text = `delete globalThis.require; delete globalThis.__dirname; delete globalThis.__filename; import(${url}).then(({ handler }) => handler()).then((result) => console.log(JSON.stringify(result ?? null)))`;
  return JSON.parse(execFileSync(process.execPath, ["-e", text], { encoding: "utf8" }));
}

/** Bundles the handler `src/a.ts` of a checkout of its own. */
export const bundled = (files: Record<string, string>, options: Partial<BundleOptions> = {}) =>
  bundle({ dir: checkout(files), handler: "src/a.ts", ...options });

/** The error that bundling ends with, as `Name: message`; empty when it ends well. */
export const failure = (...args: Parameters<typeof bundled>): Promise<string> =>
  bundled(...args).then(
    () => "",
    (error: Error) => `${error.name}: ${error.message}`,
  );

/** The files in an archive, sorted. */
export const namesIn = (archive: string): string[] => Object.keys(unzipSync(readFileSync(archive))).sort();
