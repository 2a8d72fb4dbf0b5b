import type * as aws from "@pulumi/aws";
import type * as awsx from "@pulumi/awsx";
import type * as pulumi from "@pulumi/pulumi";
import type { Transform } from "../../core/component.ts";
import type { Linkable, Statement } from "../../core/link.ts";
import type { Defaults, Overlay } from "../../defaults.ts";
import type { CodeArgs, HandlerPath } from "./code/index.ts";
import type { DeploymentArgs, DeploymentTransform } from "./delivery/deployment.ts";
import type {
  ProvisionedConcurrency,
  ProvisionedConcurrencyTransform,
} from "./delivery/provisioned-concurrency.ts";
import type { Destination, FailureDestination } from "./destination.ts";
import { type FeatureArgs, type FeatureTransform, featureArgNames, featureParts } from "./features/index.ts";
import type { LayerArgs } from "./layers.ts";

export type { HandlerPath } from "./code/index.ts";

/** What a service says about a function; everything left out comes from `platform/defaults.ts`. */
export type FunctionArgs = FunctionSettings & CodeArgs;

/** What a service may say about a function beside what it runs. */
export interface FunctionSettings extends FeatureArgs, LayerArgs {
  /** MB, 128 to 10,240. Default: `defaults.function.memory`. */
  readonly memory?: number;
  /** Seconds, 1 to 900. Default: `defaults.function.timeout`. */
  readonly timeout?: number;
  /** Concurrent executions kept for and allowed to this function. Default: `defaults.function.reservedConcurrency`. */
  readonly reservedConcurrency?: number | "unreserved";
  /** MB in /tmp, 512 to 10,240. Default: `defaults.function.ephemeralStorage`. */
  readonly ephemeralStorage?: number;
  /** Default: `defaults.function.architecture`. */
  readonly architecture?: Defaults["function"]["architecture"];
  /** Default: `defaults.function.tracing`. */
  readonly tracing?: Defaults["function"]["tracing"];
  /** Default: `defaults.function.logLevel`. */
  readonly logLevel?: Defaults["function"]["logLevel"];
  /** Days, one of those that CloudWatch Logs knows. Default: `defaults.function.logRetentionDays`. */
  readonly logRetentionDays?: number;
  /** Retries of asynchronous invocations, 0 to 2. Default: `defaults.function.retries`. */
  readonly retries?: number;
  /** Seconds an asynchronous event may wait, 60 to 21,600. Default: `defaults.function.maxEventAge`. */
  readonly maxEventAge?: number;
  /** How a new version gets its traffic. Default: `defaults.deployment`. */
  readonly deployment?: DeploymentArgs;
  /** Environments that are kept started; needs no more than the reserved concurrency. Default: none. */
  readonly provisionedConcurrency?: ProvisionedConcurrency;
  /**
   * Where asynchronous events go that failed all retries: a queue, topic, bus, bucket or function. Default: a dead-letter
   * queue of the function's own.
   */
  readonly onFailure?: FailureDestination;
  /** What gets the result of each asynchronous invocation that succeeded: as above, but no bucket. Default: none. */
  readonly onSuccess?: Destination;
  /** Plain values only, 4 KB in all: link secrets, never put them here. */
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>>;
  /** What the handler uses: adds the variables and the permissions for it. */
  readonly link?: readonly Linkable[];
  /** Permissions that no link gives. `*` in an action is refused. */
  readonly permissions?: readonly Statement[];
  readonly transform?: FunctionTransform;
}

export interface FunctionTransform
  extends DeploymentTransform,
    ProvisionedConcurrencyTransform,
    FeatureTransform {
  readonly function?: Transform<aws.lambda.FunctionArgs>;
  readonly role?: Transform<aws.iam.RoleArgs>;
  readonly policy?: Transform<aws.iam.RolePolicyArgs>;
  readonly logGroup?: Transform<aws.cloudwatch.LogGroupArgs>;
  readonly invokeConfig?: Transform<aws.lambda.FunctionEventInvokeConfigArgs>;
  readonly deadLetterQueue?: Transform<aws.sqs.QueueArgs>;
  readonly alias?: Transform<aws.lambda.AliasArgs>;
  /** Of container images only. */
  readonly repository?: Transform<awsx.ecr.RepositoryArgs>;
  /** Of container images only. */
  readonly image?: Transform<awsx.ecr.ImageArgs>;
}

export const functionArgNames = [
  "handler",
  "code",
  ...featureArgNames,
  "memory",
  "timeout",
  "reservedConcurrency",
  "ephemeralStorage",
  "layers",
  "sharedLayer",
  "architecture",
  "tracing",
  "logLevel",
  "logRetentionDays",
  "retries",
  "maxEventAge",
  "deployment",
  "provisionedConcurrency",
  "onFailure",
  "onSuccess",
  "environment",
  "link",
  "permissions",
  "transform",
] as const satisfies readonly (keyof FunctionArgs)[];

/** The function's args as a layer of settings. */
export function functionOverlay(args: FunctionArgs): Overlay {
  const { memory, timeout, reservedConcurrency, ephemeralStorage, architecture } = args;
  const { layers, sharedLayer } = args;
  const { tracing, logLevel, logRetentionDays, retries, maxEventAge } = args;
  const { recursiveLoop, runtimeUpdates } = args;
  const { strategy, percentage, minutes } = args.deployment ?? {};
  return {
    deployment: { strategy, percentage, minutes },
    function: {
      memory,
      timeout,
      reservedConcurrency,
      ephemeralStorage,
      layers,
      sharedLayer,
      architecture,
      tracing,
      logLevel,
      logRetentionDays,
      retries,
      maxEventAge,
      recursiveLoop,
      runtimeUpdates,
    },
  };
}

/** Parts of a function that can be transformed. */
export const functionParts = [
  "function",
  "role",
  "policy",
  "logGroup",
  "invokeConfig",
  "deadLetterQueue",
  "alias",
  "application",
  "deploymentGroup",
  "deploymentRole",
  "provisionedConcurrency",
  "scalingTarget",
  "scalingPolicy",
  "scalingSchedule",
  ...featureParts,
  "repository",
  "image",
] as const satisfies readonly (keyof FunctionTransform)[];

/** What a component says about all its functions. */
export interface SharedFunctionArgs {
  readonly link?: readonly Linkable[];
  readonly function?: Partial<Omit<FunctionSettings, "link">>;
  readonly transform?: { readonly function?: FunctionTransform };
}

/** Args of one of a component's functions: its own, above what the component says about all of them. */
export function functionArgsOf(target: HandlerPath | FunctionArgs, shared: SharedFunctionArgs): FunctionArgs {
  const own: FunctionArgs = typeof target === "string" ? { handler: target } : target;
  const given = Object.entries(own).filter(([, value]) => value !== undefined);
  return {
    ...shared.function,
    ...(Object.fromEntries(given) as unknown as FunctionArgs),
    environment: { ...shared.function?.environment, ...own.environment },
    link: [...(shared.link ?? []), ...(own.link ?? [])],
    transform: { ...shared.transform?.function, ...shared.function?.transform, ...own.transform },
  };
}
