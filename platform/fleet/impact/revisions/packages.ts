import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { UsageError } from "../../../values/problems.ts";
import { sha256 } from "./places.ts";

/** What says which packages are installed, by package manager. */
const lockfiles = ["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock"];

const textOf = (file: string): string | undefined =>
  existsSync(file) ? readFileSync(file, "utf8") : undefined;

interface Trees {
  /** Root of the checkout, which has no packages yet. */
  readonly checkout: string;
  /** Root of the working tree, which has some. */
  readonly working: string;
  /** Folder of the packages that npm has installed before. */
  readonly cache: string;
}

/** How a folder of the checkout gets its packages; `plan` names it, so that another way is noticed. */
interface Way {
  readonly plan: string;
  provide(): void | Promise<void>;
}

/**
 * Gives a checkout its packages, in every folder that has a package.json: those of the working tree where its lockfile is
 * the same, else those that npm installs, once for each lockfile. The working tree may have got others since the last time.
 */
export async function providePackages(trees: Trees, folders: readonly string[]): Promise<void> {
  const note = `${trees.checkout}.packages.json`;
  const provided = JSON.parse(textOf(note) ?? "{}") as Readonly<Record<string, string>>;
  const plans: Record<string, string> = {};
  for (const folder of folders) {
    const at = join(trees.checkout, folder, "node_modules");
    const way = wayOf(trees, folder, at);
    if (!way) continue;
    plans[folder] = way.plan;
    if (provided[folder] === way.plan && existsSync(at)) continue;
    rmSync(at, { recursive: true, force: true });
    await way.provide();
  }
  writeFileSync(note, JSON.stringify(plans));
}

function wayOf(trees: Trees, folder: string, at: string): Way | undefined {
  const [there, here] = [join(trees.checkout, folder), join(trees.working, folder)];
  const lock = lockfiles.find((name) => existsSync(join(there, name)));
  const same = lockfiles.every((name) => textOf(join(there, name)) === textOf(join(here, name)));
  const packages = join(here, "node_modules");
  if (same && existsSync(packages)) return linked(realpathSync(packages), at, trees);
  return lock === undefined ? undefined : installed(there, lock, { at, cache: trees.cache });
}

/**
 * Links the working tree's packages. Those that are folders of the repository itself, such as npm's workspaces, are the
 * checkout's own.
 */
function linked(packages: string, at: string, { checkout, working }: Trees): Way {
  const own = linksIn(packages).flatMap((name) => {
    const inside = relative(realpathSync(working), realpathSync(join(packages, name)));
    return inside.startsWith("..") || inside.split(sep).includes("node_modules")
      ? []
      : [[name, inside] as const];
  });
  if (own.length === 0)
    return { plan: `link ${packages}`, provide: () => symlinkSync(packages, at, "junction") };
  const scopes = new Set(own.map(([name]) => dirname(name)).filter((scope) => scope !== "."));
  const names = readdirSync(packages).flatMap((name) =>
    scopes.has(name) ? readdirSync(join(packages, name)).map((inner) => `${name}/${inner}`) : [name],
  );
  const targets = new Map(names.map((name) => [name, join(packages, name)]));
  for (const [name, inside] of own) targets.set(name, join(checkout, inside));
  return {
    plan: `links ${sha256(JSON.stringify([...targets]))}`,
    provide() {
      for (const scope of ["", ...scopes]) mkdirSync(join(at, scope), { recursive: true });
      for (const [name, target] of targets) symlinkSync(target, join(at, name), "junction");
    },
  };
}

/** Names of packages that are links. */
function linksIn(packages: string): string[] {
  const isLink = (name: string) => {
    try {
      return readlinkSync(join(packages, name)) !== "" && existsSync(join(packages, name));
    } catch {
      return false;
    }
  };
  return readdirSync(packages)
    .flatMap((name) =>
      name.startsWith("@") ? readdirSync(join(packages, name)).map((inner) => `${name}/${inner}`) : [name],
    )
    .filter((name) => !name.startsWith(".") && isLink(name));
}

/** Installs what a lockfile of the checkout says. Scripts of packages don't run: the base may be anybody's. */
function installed(
  folder: string,
  lock: string,
  { at, cache }: { readonly at: string; readonly cache: string },
): Way {
  if (lock !== "package-lock.json" && lock !== "npm-shrinkwrap.json")
    throw new UsageError(
      `The base has another ${lock} than the working tree, and only npm's packages are installed here. Choose a base ` +
        `with the same ${lock}.`,
    );
  const files = ["package.json", lock, ".npmrc"].filter((name) => existsSync(join(folder, name)));
  const texts = files.map((name) => readFileSync(join(folder, name), "utf8"));
  const hash = sha256(JSON.stringify([process.platform, process.arch, ...texts]));
  // Links lead to other folders of the checkout.
  if (texts.some((text) => text.includes('"link": true')))
    return { plan: `npm ${hash}`, provide: () => npmCi(folder) };
  const kept = join(cache, "packages", hash);
  return {
    plan: `npm ${kept}`,
    async provide() {
      if (!existsSync(kept)) await keep(kept, folder, files);
      symlinkSync(join(kept, "node_modules"), at, "junction");
    },
  };
}

async function keep(kept: string, folder: string, files: readonly string[]): Promise<void> {
  mkdirSync(dirname(kept), { recursive: true });
  const temporary = mkdtempSync(`${kept}.tmp-`);
  try {
    for (const name of files) writeFileSync(join(temporary, name), readFileSync(join(folder, name)));
    await npmCi(temporary);
    if (!existsSync(kept)) renameSync(temporary, kept);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

async function npmCi(folder: string): Promise<void> {
  process.stderr.write("The base has other packages; npm ci installs them, once ...\n");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  // npm would take its own variables, of the script that runs this, for the config of that folder.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$)/.test(name)),
  );
  try {
    await promisify(execFile)(npm, args, {
      cwd: folder,
      env,
      maxBuffer: 2 ** 26,
      shell: process.platform === "win32",
    });
  } catch (error) {
    const { stderr = "", message } = error as Error & { stderr?: string };
    throw new UsageError(
      `The packages of the base can't be installed (npm ci for its package-lock.json): ` +
        `${stderr.trim() || message}\nWithout a registry, choose a base with the working tree's package-lock.json.`,
    );
  }
}
