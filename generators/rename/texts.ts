import { isUtf8 } from "node:buffer";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Folders that hold nothing that people wrote. */
const skipped = ["node_modules", ".git", ".tmp", ".vitest"];

/** A file larger than this is data. */
const largest = 1_000_000;

export interface Text {
  /** From the root. */
  readonly path: string;
  readonly bytes: Buffer;
  readonly text: string;
}

/** The texts that people wrote below a folder. */
export function* textsBelow(root: string, below = ""): Iterable<Text> {
  for (const entry of readdirSync(join(root, below), { withFileTypes: true })) {
    if (skipped.includes(entry.name)) continue;
    const path = join(below, entry.name);
    if (entry.isDirectory()) yield* textsBelow(root, path);
    if (!entry.isFile()) continue;
    const bytes = readFileSync(join(root, path));
    if (bytes.length <= largest && isUtf8(bytes) && !bytes.includes(0))
      yield { path, bytes, text: bytes.toString("utf8") };
  }
}

/** The list of what a service may do, which tests keep for those of the platform's own repository. */
export const permissionsOf = (service: string): string => join("test", "permissions", `${service}.json`);
