import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll } from "vitest";
import { create } from "../../../generators/create.ts";
import type { Kind } from "../../../generators/kinds/index.ts";
import type { Told } from "../../../generators/kinds/question.ts";
import { root } from "./run.ts";

/** An empty folder for the tests of a file, which goes when they have ended. Programs in it are loaded as the repository's. */
export function folderForTests(): string {
  mkdirSync(join(root, ".tmp"), { recursive: true });
  const folder = mkdtempSync(join(root, ".tmp/scaffold-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Makes services in a folder's `services/`. */
export async function make(services: readonly (readonly [Kind, Told])[], folder: string): Promise<void> {
  for (const [kind, told] of services) await create(kind, told, { root: folder });
}
