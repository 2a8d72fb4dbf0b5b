import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Archive, BundleFile } from "./zip.ts";

/** What is known of a bundle whose archive is kept. */
export interface Entry {
  readonly hash: string;
  readonly name: string;
  readonly bytes: Archive["bytes"];
  readonly warnings: readonly string[];
  readonly unfit: readonly string[];
}

/** The inputs of a bundle: a file that changed in size or time means it has to be made again. */
interface Manifest extends Entry {
  readonly inputs: readonly (readonly [path: string, size: number, mtimeMs: number])[];
}

/** The bundle made earlier under this key, or undefined when there is none or one of its inputs has changed. */
export function cached(cacheDir: string, key: string): Archive | undefined {
  const manifest = readManifest(join(cacheDir, "manifests", `${key}.json`));
  for (const [path, size, mtimeMs] of manifest?.inputs ?? []) {
    const now = stat(path);
    if (now?.size !== size || now.mtimeMs !== mtimeMs) return undefined;
  }
  return manifest && archiveOf(cacheDir, manifest);
}

/** The archive of an entry, while it is kept. */
export function archiveOf(
  cacheDir: string,
  { name, hash, bytes, warnings, unfit }: Entry,
): Archive | undefined {
  const archive = join(cacheDir, "bundles", `${name}.zip`);
  if (!existsSync(archive) || !existsSync(unpacked(archive))) return undefined;
  return { archive, hash, bytes, warnings, unfit };
}

export const entryOf = ({ archive, hash, bytes, warnings, unfit }: Archive): Entry => ({
  ...{ name: basename(archive, ".zip"), hash, bytes, warnings, unfit },
});

/**
 * Keeps a bundle with the times and sizes of its inputs. Nothing is kept when an input was written after `since`, the
 * start of the build: the bundle may hold its older text. Gives whether it is kept.
 */
export function remember(
  cacheDir: string,
  key: string,
  bundle: Archive,
  { inputs, since }: { readonly inputs: readonly string[]; readonly since: number },
): boolean {
  const stats = inputs.map((path) => [path, stat(path)] as const);
  if (stats.some(([, now]) => now === undefined || now.mtimeMs >= since)) return false;
  const manifest: Manifest = {
    inputs: stats.map(([path, now]) => [path, now!.size, now!.mtimeMs]),
    ...entryOf(bundle),
  };
  writeAtomically(join(cacheDir, "manifests", `${key}.json`), JSON.stringify(manifest));
  return true;
}

/** Writes `<name>.zip` and, beside it, the folder `<name>` with the same code and other files, such as source maps. */
export function store(
  cacheDir: string,
  name: string,
  archive: Uint8Array,
  { code, files }: { code: readonly BundleFile[]; files: readonly BundleFile[] },
): string {
  const path = join(cacheDir, "bundles", `${name}.zip`);
  const folder = unpacked(path);
  if (!existsSync(folder)) {
    const temporary = temporaryName(folder);
    mkdirSync(temporary, { recursive: true });
    for (const file of files) {
      mkdirSync(dirname(join(temporary, file.name)), { recursive: true });
      writeFileSync(join(temporary, file.name), file.data);
    }
    // The comment is in the folder's copy only: Node.js needs it to find the map, Lambda has no map to find.
    for (const file of code)
      writeFileSync(
        join(temporary, file.name),
        Buffer.concat([file.data, Buffer.from(`//# sourceMappingURL=${file.name}.map\n`)]),
      );
    try {
      renameSync(temporary, folder);
    } catch (error) {
      // Another process was first with the same contents.
      rmSync(temporary, { recursive: true, force: true });
      if (!existsSync(folder)) throw error;
    }
  }
  if (!existsSync(path)) writeAtomically(path, archive);
  return path;
}

function unpacked(archive: string): string {
  return archive.slice(0, -".zip".length);
}

let temporaries = 0;
function temporaryName(path: string): string {
  return `${path}.${process.pid}-${temporaries++}.tmp`;
}

export function writeAtomically(path: string, data: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = temporaryName(path);
  writeFileSync(temporary, data);
  renameSync(temporary, path);
}

function readManifest(path: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Manifest;
  } catch {
    return undefined; // none yet; a broken one counts as none
  }
}

function stat(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}
