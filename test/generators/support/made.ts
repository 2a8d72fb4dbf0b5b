import { createHash } from "node:crypto";
import { globSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll } from "vitest";
import { create } from "../../../generators/create.ts";
import type { Kind } from "../../../generators/kinds/index.ts";
import type { Told } from "../../../generators/kinds/question.ts";
import { root } from "./run.ts";

/**
 * An empty folder for the tests of the file of that name, which goes when they have ended. Programs in it are loaded as the
 * repository's. It stands in the same place in every run, so that handlers which didn't change are not bundled again.
 */
export function folderForTests(name: string): string {
  const folder = join(root, ".tmp", `scaffold-${name}`);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  remove();
  mkdirSync(folder, { recursive: true });
  afterAll(remove);
  return folder;
}

/** Makes services in a folder's `services/`. */
export async function make(services: readonly (readonly [Kind, Told])[], folder: string): Promise<void> {
  for (const [kind, told] of services) await create(kind, told, { root: folder });
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) dateByContent(join(entry.parentPath, entry.name));
}

/** Gives a file a time that follows from its content: what tells a changed file by its time sees the same one again. */
export function dateByContent(file: string): void {
  const seconds = createHash("sha256").update(readFileSync(file)).digest().readUInt32BE() % 1_000_000_000;
  utimesSync(file, seconds, seconds);
}

/** Leaves of each handler below a folder that there is one: bundling what they do takes longer than their programs run. */
export function emptyHandlers(folder: string): void {
  for (const file of globSync(join(folder, "**/src/*.ts")))
    if (readFileSync(file, "utf8").includes("export const handler")) {
      writeFileSync(file, "export const handler = async () => ({});\n");
      dateByContent(file);
    }
}
