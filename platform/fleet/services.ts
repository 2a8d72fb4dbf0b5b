import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parse } from "yaml";
import { isObject } from "../values/objects.ts";
import { givenPath, workspaceDir } from "../values/places.ts";
import { didYouMean, suggestion, UsageError } from "../values/problems.ts";
import { checkIdentity } from "./identity.ts";

/** A service as its folder describes it. */
export interface Service {
  readonly name: string;
  /** Absolute path of its folder. */
  readonly dir: string;
  readonly owner: string;
  readonly description: string;
  /** As its Pulumi.yaml has it: the program's file, or a folder that has it; `.` where it says nothing. */
  readonly main: string;
  /** Stages that have a stack file. */
  readonly stages: readonly string[];
  /** Defaults of the project's config by full key. */
  readonly config: Readonly<Record<string, string>>;
}

/** Folder of the workspace's services. */
export const servicesDir = (workspace = workspaceDir()): string => join(workspace, "services");

/** Names of all services: folders of `services/` with a Pulumi.yaml, without hidden ones, which commands work in. */
export function serviceNames(dir = servicesDir()): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((name) => !name.startsWith(".") && existsSync(join(dir, name, "Pulumi.yaml")))
    .sort();
}

/** The workspace's own project, whose resources all services share; undefined where its root has no Pulumi.yaml. */
export function foundationService(workspace = workspaceDir()): Service | undefined {
  return existsSync(join(workspace, "Pulumi.yaml")) ? findService(join(workspace, ".")) : undefined;
}

/**
 * A service by its name, the foundation by its own, or one by a path to its folder (anything with a slash in it). With a stage, one that the service
 * has a stack file for; a service without any takes every stage.
 */
export function findService(nameOrDir: string, stage?: string): Service {
  const isPath = /[/\\]/.test(nameOrDir);
  const dir = isPath ? givenPath(nameOrDir) : join(servicesDir(), nameOrDir);
  const file = join(dir, "Pulumi.yaml");
  const foundation = isPath || existsSync(file) ? undefined : foundationService();
  if (foundation?.name === nameOrDir) return foundation;
  if ((!isPath && !/^[a-z0-9]/i.test(nameOrDir)) || !existsSync(file))
    throw new UsageError(notFound(nameOrDir, isPath));
  const project = readYaml(file);
  const name = project.name;
  if (typeof name !== "string") throw new UsageError(`${file} has no name; add "name: ${basename(dir)}".`);
  const config = configOf(name, project.config, file).values;
  checkIdentity({ name, dir, owner: config[`${name}:owner`] });
  const stages = readdirSync(dir).flatMap((entry) => /^Pulumi\.(.+)\.yaml$/.exec(entry)?.[1] ?? []);
  if (stage !== undefined && stages.length > 0 && !stages.includes(stage))
    throw new UsageError(
      `${name} has no stack ${stage}; it has: ${[...stages].sort().join(", ")}.${suggestion(stage, stages)}`,
    );
  return {
    name,
    dir,
    owner: config[`${name}:owner`] ?? "",
    description: typeof project.description === "string" ? project.description : "",
    main: typeof project.main === "string" ? project.main : ".",
    stages,
    config,
  };
}

/** The config of a service in a stage by full key, as its program would get it; the project's and the stack's. */
export function configIn(service: Service, stage: string): Readonly<Record<string, string>> {
  return { ...service.config, ...stackConfig(service.name, service.dir, stage).values };
}

function notFound(given: string, isPath: boolean): string {
  if (isPath) return `There is no service in ${given}: it has no Pulumi.yaml.`;
  const foundation = foundationService();
  return `${missing(given, [...serviceNames(), ...(foundation ? [foundation.name] : [])])} Make one with: npm run new-service`;
}

/** The sentence on a service that is missing, with the services that there are. */
export function missing(given: string, names: readonly string[]): string {
  const hint = names.length > 0 ? `${suggestion(given, names)} There are: ${names.join(", ")}.` : "";
  return `There is no service called ${JSON.stringify(given)}.${hint}`;
}

/** Config of a stack's file; none where it has no file. */
export function stackConfig(name: string, dir: string, stage: string) {
  const file = join(dir, `Pulumi.${stage}.yaml`);
  return existsSync(file) ? configOf(name, readYaml(file).config, file) : { values: {}, secretKeys: [] };
}

function readYaml(file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`${file} can't be read: ${(error as Error).message}`);
  }
  if (value === null || value === undefined) return {};
  if (typeof value !== "object" || Array.isArray(value)) throw new UsageError(`${file} is no YAML object.`);
  return value as Record<string, unknown>;
}

/**
 * Config of a project or stack file, by full key. Encrypted values can't be read without the stack's key: they are
 * secrets with the value `[encrypted]`.
 */
function configOf(name: string, config: unknown, file: string) {
  if (config !== undefined && config !== null && (typeof config !== "object" || Array.isArray(config)))
    throw new UsageError(`${file}: config is no YAML object.`);
  const values: Record<string, string> = {};
  const secretKeys: string[] = [];
  for (const [key, given] of Object.entries((config ?? {}) as Record<string, unknown>)) {
    const full = key.includes(":") ? key : `${name}:${key}`;
    checkNamespace(full, name, file);
    const declared =
      isObject(given) && ("value" in given || "default" in given) ? (given.value ?? given.default) : given;
    if (isObject(declared) && "secure" in declared) {
      values[full] = "[encrypted]";
      secretKeys.push(full);
    } else if (!(isObject(declared) && "type" in declared)) {
      values[full] = typeof declared === "string" ? declared : JSON.stringify(declared);
    }
  }
  return { values, secretKeys };
}

/** Refuses config of another project than the one that reads it: the CLI keeps it, and no program ever sees it. */
function checkNamespace(key: string, name: string, file: string): void {
  const [namespace = "", ...rest] = key.split(":");
  if (namespace === name) return;
  const another =
    /^[\w-]+$/.test(namespace) && existsSync(join(dirname(file), "..", namespace, "Pulumi.yaml"));
  if (!another && didYouMean(namespace, [name]) === undefined) return;
  throw new UsageError(
    `${file}: ${key} is config of a project called ${namespace}, and this one is ${name}: nothing reads it. ` +
      `Write ${name}:${rest.join(":")}, or leave it out.`,
  );
}
