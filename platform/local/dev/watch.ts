import { type FSWatcher, readdirSync, statSync, watch } from "node:fs";
import { join, relative } from "node:path";

/** Editors write a file in several steps; a save is over when nothing has happened for this long, in milliseconds. */
const quietMs = 80;

const ignored =
  /(^|[/\\])(node_modules|\.[^/\\]*|test)([/\\]|$)|(^|[/\\])README\.md$|~$|\.(test\.ts|swp|tmp)$/;

/**
 * Calls back with the paths of changed files, once per save. Returns a function that ends it.
 *
 * Each folder is watched by itself: a recursive watcher follows files on Linux, and loses one that is saved by writing
 * another beside it and renaming that, as many editors do.
 */
export function watchFolders(
  folders: readonly string[],
  onSave: (paths: readonly string[]) => void,
): () => void {
  const changed = new Set<string>();
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;

  const report = (path: string) => {
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const paths = [...changed];
      changed.clear();
      onSave(paths);
    }, quietMs);
  };

  const forget = (folder: string) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };

  const follow = (root: string, folder: string) => {
    if (watchers.has(folder)) return;
    try {
      const watcher = watch(folder, (_, name) => {
        if (!name) return;
        const path = join(folder, name);
        if (ignored.test(relative(root, path))) return;
        if (isFolder(path)) follow(root, path);
        else forget(path);
        report(path);
      });
      // A watched folder that is deleted is no reason to end.
      watcher.on("error", () => forget(folder));
      watchers.set(folder, watcher);
      for (const entry of readdirSync(folder, { withFileTypes: true }))
        if (entry.isDirectory() && !ignored.test(relative(root, join(folder, entry.name))))
          follow(root, join(folder, entry.name));
    } catch {
      // Gone again before it could be watched.
      forget(folder);
    }
  };

  for (const folder of folders) follow(folder, folder);
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers.values()) watcher.close();
  };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
