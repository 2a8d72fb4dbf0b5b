import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { unzipSync } from "fflate";
import type { Asset } from "../engine/graph.ts";

/** Finds, or makes, the folder that a function's code runs from; `dispose` removes what it made. */
export class CodeFolders {
  readonly #base: string;
  readonly #unpacked = new Map<string, Promise<string>>();
  #temporary: Promise<string> | undefined;

  /** `base` is the folder that relative paths in the program start from. */
  constructor(base: string) {
    this.#base = base;
  }

  /**
   * Code is a folder, or a zip. Beside a zip of our bundler stands the same content unpacked, with the source
   * maps that the zip leaves out; it is used as it is. Any other zip is unpacked into a temporary folder.
   */
  async folder(functionName: string, code: Asset | undefined): Promise<string> {
    if (code?.kind !== "file-archive")
      throw new Error(
        `${functionName}: the code is ${code?.kind ?? "not given"}; only folders and zip files run locally`,
      );
    const path = resolve(this.#base, code.path);
    if (!existsSync(path)) throw new Error(`${functionName}: its code ${path} does not exist`);
    if ((await stat(path)).isDirectory()) return path;
    const beside = path.replace(/\.zip$/, "");
    if (beside !== path && existsSync(beside)) return beside;
    const known = this.#unpacked.get(path);
    if (known) return known;
    const made = this.#unpack(path, String(this.#unpacked.size));
    this.#unpacked.set(path, made);
    return made;
  }

  /** Makes every folder there will be; throws once for all that can't be. */
  async prepare(functions: readonly { name: string; code: Asset | undefined }[]): Promise<void> {
    const all = await Promise.allSettled(functions.map(({ name, code }) => this.folder(name, code)));
    const problems = all.flatMap((each) =>
      each.status === "rejected" ? [(each.reason as Error).message] : [],
    );
    if (problems.length > 0) throw new Error(problems.join("\n"));
  }

  async dispose(): Promise<void> {
    if (this.#temporary) await rm(await this.#temporary, { recursive: true, force: true });
  }

  async #unpack(zip: string, name: string): Promise<string> {
    this.#temporary ??= mkdtemp(join(tmpdir(), "lambda-local-"));
    const target = join(await this.#temporary, name);
    for (const [entry, bytes] of Object.entries(unzipSync(await readFile(zip)))) {
      const file = resolve(target, entry);
      if (!file.startsWith(target + sep))
        throw new Error(`${zip} has an entry outside its own folder: ${entry}`);
      if (entry.endsWith("/")) continue;
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
    }
    return target;
  }
}
