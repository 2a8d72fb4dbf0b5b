import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { type Asset, AssetValue } from "../../engine/index.ts";

/** What an asset or archive holds. */
export interface Content {
  /** Of its bytes, whatever its path; of one that isn't there, of its path. */
  readonly hash: string;
  /** Absent for what isn't on this machine. */
  readonly bytes?: number;
}

/** An asset whose content has been read. */
export class KeptAsset extends AssetValue {
  readonly content: Content;
  constructor(asset: Asset, content: Content) {
    super(asset);
    this.content = content;
  }
}

const digest = (...parts: readonly (string | Uint8Array)[]): string => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
};

/** Files that were read, by path, size and time: services share layers, and both versions of a service most of their code. */
const read = new Map<string, Content>();

/** The content of an asset; paths are below `dir`, the folder of its program. */
export function contentOf(asset: Asset, dir: string): Content {
  switch (asset.kind) {
    case "string-asset":
      return { hash: digest(asset.text), bytes: Buffer.byteLength(asset.text) };
    case "remote-asset":
    case "remote-archive":
      return { hash: digest(asset.uri) };
    case "file-asset":
    case "file-archive":
      return ofPath(resolve(dir, asset.path), dir);
    case "asset-archive":
      return together(Object.entries(asset.assets).map(([name, inner]) => [name, contentOf(inner, dir)]));
  }
}

function ofPath(path: string, dir: string): Content {
  const stats = statSync(path, { throwIfNoEntry: false });
  // An archive that only a deployment makes has its content's hash as its name, and another root in another checkout.
  if (!stats) return { hash: digest("missing", relative(dir, path)) };
  if (stats.isDirectory())
    return together(readdirSync(path).map((name) => [name, ofPath(join(path, name), dir)]));
  const key = [path, stats.size, stats.mtimeMs, stats.ino].join("\n");
  const known = read.get(key);
  if (known) return known;
  const content = { hash: digest(readFileSync(path)), bytes: stats.size };
  read.set(key, content);
  return content;
}

function together(parts: readonly (readonly [name: string, content: Content])[]): Content {
  const sorted = [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = digest(JSON.stringify(sorted.map(([name, content]) => [name, content.hash])));
  return { hash, bytes: parts.reduce((sum, [, { bytes = 0 }]) => sum + bytes, 0) };
}
