import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { UsageError } from "../commands/command.ts";
import { type Graph, type Provider, runAsChild, runInProcess } from "../engine/index.ts";
import { awsProvider } from "../provider/index.ts";
import { suggestion } from "../values/problems.ts";
import { OtherStacks } from "./other-stacks.ts";

/** A service as its folder describes it. */
export interface Service {
  readonly name: string;
  /** Absolute path of its folder. */
  readonly dir: string;
  readonly owner: string;
  readonly description: string;
  readonly main: string;
  /** Stages that have a stack file. */
  readonly stages: readonly string[];
  /** Defaults of the project's config by full key. */
  readonly config: Readonly<Record<string, string>>;
}

/** Thrown for a service that isn't there or whose files can't be read; the message says what there is. */
class ServiceError extends UsageError {}

/** Root of the repository. */
export const root = fileURLToPath(new URL("../..", import.meta.url));
const servicesDir = join(root, "services");

/** Names of all services: folders of `services/` with a Pulumi.yaml. */
export function serviceNames(dir = servicesDir): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((name) => existsSync(join(dir, name, "Pulumi.yaml")))
    .sort();
}

/**
 * A service by its name, or by a path to its folder (anything with a slash in it). With a stage, one that the service
 * has a stack file for; a service without any takes every stage.
 */
export function findService(nameOrDir: string, stage?: string): Service {
  const isPath = /[/\\]/.test(nameOrDir);
  const dir = isPath ? resolve(nameOrDir) : join(servicesDir, nameOrDir);
  const file = join(dir, "Pulumi.yaml");
  if ((!isPath && !/^[a-z0-9]/i.test(nameOrDir)) || !existsSync(file))
    throw new ServiceError(notFound(nameOrDir, isPath));
  const project = readYaml(file);
  const name = project.name;
  if (typeof name !== "string") throw new ServiceError(`${file} has no name; add "name: ${basename(dir)}".`);
  const config = configOf(name, project.config, file).values;
  const stages = readdirSync(dir).flatMap((entry) => /^Pulumi\.(.+)\.yaml$/.exec(entry)?.[1] ?? []);
  if (stage !== undefined && stages.length > 0 && !stages.includes(stage))
    throw new ServiceError(`${name} has no stack ${stage}; it has: ${stages.join(", ")}.`);
  return {
    name,
    dir,
    owner: config[`${name}:owner`] ?? "",
    description: typeof project.description === "string" ? project.description : "",
    main: typeof project.main === "string" ? project.main : "index.ts",
    stages,
    config,
  };
}

export interface GraphOptions {
  /** Default: `dev`. */
  readonly stage?: string;
  /** Answers for AWS. Default: that of `platform/provider`, in the region of the stack's config. */
  readonly provider?: Provider;
  /** Answers for AWS to services whose outputs the program reads, by their region. Default: `provider`, else the default one. */
  readonly othersProvider?: (region: string | undefined) => Provider;
  readonly preview?: boolean;
  /** Config on top of the stack file's; keys without a namespace are the service's own. */
  readonly config?: Readonly<Record<string, string>>;
  /** Run the program in a process of its own, as the pulumi CLI does. Default: in this process. */
  readonly child?: boolean;
  readonly stackReferences?: Readonly<Record<string, Record<string, unknown>>>;
}

/**
 * What a service's program would create in a stage: runs the program offline. Outputs of other services that it reads
 * are those of their own programs in the same stage. Throws the program's own error.
 */
export async function graphOf(service: string | Service, options: GraphOptions = {}): Promise<Graph> {
  return run(typeof service === "string" ? findService(service) : service, options, new OtherStacks());
}

async function run(service: Service, options: GraphOptions, others: OtherStacks): Promise<Graph> {
  const { name, dir, main, config: projectConfig } = service;
  const stage = options.stage ?? "dev";
  const stack = stackConfig(name, dir, stage);
  const config = { ...projectConfig, ...stack.values, ...namespaced(name, options.config ?? {}) };
  const region = config["aws:region"];
  const provider = options.provider ?? awsProvider(region ? { region } : {});
  const othersProvider =
    options.othersProvider ??
    ((theirs = region) => options.provider ?? awsProvider(theirs ? { region: theirs } : {}));
  // Loaded outside of any program, so that the module is ready for all of them.
  const { applyTags } = await import("../core/tags.ts");
  return (options.child ? runAsChild : runInProcess)({
    project: name,
    stack: stage,
    dir,
    main,
    config,
    secretKeys: stack.secretKeys,
    preview: options.preview ?? false,
    ...(!options.child && { setup: applyTags }),
    provider,
    otherStacks: (reference) => {
      const other = otherService(reference, service, stage);
      const theirs = other && configIn(other, stage)["aws:region"];
      return (
        other &&
        others.outputs(name, other.name, async () => {
          const provider = othersProvider(theirs);
          return (await run(other, { stage, provider, othersProvider }, others)).outputs;
        })
      );
    },
    ...(options.stackReferences && { stackReferences: options.stackReferences }),
  });
}

/**
 * The service whose stack of the same stage a program refers to: the foundation, a folder beside the program's own, or
 * one of `services/`. Undefined for a stack of another stage.
 */
function otherService(reference: string, from: Service, stage: string): Service | undefined {
  const [, name = "", at, ...more] = reference.split("/");
  if (at !== stage || more.length > 0) return undefined;
  const foundation = findService(join(root, "."));
  if (name === foundation.name) return foundation;
  const beside = from.dir === foundation.dir ? servicesDir : dirname(from.dir);
  const folder = [beside, servicesDir].find((one) => serviceNames(one).includes(name));
  if (folder === undefined)
    throw new ServiceError(
      `${from.name} reads the outputs of stack ${reference}, which are not known offline. ${missing(name, [...new Set([...serviceNames(beside), ...serviceNames()])])} ` +
        `Outputs of a stack that isn't of this repository are passed as stackReferences: { "${reference}": { ... } }.`,
    );
  // A stage of a pull request has no stack files; where one service has one, the other needs it too.
  return findService(join(folder, name), from.stages.includes(stage) ? stage : undefined);
}

/** The config of a service in a stage by full key, as its program would get it; the project's and the stack's. */
export function configIn(service: Service, stage: string): Readonly<Record<string, string>> {
  return { ...service.config, ...stackConfig(service.name, service.dir, stage).values };
}

function notFound(given: string, isPath: boolean): string {
  if (isPath) return `There is no service in ${given}: it has no Pulumi.yaml.`;
  return `${missing(given, serviceNames())} Make one with: npm run new-service`;
}

function missing(given: string, names: readonly string[]): string {
  const hint = names.length > 0 ? `${suggestion(given, names)} There are: ${names.join(", ")}.` : "";
  return `There is no service called ${JSON.stringify(given)}.${hint}`;
}

function stackConfig(name: string, dir: string, stage: string) {
  const file = join(dir, `Pulumi.${stage}.yaml`);
  return existsSync(file) ? configOf(name, readYaml(file).config, file) : { values: {}, secretKeys: [] };
}

function readYaml(file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new ServiceError(`${file} can't be read: ${(error as Error).message}`);
  }
  if (value === null || value === undefined) return {};
  if (typeof value !== "object" || Array.isArray(value)) throw new ServiceError(`${file} is no YAML object.`);
  return value as Record<string, unknown>;
}

/**
 * Config of a project or stack file, by full key. Encrypted values can't be read without the stack's key: they are
 * secrets whose value says so.
 */
function configOf(name: string, config: unknown, file: string) {
  if (config !== undefined && config !== null && (typeof config !== "object" || Array.isArray(config)))
    throw new ServiceError(`${file}: config is no YAML object.`);
  const values: Record<string, string> = {};
  const secretKeys: string[] = [];
  for (const [key, given] of Object.entries((config ?? {}) as Record<string, unknown>)) {
    const full = key.includes(":") ? key : `${name}:${key}`;
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

function namespaced(name: string, config: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.includes(":") ? key : `${name}:${key}`, value]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
