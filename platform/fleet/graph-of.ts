import { dirname, join } from "node:path";
import { type Graph, type Provider, type RunOptions, runProgram } from "../engine/index.ts";
import { accounts, programs } from "../organisation.ts";
import { awsProvider } from "../provider/index.ts";
import { accountOf, allowedConfig, allowedKey } from "../values/delivery/accounts.ts";
import { UsageError } from "../values/problems.ts";
import { refuseExpired } from "./ledger/expired.ts";
import { today } from "./ledger/ledger.ts";
import { withLookups } from "./lookups.ts";
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

/** A version of the workspace's files, with its own platform. */
export interface Version {
  /** The folder with `services/`. */
  readonly workspace: string;
  /** The platform that its programs import; undefined where they import none. */
  readonly platform: RunOptions["shared"];
}

export interface GraphOptions {
  /** Where services, and those that they read, are. Default: the workspace that this process runs in, and its platform. */
  readonly version?: Version;
  /** Default: `dev`. */
  readonly stage?: string;
  /** Answers for AWS. Default: that of `platform/provider`, in the region of the stack's config. */
  readonly provider?: Provider;
  /** Answers for AWS to services whose outputs the program reads, by their region. Default: `provider`, else the default one. */
  readonly othersProvider?: (region: string | undefined) => Provider;
  readonly preview?: boolean;
  /** Config on top of the stack file's; keys without a namespace are the service's own. */
  readonly config?: Readonly<Record<string, string>>;
  /** Ends the program. */
  readonly signal?: AbortSignal;
  /** Runs the program. Default: as the pulumi CLI does, in a process of its own. */
  readonly run?: (options: RunOptions) => Promise<Graph>;
  readonly stackReferences?: Readonly<Record<string, Record<string, unknown>>>;
  /** What becomes of a program with exceptions that have expired. Default: it is refused. */
  readonly expired?: "refused" | "accepted";
  /** The day, such as `2027-03-31`, that exceptions are judged on. Default: today, in UTC. */
  readonly today?: string;
}

/** Under the Pulumi CLI each program loads the platform, which tags its resources; processes here load it once. */
const platform: RunOptions["shared"] = {
  url: new URL("../index.ts", import.meta.url).href,
  perProgram: { module: new URL("../core/tags.ts", import.meta.url).href, call: "applyTags" },
};

/**
 * The resources that a service's program would create in a stage: runs the program offline. Outputs of other services that it reads
 * are those of their own programs in the same stage. Throws the program's own error.
 */
export async function graphOf(service: string | Service, options: GraphOptions = {}): Promise<Graph> {
  const found = typeof service === "string" ? findService(service) : service;
  const graph = await run(found, options, new OtherStacks());
  if (options.expired !== "accepted") refuseExpired(graph, found, options.today ?? today());
  return graph;
}

/** The graphs of several services by name, or the errors of their programs: each program runs once, whoever reads its outputs. */
export async function graphsOf(
  services: readonly Service[],
  options: GraphOptions = {},
): Promise<ReadonlyMap<string, Graph | Error>> {
  const others = new OtherStacks();
  const settled = await Promise.allSettled(
    services.map((service) => others.graph(service.name, () => run(service, options, others))),
  );
  if (others.circle) throw others.circle;
  return new Map(
    settled.map((one, i) => [
      services[i]!.name,
      one.status === "fulfilled" ? one.value : (one.reason as Error),
    ]),
  );
}

/** Makes graphs of several services as `graphOf` does, and runs each once, however many read its outputs. */
export function graphsTogether(options: GraphOptions): (service: Service) => Promise<Graph> {
  const others = new OtherStacks();
  return (service) => others.graph(service.name, () => run(service, options, others));
}

async function run(service: Service, options: GraphOptions, others: OtherStacks): Promise<Graph> {
  const { name, dir, main, config: projectConfig } = service;
  const stage = options.stage ?? "dev";
  const stack = stackConfig(name, dir, stage);
  const config = {
    ...projectConfig,
    ...accountConfig(service, stage),
    ...stack.values,
    ...namespaced(name, options.config ?? {}),
  };
  const region = config["aws:region"];
  const provider = options.provider ?? providerIn(stage, region);
  const othersProvider =
    options.othersProvider ?? ((theirs = region) => options.provider ?? providerIn(stage, theirs));
  return (options.run ?? runProgram)({
    project: name,
    stack: stage,
    dir,
    main,
    config,
    secretKeys: stack.secretKeys,
    preview: options.preview ?? false,
    ...sharedOf(options),
    idleLimit: programs.silence * 1000,
    ...(options.signal && { signal: options.signal }),
    provider: withLookups(provider, dir),
    otherStacks: (reference) => {
      const other = otherService(reference, service, { ...options, stage });
      const theirs = other && configIn(other, stage)["aws:region"];
      return (
        other &&
        others.outputs(name, other.name, async () => {
          const provider = othersProvider(theirs);
          const theirOptions = { ...pick(options), stage, provider, othersProvider };
          return run(other, theirOptions, others);
        })
      );
    },
    ...(options.stackReferences && { stackReferences: options.stackReferences }),
  });
}

/** The account of a stack without a file, which whoever makes the stack sets. */
function accountConfig(service: Service, stage: string): Record<string, string> {
  const allowed = service.stages.includes(stage) ? undefined : allowedConfig(accounts, stage);
  return allowed === undefined ? {} : { [allowedKey]: allowed };
}

/** Answers for AWS in the account that the stage is deployed to. */
function providerIn(stage: string, region: string | undefined): Provider {
  const { id } = accountOf(accounts, stage);
  return awsProvider({ ...(region && { region }), ...(id && { account: id }) });
}

/**
 * The service whose stack of the same stage a program refers to: the foundation, a folder beside the program's own, or
 * one of `services/`. Undefined for a stack of another stage.
 */
function otherService(
  reference: string,
  from: Service,
  { stage, version }: GraphOptions & { readonly stage: string },
): Service | undefined {
  const [, name = "", at, ...more] = reference.split("/");
  if (at !== stage || more.length > 0) return undefined;
  const foundation = foundationService(version?.workspace);
  if (name === foundation?.name) return foundation;
  const services = servicesDir(version?.workspace);
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

const sharedOf = ({ version }: GraphOptions): Pick<RunOptions, "shared"> => {
  const shared = version ? version.platform : platform;
  return shared ? { shared } : {};
};

/** The options that hold for the programs of other services too. */
const pick = ({ signal, run, version }: GraphOptions): GraphOptions => ({
  ...(version && { version }),
  ...(signal && { signal }),
  ...(run && { run }),
});

function namespaced(name: string, config: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.includes(":") ? key : `${name}:${key}`, value]),
  );
}
