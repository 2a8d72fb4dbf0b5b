import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, parseDocument } from "yaml";
import { isObject } from "../../values/objects.ts";
import { type Problem, UsageError } from "../../values/problems.ts";
import type { Failure } from "../failures.ts";
import { findService, type Service, serviceNames } from "../services.ts";

/** The services that a command works on, and those that have no stack file for the stage. */
export interface Selection {
  readonly services: readonly Service[];
  readonly leftOut: readonly string[];
  /** Services whose files can't be read, where none is named. */
  readonly unreadable: readonly Failure[];
}

/**
 * The services that are named, or all that have a stack in the stage. Throws all problems with the names together;
 * `remedy` is what the command offers for a stage without any.
 */
export function select(names: readonly string[], stage: string, remedy = takeConfig): Selection {
  if (names.length > 0) return { services: named(names, stage), leftOut: [], unreadable: [] };
  const { services: all, unreadable } = everyService();
  if (all.length + unreadable.length === 0)
    throw new UsageError("There is no service. Make one with: npm run new-service");
  // One without any stack file takes every stage.
  const has = ({ stages }: Service) => stages.length === 0 || stages.includes(stage);
  const services = all.filter(has);
  if (services.length === 0 && all.length > 0) {
    const stages = [...new Set(all.flatMap((service) => service.stages))].sort();
    throw new UsageError([
      {
        where: "--stage",
        problem: `No service has a stack file for stage ${stage}; there are files for ${stages.join(", ")}. ${remedy}`,
      },
    ]);
  }
  const leftOut = all.filter((service) => !has(service)).map(({ name }) => name);
  return { services, leftOut, unreadable };
}

/** All services, and those whose files can't be read. */
export function everyService(): {
  readonly services: readonly Service[];
  readonly unreadable: readonly Failure[];
} {
  const services: Service[] = [];
  const unreadable: Failure[] = [];
  for (const service of serviceNames())
    try {
      services.push(findService(service));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      unreadable.push({ service, error: error.message });
    }
  return { services, unreadable };
}

const takeConfig = "Take the config of one of them with --config-from <stage>.";

/** Services by their names, with a stage those that have it. Throws all problems together. */
export function named(names: readonly string[], stage?: string): Service[] {
  const problems: Problem[] = [];
  const services = new Map<string, Service>();
  for (const name of names)
    try {
      const service = findService(name, stage);
      services.set(service.name, service);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.push(...error.problems);
    }
  if (problems.length > 0) throw new UsageError(problems);
  return [...services.values()];
}

/**
 * Gives services a stack file for a stage, such as that of a pull request, by that of another stage. What is encrypted
 * stays out: another stack can't read it. A file that is there stays as it is.
 */
export function copyConfig(names: readonly string[], from: string, to: string): void {
  const services = (names.length > 0 ? names : serviceNames()).map((name) => findService(name, from));
  for (const { dir, stages } of services) {
    const [source, file] = [from, to].map((stage) => join(dir, `Pulumi.${stage}.yaml`)) as [string, string];
    if (!stages.includes(from) || existsSync(file)) continue;
    const document = parseDocument(readFileSync(source, "utf8"));
    for (const key of ["encryptionsalt", "encryptedkey"]) document.delete(key);
    const config = document.get("config");
    if (isMap(config))
      config.items = config.items.filter(
        ({ value }) => !hasSecret((value as { toJSON(): unknown } | null)?.toJSON()),
      );
    writeFileSync(file, document.toString());
  }
}

const hasSecret = (value: unknown): boolean =>
  isObject(value) && ("secure" in value || Object.values(value).some(hasSecret));
