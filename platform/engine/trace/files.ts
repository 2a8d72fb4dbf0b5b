import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { note, noteUntraceable } from "./trace.ts";

type AnyFunction = (...args: unknown[]) => unknown;
type Holder = Record<string, AnyFunction | undefined>;

const readers = [
  "access",
  "exists",
  "lstat",
  "readFile",
  "readlink",
  "realpath",
  "stat",
  "statfs",
  "opendir",
];
/** Each also without an end, as `readFileSync` is to `readFile`. */
const writers = ["appendFile", "mkdir", "mkdtemp", "rm", "rmdir", "truncate", "unlink", "writeFile"];
/** They read their first path and write the second. */
const movers = ["copyFile", "link", "rename", "symlink"];
const unfollowed = ["cp", "glob"];

/** An absolute path; none for what is no path, such as a descriptor. */
function pathOf(given: unknown): string | undefined {
  if (typeof given === "string") return resolve(given);
  if (given instanceof URL) return given.protocol === "file:" ? fileURLToPath(given) : undefined;
  return Buffer.isBuffer(given) ? resolve(given.toString()) : undefined;
}

const noteAt = (kind: "paths" | "folders" | "trees" | "written", given: unknown) => {
  const path = pathOf(given);
  if (path !== undefined) note(kind, path);
};

/** Wraps a function by one that notes first, and keeps what hangs on it, such as `realpath.native`. */
function wrap(holder: Holder, name: string, before: (args: readonly unknown[]) => void): void {
  const original = holder[name];
  if (original === undefined) return;
  holder[name] = Object.assign(function (this: unknown, ...args: unknown[]) {
    before(args);
    return Reflect.apply(original, this, args);
  }, original);
}

/** Whether a file is opened for reading alone; the flags of `open` are its second argument. */
const isRead = (flags: unknown): boolean =>
  flags === undefined ||
  flags === null ||
  typeof flags === "function" ||
  flags === "r" ||
  flags === "rs" ||
  flags === 0;

const optionsOf = (args: readonly unknown[]) => Object(args[1]) as { readonly recursive?: unknown };

function wrapAll(holder: Holder): void {
  const each = (names: readonly string[], before: (args: readonly unknown[], name: string) => void) => {
    for (const name of names)
      for (const full of [name, `${name}Sync`]) wrap(holder, full, (args) => before(args, name));
  };
  each(readers, ([path]) => noteAt("paths", path));
  each(["readdir"], (args) => noteAt(optionsOf(args).recursive ? "trees" : "folders", args[0]));
  each(["opendir"], (args) => noteAt(optionsOf(args).recursive ? "trees" : "folders", args[0]));
  each(["open"], ([path, flags]) => noteAt(isRead(flags) ? "paths" : "written", path));
  each(writers, ([path]) => noteAt("written", path));
  each(movers, ([from, to]) => {
    noteAt("paths", from);
    noteAt("written", to);
  });
  each(unfollowed, (_, name) => noteUntraceable(`fs.${name}`));
  each(["openAsBlob"], ([path]) => noteAt("paths", path));
}

/** Notes every file that JavaScript reads or looks for. Files that native code reads are the business of whoever calls it. */
export function traceFiles(): void {
  wrapAll(fs as unknown as Holder);
  wrapAll(fs.promises as unknown as Holder);
  const loadEnvFile = process.loadEnvFile;
  process.loadEnvFile = (path) => {
    noteAt("paths", path ?? ".env");
    loadEnvFile(path);
  };
  syncBuiltinESMExports();
}
