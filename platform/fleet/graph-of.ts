import { dirname, join } from "node:path";
import { type Graph, loadSdk, type Provider, runAsChild, runInProcess } from "../engine/index.ts";
import { awsProvider } from "../provider/index.ts";
import { UsageError } from "../values/problems.ts";
import { OtherStacks } from "./other-stacks.ts";
import {
  configIn,
  findService,
  foundationService,
  missing,
  type Service,
  serviceNames,
  servicesDir,
  stackConfig,
} from "./services.ts";

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
 * The resources that a service's program would create in a stage: runs the program offline. Outputs of other services that it reads
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
  const setup = options.child ? undefined : await tagging();
  return (options.child ? runAsChild : runInProcess)({
    project: name,
    stack: stage,
    dir,
    main,
    config,
    secretKeys: stack.secretKeys,
    preview: options.preview ?? false,
    ...(setup && { setup }),
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

/** Loaded outside of any program, so that the module is ready for all of them, and after the engine's SDK. */
async function tagging(): Promise<() => void> {
  await loadSdk();
  // biome-ignore lint/style/noRestrictedImports: under the pulumi CLI the program loads it; here the engine sets it up.
  const { applyTags } = await import("../core/tags.ts");
  return applyTags;
}

/**
 * The service whose stack of the same stage a program refers to: the foundation, a folder beside the program's own, or
 * one of `services/`. Undefined for a stack of another stage.
 */
function otherService(reference: string, from: Service, stage: string): Service | undefined {
  const [, name = "", at, ...more] = reference.split("/");
  if (at !== stage || more.length > 0) return undefined;
  const foundation = foundationService();
  if (name === foundation?.name) return foundation;
  const services = servicesDir();
  const beside = from.dir === foundation?.dir ? services : dirname(from.dir);
  const folder = [beside, services].find((one) => serviceNames(one).includes(name));
  if (folder === undefined)
    throw new UsageError(
      `${from.name} reads the outputs of stack ${reference}, which are not known offline. ${missing(name, [...new Set([...serviceNames(beside), ...serviceNames(services)])])} ` +
        `Outputs of a stack that isn't of this workspace are passed as stackReferences: { "${reference}": { ... } }.`,
    );
  // A stage of a pull request has no stack files; where one service has one, the other needs it too.
  return findService(join(folder, name), from.stages.includes(stage) ? stage : undefined);
}

function namespaced(name: string, config: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.includes(":") ? key : `${name}:${key}`, value]),
  );
}
