import type * as aws from "@pulumi/aws";
import type * as awsx from "@pulumi/awsx";
import type * as pulumi from "@pulumi/pulumi";
import type { Defaults, Overlay } from "../defaults.ts";
import { checkKeys, checkOneOf, checkRange } from "../values/problems.ts";
import { type CodeArgs, codeParts, codeProblems, type HandlerPath, runtimeOf } from "./code/index.ts";
import type { Transform } from "./component.ts";
import { type DeploymentArgs, type DeploymentTransform, deploymentProblems } from "./deployment.ts";
import { type Destination, destinationProblems, type FailureDestination } from "./destination.ts";
import { variableProblems } from "./environment.ts";
import {
  type FeatureArgs,
  type FeatureTransform,
  featureArgNames,
  featureParts,
  featureProblems,
} from "./features/index.ts";
import type { Invocation } from "./function.ts";
import type { Linkable, Statement } from "./link.ts";
import {
  type ProvisionedConcurrency,
  type ProvisionedConcurrencyTransform,
  provisionedConcurrencyProblems,
} from "./provisioned-concurrency.ts";

export type { HandlerPath } from "./code/index.ts";

/** What a service says about a function; everything left out comes from `platform/defaults.ts`. */
export type FunctionArgs = FunctionSettings & CodeArgs;

/** What a service may say about a function beside what it runs. */
export interface FunctionSettings extends FeatureArgs {
  /** MB, 128 to 10,240. Default: `defaults.function.memory`. */
  readonly memory?: number;
  /** Seconds, 1 to 900. Default: `defaults.function.timeout`. */
  readonly timeout?: number;
  /** Concurrent executions kept for and allowed to this function. Default: `defaults.function.reservedConcurrency`. */
  readonly reservedConcurrency?: number | "unreserved";
  /** MB in /tmp, 512 to 10,240. Default: `defaults.function.ephemeralStorage`. */
  readonly ephemeralStorage?: number;
  /** ARNs of layers, at most 5. Default: `defaults.function.layers`. */
  readonly layers?: readonly string[];
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
  const { memory, timeout, reservedConcurrency, ephemeralStorage, layers, architecture } = args;
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

/** Sources: "Lambda quotas"; "PutFunctionEventInvokeConfig" (retries, event age). */
const ranges = {
  memory: { min: 128, max: 10_240, unit: "MB" },
  timeout: { min: 1, max: 900, unit: "seconds" },
  ephemeralStorage: { min: 512, max: 10_240, unit: "MB" },
  retries: { min: 0, max: 2 },
  maxEventAge: { min: 60, max: 21_600, unit: "seconds" },
} as const;

const maxLayers = 5;

/** Days that CloudWatch Logs keeps logs for. Source: "PutRetentionPolicy". */
const retentionDays: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Values of settings that are words. Sources: "CreateFunction", "TracingConfig", "LoggingConfig". */
const words = {
  architecture: ["arm64", "x86_64"],
  tracing: ["Active", "PassThrough"],
  logFormat: ["JSON", "Text"],
  logLevel: ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"],
  systemLogLevel: ["DEBUG", "INFO", "WARN"],
} as const;

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

/** Args and transforms that only a function with asynchronous invocations has a use for. */
const asyncArgs = ["retries", "maxEventAge", "onFailure", "onSuccess"] as const;
const asyncTransforms = ["invokeConfig", "deadLetterQueue"] as const;

/** Everything wrong with the settings that hold for a function, wherever they come from. */
export function functionProblems(
  args: FunctionArgs,
  all: Defaults,
  {
    invocation,
    dir,
    isPart,
  }: { readonly invocation: Invocation; readonly dir: string; readonly isPart: boolean },
): string[] {
  const settings = all.function;
  const wrongCode = codeProblems(args, dir);
  // Of code that isn't known nothing is said about what its runtime can do.
  const known = wrongCode.length === 0;
  const { reservedConcurrency: reserved, layers, logRetentionDays: days } = settings;
  return [
    ...checkKeys(args, functionArgNames),
    ...checkKeys(args.transform, functionParts, "transform."),
    ...(invocation === "async" ? [] : unusedProblems(args)),
    ...wrongCode,
    ...partProblems(args),
    ...featureProblems(args, {
      runtime: known ? runtimeOf(args, settings) : settings.runtime,
      settings,
      hasProvisionedConcurrency: args.provisionedConcurrency !== undefined,
      invocation,
      isPart,
    }),
    ...Object.entries(words).flatMap(([key, allowed]) =>
      checkOneOf(key, settings[key as keyof typeof words], allowed),
    ),
    ...Object.entries(ranges).flatMap(([key, range]) =>
      checkRange(key, settings[key as keyof typeof ranges], range),
    ),
    ...(reserved === "unreserved" ? [] : checkRange("reservedConcurrency", reserved, { min: 0, max: 1_000 })),
    ...(layers.length > maxLayers ? [`layers: ${layers.length} given; ${maxLayers} are allowed.`] : []),
    ...(retentionDays.includes(days)
      ? []
      : [`logRetentionDays: ${days} given; CloudWatch Logs knows ${retentionDays.join(", ")}.`]),
    ...variableProblems(args),
    ...destinationProblems(args),
    ...deploymentProblems(args.deployment, all.deployment),
    ...provisionedConcurrencyProblems(args.provisionedConcurrency, all),
    ...(args.permissions ?? []).flatMap(({ actions }) =>
      actions
        .filter((action) => action.includes("*"))
        .map(
          (action) =>
            `permissions: the action ${JSON.stringify(action)} has a "*"; name each action that the handler calls.`,
        ),
    ),
  ];
}

/** Transforms of parts that the function's code has none of. */
function partProblems({ transform = {}, code }: FunctionArgs): string[] {
  return functionParts
    .filter((part) => transform[part] !== undefined && codeParts[part] && codeParts[part] !== code?.type)
    .map((part) => `transform.${part}: only a function with code of type "${codeParts[part]}" has it.`);
}

/** What would be set without any effect, because nothing invokes the function asynchronously. */
function unusedProblems({ transform = {}, ...args }: FunctionArgs): string[] {
  const unused = [
    ...asyncArgs.filter((key) => args[key] !== undefined),
    ...asyncTransforms.filter((key) => transform[key] !== undefined).map((key) => `transform.${key}`),
  ];
  return unused.map(
    (key) => `${key}: nothing invokes this function asynchronously, so it would do nothing; leave it out.`,
  );
}

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
