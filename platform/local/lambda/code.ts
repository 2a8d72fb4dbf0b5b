import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { unzipSync } from "fflate";
import type { Asset } from "../../engine/graph/graph.ts";

/** Finds, or makes, the folder that a function's code runs from; `dispose` removes those it made. */
export class CodeFolders {
  readonly #unpacked = new Map<string, Promise<string>>();
  #temporary: Promise<string> | undefined;

  /**
   * Code is a folder, or a zip. Beside a zip of our bundler stands the same content unpacked, with the source
   * maps that the zip leaves out; it is used as it is. Any other zip is unpacked into a temporary folder, once for
   * the same content. `base` is the folder that relative paths in the program start from.
   */
  async folder(base: string, functionName: string, code: Asset | undefined): Promise<string> {
    if (code?.kind !== "file-archive")
      throw new Error(
        `${functionName}: the code is ${code?.kind ?? "not given"}; only folders and zip files run locally`,
      );
    const path = resolve(base, code.path);
    if (!existsSync(path)) throw new Error(`${functionName}: its code ${path} does not exist`);
    if ((await stat(path)).isDirectory()) return path;
    const beside = path.replace(/\.zip$/, "");
    if (beside !== path && existsSync(beside)) return beside;
    const bytes = await readFile(path);
    const hash = createHash("sha256").update(bytes).digest("hex");
    const made = this.#unpacked.get(hash) ?? this.#unpack(path, bytes, hash);
    this.#unpacked.set(hash, made);
    made.catch(() => this.#unpacked.delete(hash));
    return made;
  }

  /** Makes all folders; throws one error for all that can't be made. */
  async prepare(
    base: string,
    functions: readonly { name: string; code: Asset | undefined }[],
  ): Promise<void> {
    const all = await Promise.allSettled(functions.map(({ name, code }) => this.folder(base, name, code)));
    const problems = all.flatMap((each) =>
      each.status === "rejected" ? [(each.reason as Error).message] : [],
    );
    if (problems.length > 0) throw new Error(problems.join("\n"));
  }

  async dispose(): Promise<void> {
    if (this.#temporary) await rm(await this.#temporary, { recursive: true, force: true });
  }

  async #unpack(zip: string, bytes: Buffer, name: string): Promise<string> {
    this.#temporary ??= mkdtemp(join(tmpdir(), "lambda-local-"));
    const target = join(await this.#temporary, name);
    for (const [entry, content] of Object.entries(unzipSync(bytes))) {
      const file = resolve(target, entry);
      if (!file.startsWith(target + sep))
        throw new Error(`${zip} has an entry outside its own folder: ${entry}`);
      if (entry.endsWith("/")) continue;
      await mkdir(dirname(file), { recursive: true });
      // Only the zip's list of contents would tell which of them are programs.
      await writeFile(file, content, { mode: 0o755 });
    }
    return target;
  }
}
