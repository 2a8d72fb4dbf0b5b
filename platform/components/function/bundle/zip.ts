import { createHash } from "node:crypto";
import { type Zippable, zipSync } from "fflate";

/** A file of a bundle: its name relative to the archive's root, and its bytes. */
export interface BundleFile {
  readonly name: string;
  readonly data: Uint8Array;
  /** Whether it is a program that Lambda may start. Default: false. */
  readonly executable?: boolean;
}

/** esbuild's output for one handler. */
export interface Built {
  /** `index.mjs` and the chunks it loads on demand. */
  readonly code: readonly BundleFile[];
  /** `<file>.map` for each of them. */
  readonly maps: readonly BundleFile[];
  /** Files that travel with it as they are: those beside sources, and packages. */
  readonly files: readonly BundleFile[];
  /** Absolute paths of every file and folder that took part. */
  readonly inputs: readonly string[];
  /** What may fail where it runs, each with its place and what to do. */
  readonly warnings: readonly string[];
  /** Reasons why it runs on this machine at most. */
  readonly unfit: readonly string[];
}

/** A zip whose bytes depend on its contents alone. */
export interface Archive {
  /** Absolute path of the zip; the folder of the same name without `.zip` has the same files and source maps. */
  readonly archive: string;
  /** SHA-256 of the zip in base64, as Lambda's `sourceCodeHash` has it. */
  readonly hash: string;
  /** Bytes of the code before and after zipping. */
  readonly bytes: { readonly raw: number; readonly zip: number };
  /** What may fail where it runs, each with its place and what to do. */
  readonly warnings: readonly string[];
  /** Reasons why it runs on this machine at most. */
  readonly unfit: readonly string[];
}

/**
 * Zips files so that the bytes depend on names and contents alone: sorted entries, one time, one mode for programs and
 * one for everything else. fflate, not `node:zlib`: zlib's output depends on the processor and on the version of Node.js.
 */
export function zip(files: readonly BundleFile[]): Uint8Array {
  const entries: Zippable = {};
  // Built from local parts, not from an instant: zip times carry no time zone.
  const mtime = new Date(1980, 0, 1);
  for (const { name, data, executable } of [...files].sort((a, b) => (a.name < b.name ? -1 : 1)))
    entries[name] = [
      data,
      { mtime, level: 9, os: 3, attrs: ((executable ? 0o100755 : 0o100644) << 16) >>> 0 },
    ];
  return zipSync(entries);
}

export function sha256(data: Uint8Array | string): Buffer {
  return createHash("sha256").update(data).digest();
}
