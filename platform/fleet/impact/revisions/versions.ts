import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { platformDir } from "../../../values/places.ts";
import { UsageError } from "../../../values/problems.ts";
import type { Version } from "../../graph-of.ts";
import { foundationService, serviceNames, servicesDir } from "../../services.ts";
import type { Base } from "./repository.ts";

/** What every version of the platform has to have for its programs to be run: the call that tags a program's resources. */
const tags = { file: "core/tags.ts", call: "applyTags" };

/**
 * A version with its own platform: defaults and components of a service at the base are those of the base, whatever the engine
 * that runs it.
 */
export function versionOf(workspace: string, base?: Base): Version {
  const index = platformOf(workspace);
  const module = join(dirname(index), tags.file);
  if (!existsSync(module)) {
    const [which, remedy] = base
      ? [`base (${base.name}, ${base.commit.slice(0, 12)})`, " Name a later revision: --base <revision>."]
      : ["working tree", ""];
    throw new UsageError(
      `The platform of the ${which} can't be run by this one: it has no ${tags.file} beside ${index}.${remedy}`,
    );
  }
  const perProgram = { module: pathToFileURL(module).href, call: tags.call };
  return { workspace, platform: { url: pathToFileURL(index).href, perProgram } };
}

/** The file that programs get for `#platform`; where they use another name, that of the workspace or this one. */
function platformOf(workspace: string): string {
  try {
    return createRequire(join(workspace, "package.json")).resolve("#platform");
  } catch {
    return [workspace, platformDir]
      .map((root) => join(root, "platform", "index.ts"))
      .find((file, i) => i === 1 || existsSync(file))!;
  }
}

/** The services of a version, and the stages that each has stack files for; the foundation with them, which takes every stage. */
export function stagesIn(workspace: string): Map<string, readonly string[]> {
  const stages = new Map<string, readonly string[]>();
  const add = (name: string, dir: string) =>
    stages.set(
      name,
      readdirSync(dir).flatMap((entry) => /^Pulumi\.(.+)\.yaml$/.exec(entry)?.[1] ?? []),
    );
  const services = servicesDir(workspace);
  for (const name of serviceNames(services)) add(name, join(services, name));
  const foundation = foundationService(workspace);
  if (foundation) stages.set(foundation.name, []);
  return stages;
}

/** Whether a service has a stage: a service without stack files has every one. */
export const hasStage = (stages: readonly string[] | undefined, stage: string): boolean =>
  stages !== undefined && (stages.length === 0 || stages.includes(stage));
