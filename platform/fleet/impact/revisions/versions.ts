import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "../../../values/problems.ts";
import type { Version } from "../../graph-of.ts";
import { foundationService, serviceNames, servicesDir } from "../../services.ts";
import type { Base } from "./repository.ts";

/** What every version of the platform has to have for its programs to be run: the call that tags a program's resources. */
const tags = { file: "core/tags.ts", call: "applyTags" };

/** A checkout with its own platform: defaults and components of a service at the base are those of the base. */
export function versionOf(workspace: string, base: Base): Version {
  const index = platformOf(workspace);
  if (index === undefined) return { workspace, platform: undefined };
  const module = join(dirname(index), tags.file);
  if (!existsSync(module))
    throw new UsageError(
      `The platform of the base (${base.name}, ${base.commit.slice(0, 12)}) is too old to be run: it has no ` +
        `platform/${tags.file}. Name a later revision: --base <revision>.`,
    );
  const perProgram = { module: pathToFileURL(module).href, call: tags.call };
  return { workspace, platform: { url: pathToFileURL(index).href, perProgram } };
}

/** The file that programs get for `#platform`; undefined where the name means nothing. */
function platformOf(workspace: string): string | undefined {
  try {
    return createRequire(join(workspace, "package.json")).resolve("#platform");
  } catch {
    return undefined;
  }
}

/** The services of a version, the foundation with them, and the stages that each has stack files for. */
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
  if (foundation) add(foundation.name, workspace);
  return stages;
}

/** Whether a service has a stage: a service without stack files has every one. */
export const hasStage = (stages: readonly string[] | undefined, stage: string): boolean =>
  stages !== undefined && (stages.length === 0 || stages.includes(stage));
