import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";
import type { PlannedFile } from "./render/file.ts";

/** Thrown when the place of a new service is taken. */
export class ExistsError extends Error {
  override readonly name = "ExistsError";
  constructor(folder: string) {
    const service = basename(folder);
    super(
      `There is a service ${service} already, in ${folder}; nothing was changed. ` +
        `Choose another name, or move the old folder away first (its stacks stay as they are until they are destroyed).`,
    );
  }
}

/** The error for a folder that is taken, as an empty one is too; undefined when there is none. */
export const existing = (folder: string): ExistsError | undefined =>
  existsSync(folder) ? new ExistsError(folder) : undefined;

export function refuseExisting(folder: string): void {
  const taken = existing(folder);
  if (taken) throw taken;
}

/**
 * Writes a folder as a whole or not at all: into a temporary folder beside it, which is then renamed. When it fails,
 * or `signal` aborts, the temporary folder is removed, and so are parents that were made for it.
 */
export async function write(
  files: readonly PlannedFile[],
  folder: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<void> {
  refuseExisting(folder);
  // Beside the target, so that the rename stays on one file system; hidden, so that nothing takes it for a service.
  const temporary = join(dirname(folder), `.${basename(folder)}-${randomBytes(6).toString("hex")}`);
  const madeParent = await mkdir(dirname(folder), { recursive: true });
  try {
    for (const file of files) {
      signal?.throwIfAborted();
      const path = resolve(temporary, file.path);
      if (!path.startsWith(temporary + sep)) throw new Error(`${file.path} is outside the service's folder`);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, file.content, { flag: "wx", signal });
    }
    signal?.throwIfAborted();
    refuseExisting(folder);
    await rename(temporary, folder).catch((error: NodeJS.ErrnoException) => {
      // Another run made it between the check and here.
      throw error.code === "ENOTEMPTY" || error.code === "EEXIST" ? new ExistsError(folder) : error;
    });
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if (madeParent) await removeEmpty(dirname(folder), madeParent);
    throw error;
  }
}

/** Removes folders from `folder` up to `top` while they are empty: another run may have put a service there. */
async function removeEmpty(folder: string, top: string): Promise<void> {
  for (let at = folder; at.length >= top.length; at = dirname(at)) {
    const removed = await rmdir(at).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}
