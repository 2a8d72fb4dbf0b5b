import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

/** A file that follows from others. */
export interface DerivedFile {
  /** Absolute path. */
  readonly path: string;
  readonly content: string;
}

/** Those whose content on disk is another. */
export function outOfDate(files: readonly DerivedFile[]): DerivedFile[] {
  return files.filter(({ path, content }) => !existsSync(path) || readFileSync(path, "utf8") !== content);
}

/** Writes files, each as a whole or not at all. */
export function writeDerived(files: readonly DerivedFile[]): void {
  for (const { path, content } of files) {
    const beside = `${path}.${process.pid}.tmp`;
    try {
      writeFileSync(beside, content);
      renameSync(beside, path);
    } finally {
      rmSync(beside, { force: true });
    }
  }
}
