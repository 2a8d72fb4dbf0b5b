import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { filesBelow } from "../code/sources.ts";
import type { BundleFile } from "./zip.ts";

/** Name of the package that a file belongs to; undefined for the team's own files. */
export const packageOf = (path: string): string | undefined =>
  /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(path)?.[1]?.replaceAll("\\", "/");

/** Packages for an archive's `node_modules`. */
export interface Installed {
  readonly files: readonly BundleFile[];
  /** Files that change when npm installs something else. */
  readonly inputs: readonly string[];
  readonly problems: readonly string[];
  /** Those with native code, none of it for the architecture. */
  readonly unfit: readonly string[];
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Packages as npm installed them for a service, each with all that it depends on. */
export function installedPackages(names: readonly string[], dir: string, architecture: string): Installed {
  const files = new Map<string, BundleFile>();
  const problems: string[] = [];
  const unfit: string[] = [];
  const folders = new Map<string, string>();
  for (const name of names) {
    const top = folderOf(name, dir);
    if (!top) {
      problems.push(
        `nodeModules: "${name}" isn't installed. Check the spelling, install it in the root of the repository ` +
          `(npm install ${name}), or name the package that depends on it.`,
      );
      continue;
    }
    const own = closure(top);
    const added = own.flatMap((folder) => {
      const place = placeIn(folder);
      const other = folders.get(place);
      if (other !== undefined && other !== folder)
        problems.push(
          `nodeModules: ${folder} and ${other} would stand in the same place; install one of them.`,
        );
      folders.set(place, folder);
      return filesBelow(folder).map((file) => ({ ...file, name: `${place}/${file.name}` }));
    });
    const native = added.filter((file) => file.name.endsWith(".node"));
    if (native.length > 0 && !native.some(({ data }) => machineOf(data) === architecture)) unfit.push(name);
    for (const file of added) files.set(file.name, file);
  }
  const inputs = [...folders.values()].map((folder) => join(folder, "package.json"));
  return { files: [...files.values()], inputs, problems, unfit };
}

/** Folder of a package as Node.js finds it from another folder. */
function folderOf(name: string, from: string): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    const folder = join(at, "node_modules", name);
    if (basename(at) !== "node_modules" && existsSync(join(folder, "package.json"))) return folder;
    if (dirname(at) === at) return undefined;
  }
}

/** Folders of a package and of everything that is installed for it. */
function closure(top: string): string[] {
  const found = new Set([top]);
  for (const folder of found) {
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
    const { dependencies, optionalDependencies, peerDependencies } = manifest;
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const needed = folderOf(name, folder);
      if (needed) found.add(needed);
    }
  }
  return [...found];
}

/** `node_modules/a/node_modules/b`: its place among the others stays. */
const placeIn = (folder: string): string =>
  folder.slice(folder.search(/[\\/]node_modules[\\/]/) + 1).replaceAll("\\", "/");

/** Lambda's word for the processor of a Linux binary; undefined for others. Source: "System V ABI", e_machine. */
function machineOf(data: Uint8Array): string | undefined {
  const elf = Buffer.from(data.buffer, data.byteOffset, data.length);
  if (elf.length < 20 || elf.readUInt32BE(0) !== 0x7f454c46) return undefined;
  return { 62: "x86_64", 183: "arm64" }[elf.readUInt16LE(18)];
}
