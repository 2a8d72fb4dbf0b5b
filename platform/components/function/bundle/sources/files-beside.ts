import { readFileSync, statSync } from "node:fs";
import { basename, dirname, extname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { filesBelow, hashOf } from "../../code/sources.ts";
import type { Built, BundleFile } from "../zip.ts";

/** Code by `new URL("./worker.ts", import.meta.url)`, such as that of a worker thread: bundled as a file of its own. */
export type BundleCode = (path: string) => Promise<Built>;

/**
 * Files that sources name by `new URL("./mail.html", import.meta.url)`. They stand in the archive under a name that
 * follows from name and content alone; a folder stands there with everything in it but hidden files.
 */
export class FilesBeside {
  readonly #bundleCode: BundleCode;
  readonly #files = new Map<string, BundleFile>();
  readonly #maps = new Map<string, BundleFile>();
  /** Every file and folder that took part. */
  readonly inputs: string[] = [];
  /** Those of files of code. */
  readonly warnings: string[] = [];

  constructor(bundleCode: BundleCode) {
    this.#bundleCode = bundleCode;
  }

  /** The files that code names, or code among themselves: a source that was dropped takes its own along. */
  namedBy(code: readonly BundleFile[]): BundleFile[] {
    const files = [...this.#files.values()];
    const text = [...code, ...files.filter(({ name }) => name.endsWith(".mjs"))]
      .map(({ data }) => Buffer.from(data).toString())
      .join("\n");
    return files.filter(({ name }) => text.includes(`./${name.split("/")[0]}`));
  }

  get maps(): readonly BundleFile[] {
    return [...this.#maps.values()];
  }

  /** The name in the archive of what `url` means in the file `source`, or the problem with it; neither for the web's. */
  async add(source: string, url: string): Promise<{ readonly name?: string; readonly problem?: string }> {
    const target = URL.parse(url, pathToFileURL(source).href);
    if (target?.protocol !== "file:") return {};
    const given = `new URL(${JSON.stringify(url)}, import.meta.url)`;
    if (target.search || target.hash || /^(file:|\/)/.test(url))
      return { problem: `${given}: a relative path without "?" and "#" is expected, such as "./mail.html".` };
    const path = fileURLToPath(target).replace(/[\\/]$/, "");
    if (`${source}${sep}`.startsWith(`${path}${sep}`))
      return { problem: `${given} is the source's own folder: name a file or a folder below it.` };
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats) return { problem: `${given}: ${path} does not exist. Create it, or correct the path.` };
    this.inputs.push(path);
    if (stats.isDirectory()) return { name: `${this.#folder(path)}/` };
    return { name: /\.[cm]?[jt]sx?$/.test(path) ? await this.#code(path) : this.#file(path) };
  }

  #file(path: string): string {
    const data = readFileSync(path);
    const name = `${stemOf(path)}-${digest([{ name: "", data }])}${plain(extname(path))}`;
    this.#files.set(name, { name, data });
    return name;
  }

  #folder(path: string): string {
    const files = filesBelow(path);
    for (const { name } of files) this.inputs.push(join(path, name), dirname(join(path, name)));
    const name = `${plain(basename(path))}-${digest(files)}`;
    for (const file of files)
      this.#files.set(`${name}/${file.name}`, { ...file, name: `${name}/${file.name}` });
    return name;
  }

  async #code(path: string): Promise<string> {
    const { code, maps, files, inputs, warnings } = await this.#bundleCode(path);
    this.inputs.push(...inputs);
    this.warnings.push(...warnings);
    const name = `${stemOf(path)}-${digest(code)}.mjs`;
    for (const file of [...code, ...files]) {
      const named = file.name === "index.mjs" ? name : file.name;
      this.#files.set(named, { ...file, name: named });
    }
    for (const map of maps) {
      const named = map.name === "index.mjs.map" ? `${name}.map` : map.name;
      this.#maps.set(named, { ...map, name: named });
    }
    return name;
  }
}

/** A name that means the same in a URL and in every file system: any other character becomes `_`. */
const plain = (name: string): string => name.replace(/[^\w.-]/gu, "_").slice(0, 100);

const stemOf = (path: string): string => plain(basename(path, extname(path)));

/** The part of a name that follows from contents. */
const digest = (files: readonly BundleFile[]): string =>
  Buffer.from(hashOf(files), "base64").toString("hex").slice(0, 12);
