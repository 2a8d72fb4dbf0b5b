import { type FSWatcher, watch } from "node:fs";
import { join } from "node:path";

/** Editors write a file in several steps; a save is over when nothing has happened for this long, in milliseconds. */
const quietMs = 80;

const ignored = /(^|[/\\])(node_modules|\.[^/\\]*|test)([/\\]|$)|~$|\.(test\.ts|md|swp|tmp)$/;

/** Calls back with the paths of changed files, once per save. Returns what ends it. */
export function watchFolders(
  folders: readonly string[],
  onSave: (paths: readonly string[]) => void,
): () => void {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const watchers: FSWatcher[] = folders.map((folder) =>
    watch(folder, { recursive: true }, (_, file) => {
      if (!file || ignored.test(file)) return;
      changed.add(join(folder, file));
      clearTimeout(timer);
      timer = setTimeout(() => {
        const paths = [...changed];
        changed.clear();
        onSave(paths);
      }, quietMs);
    }),
  );
  // A watched folder that is deleted is no reason to end.
  for (const each of watchers) each.on("error", () => {});
  return () => {
    clearTimeout(timer);
    for (const each of watchers) each.close();
  };
}
