import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { sha256 } from "./places.ts";

/**
 * How a graph depends on a place: on a file's content (of a folder: on its being there), on a folder's entries, or on all names
 * below it.
 */
export type Kind = "content" | "entries" | "below";

/** What installed packages are known by, instead of their thousands of files; the first that is there. */
const lists = [
  "node_modules/.package-lock.json",
  "package-lock.json",
  "pnpm-lock.yaml",
  "yarn.lock",
  "bun.lock",
];

const packages = `${sep}node_modules`;

/** Milliseconds by which a file's time may lag behind the clock. */
const clockMargin = 20;

/** One version of the repository's files: the working tree, or a checkout. Files must not change while it is used. */
export class Tree {
  readonly root: string;
  /** The folder with `services/`. */
  readonly workspace: string;
  readonly #known = new Map<string, string>();
  readonly #names = new Map<string, string | undefined>();
  readonly #links = new Map<string, string>();
  /** When it was first looked at; a file that was written later may have been read in another state. */
  readonly #since = Date.now();

  readonly #isFixed: boolean;

  /** `isFixed`: nobody but this writes in it. */
  constructor(root: string, prefix: string, { isFixed = false } = {}) {
    this.root = root;
    this.#isFixed = isFixed;
    this.workspace = join(root, prefix);
    for (const folder of new Set([root, this.workspace])) {
      const path = join(folder, "node_modules");
      if (existsSync(path)) this.#links.set(realpathSync(path), `packages:${relative(root, folder)}`);
    }
  }

  /**
   * A place by a name that is the same in every version of the repository; installed packages are one place for each folder that
   * has some. Undefined for the platform's own cache.
   */
  nameOf(path: string): string | undefined {
    if (!this.#names.has(path)) this.#names.set(path, this.#named(path));
    return this.#names.get(path);
  }

  #named(path: string): string | undefined {
    if (path.includes(`${packages}${sep}.cache${sep}lambda-platform`)) return undefined;
    const at = path.indexOf(packages);
    const end = at + packages.length;
    if (at !== -1 && (path.length === end || path[end] === sep)) {
      const folder = path.slice(0, at);
      return this.#links.get(path.slice(0, end)) ?? `packages:${this.#inside(folder) ?? folder}`;
    }
    const inside = this.#inside(path);
    return inside === undefined ? path : `tree:${inside}`;
  }

  /** What is at a place in this version, as a hash. */
  stateOf(kind: Kind, name: string): string {
    const key = `${kind} ${name}`;
    let state = this.#known.get(key);
    if (state === undefined) {
      state = this.#look(kind, name);
      this.#known.set(key, state);
    }
    return state;
  }

  /** Whether a place was written to since this is used: what a program has read there isn't known for certain. */
  isFresh(kind: Kind, name: string): boolean {
    if (this.#isFixed || !name.startsWith("tree:")) return false;
    const stats = statOf(this.#pathOf(name));
    if (!stats || (stats.isDirectory() && kind === "content")) return false;
    // Times of files lag behind the clock.
    return Math.max(stats.mtimeMs, stats.ctimeMs) > this.#since - clockMargin;
  }

  #pathOf(name: string): string {
    const [, rest] = /^(?:tree|packages):(.*)$/s.exec(name) ?? [];
    return rest === undefined || rest.startsWith(sep) ? (rest ?? name) : join(this.root, rest);
  }

  #inside(path: string): string | undefined {
    if (path === this.root) return "";
    return path.startsWith(this.root + sep) ? path.slice(this.root.length + 1) : undefined;
  }

  #look(kind: Kind, name: string): string {
    const path = this.#pathOf(name);
    if (name.startsWith("packages:")) return packagesIn(path, this.root);
    const stats = statOf(path);
    if (!stats) return "-";
    if (!stats.isDirectory()) return `${fileHash(path)}${(stats.mode & 0o100) === 0 ? "" : "x"}`;
    if (kind === "content") return "folder";
    return sha256(JSON.stringify(entriesOf(path, kind === "below")));
  }
}

function statOf(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // below a file, or not to be read
  }
}

function fileHash(path: string): string {
  try {
    return createHash("sha256").update(readFileSync(path)).digest("hex");
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "unreadable";
  }
}

/** Names are what a listing gives; folders that npm and git fill are told by others. */
function entriesOf(path: string, below: boolean): string[] {
  const hidden = new Set([".git", "node_modules"]);
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !hidden.has(name))
    .flatMap((entry) => {
      const name = `${entry.name}${entry.isDirectory() ? "/" : ""}`;
      if (!below || !entry.isDirectory()) return [name];
      return [name, ...entriesOf(join(path, entry.name), true).map((inner) => name + inner)];
    })
    .sort();
}

/** What is installed in a folder; without any list of it, by the names and what links lead to. */
function packagesIn(folder: string, root: string): string {
  const at = join(folder, "node_modules");
  if (!existsSync(at)) return "-";
  const list = lists.map((name) => join(folder, name)).find((file) => existsSync(file));
  if (list !== undefined) return fileHash(list);
  const names = readdirSync(at).flatMap((name) =>
    name.startsWith("@") ? readdirSync(join(at, name)).map((inner) => join(name, inner)) : [name],
  );
  const targets = names
    .filter((name) => !name.startsWith("."))
    .map((name) => [name, statOf(join(at, name)) ? realpathSync(join(at, name)) : "-"] as const);
  return sha256(
    JSON.stringify(
      targets.map(([name, target]) => [
        name,
        target.startsWith(root + sep) ? relative(root, target) : target,
      ]),
    ),
  );
}
