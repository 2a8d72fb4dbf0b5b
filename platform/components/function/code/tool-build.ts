import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { whereOf } from "../../../core/component.ts";
import { builds, offline } from "../../../values/offline.ts";
import { canStart } from "../../../values/on-path.ts";
import { cacheDir } from "../../../values/places.ts";
import { ValueError } from "../../../values/problems.ts";
import { checkSize } from "../bundle/limits.ts";
import { BundleError } from "../bundle/problems.ts";
import { type BundleFile, zip } from "../bundle/zip.ts";
import type { CodeContext, CodeInputs } from "./kind.ts";
import { withProgress } from "./progress.ts";
import { run } from "./run-tool.ts";
import { filesBelow, hashOf } from "./sources.ts";

/** The way from a folder of sources to an archive. */
export interface BuildSteps {
  /** The program and its arguments, started in the folder; `{out}` stands for the folder that becomes the archive. */
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** The environment in which it builds for this machine. Default: none; it builds for deployments only. */
  readonly here?: Readonly<Record<string, string>>;
  /** Arguments that make the tool print its version: another version builds again. Default: none. */
  readonly version?: readonly string[];
  /** How to get the tool, as a sentence. */
  readonly install: string;
  /** A file that has to be in the archive. */
  readonly makes?: string;
}

type Archived = Pick<CodeInputs, "code" | "sourceCodeHash">;

/** The program that OS-only runtimes start. Source: "Building a custom runtime for AWS Lambda". */
export const bootstrap = "bootstrap";

/** A folder as it is, zipped. */
export function zipped(folder: string, { dir }: CodeContext): Archived {
  const files = filesBelow(join(dir, folder));
  const sourceCodeHash = hashOf(files);
  const archive = archiveOf(sourceCodeHash);
  if (!existsSync(archive)) write(archive, files, folder);
  return { code: new pulumi.asset.FileArchive(archive), sourceCodeHash };
}

const underWay = new Map<string, Promise<void>>();

/**
 * Code that a tool builds from a folder, when a deployment needs it, or the local target: plans and tests run nothing and
 * need no tool, a deployment without it is refused. The hash that decides about an update is that of the sources and of how they are
 * built, so it is the same with and without the tool.
 */
export function built(folder: string, steps: BuildSteps, { component, name, dir }: CodeContext): Archived {
  const sources = join(dir, folder);
  const config = new pulumi.Config(offline.namespace);
  const isOffline = config.getBoolean(offline.key) === true;
  const here = isOffline && config.getBoolean(builds.key) === true ? steps.here : undefined;
  const env = here ?? steps.env ?? {};
  const sourceCodeHash = hashOf(filesBelow(sources), JSON.stringify([steps.command, env]));
  const archive = archiveOf(sourceCodeHash);
  const missing = canStart(steps.command[0], sources)
    ? undefined
    : `there is no ${steps.command[0]} on PATH to build ${folder}. ${steps.install}`;
  if (isOffline && (missing || !here)) {
    if (missing)
      pulumi.log.warn(
        `${name} can't be deployed from this machine: ${missing} Plans and tests work without.`,
        component,
      );
    return { code: new pulumi.asset.FileArchive(archive), sourceCodeHash };
  }
  if (missing) throw new ValueError([`code: ${missing}`], whereOf("Function", name));
  const building =
    underWay.get(archive) ??
    make(sources, archive, { ...steps, env }).finally(() => underWay.delete(archive));
  underWay.set(archive, building);
  const code = withProgress(building, `${name}: still building ${folder}.`, component).then(
    () => new pulumi.asset.FileArchive(archive),
  );
  return { code: pulumi.output(code), sourceCodeHash };
}

const archiveOf = (hash: string) =>
  join(cacheDir(), "builds", `${Buffer.from(hash, "base64").toString("hex")}.zip`);

/** Builds into a folder of its own and zips that, unless the same sources were built by the same version before. */
async function make(sources: string, archive: string, steps: BuildSteps): Promise<void> {
  const [tool, ...args] = steps.command;
  const note = archive.replace(/zip$/, "version");
  const version = steps.version ? await run(tool, steps.version, sources) : "";
  if (existsSync(archive) && existsSync(note) && readFileSync(note, "utf8") === version) return;
  mkdirSync(dirname(archive), { recursive: true });
  const out = mkdtempSync(join(dirname(archive), "out-"));
  try {
    const given = args.map((arg) => arg.replaceAll("{out}", out));
    await run(tool, given, sources, { ...steps.env, OUT: out });
    const files = filesBelow(out);
    if (steps.makes !== undefined && !files.some(({ name }) => name === steps.makes))
      throw new BundleError(
        `The build of ${sources} made no ${steps.makes} in the folder that {out} stands for.`,
      );
    write(archive, files, sources);
    writeFileSync(note, version);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function write(archive: string, files: readonly BundleFile[], what: string): void {
  // Lambda starts it, so it has to be a program whatever the checkout made of its mode.
  const data = zip(files.map((file) => (file.name === bootstrap ? { ...file, executable: true } : file)));
  const raw = files.reduce((sum, file) => sum + file.data.length, 0);
  const problems = checkSize({ raw, zip: data.length });
  if (problems.length > 0) throw new BundleError(`${what} can't be deployed:\n  ${problems.join("\n  ")}`);
  mkdirSync(dirname(archive), { recursive: true });
  const temporary = `${archive}.${process.pid}.tmp`;
  writeFileSync(temporary, data);
  renameSync(temporary, archive);
}
