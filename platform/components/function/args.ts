import type * as pulumi from "@pulumi/pulumi";
import type { Destination, FailureDestination } from "../../core/destination.ts";
import type { Linkable, Statement } from "../../core/link.ts";
import type { GivenOverlay } from "../../guarded.ts";
import type { CodeArgs } from "./code/index.ts";
import { type DeploymentArgs, deploymentGiven } from "./delivery/deployment.ts";
import type { ProvisionedConcurrency } from "./delivery/provisioned-concurrency.ts";
import { type FeatureArgs, featureArgNames } from "./features/index.ts";
import { type FunctionSettingArgs, settingNames, settingsGiven } from "./settings.ts";
import type { FunctionTransform } from "./transform.ts";
import type { HandlerPath } from "./types.ts";

export { type FunctionTransform, functionParts } from "./transform.ts";
export type { HandlerPath } from "./types.ts";

/** Arguments of a function. They are optional but for its code. */
export type FunctionArgs = FunctionSettings & CodeArgs;

/** Arguments of a function beside its code. Settings that are left out come from `defaults.function`. */
export interface FunctionSettings extends FeatureArgs, FunctionSettingArgs {
  /** Shift of the traffic to a new version. Default: `defaults.deployment`. */
  readonly deployment?: DeploymentArgs;
  /** Environments that are kept started; at most the reserved concurrency. Default: none. */
  readonly provisionedConcurrency?: ProvisionedConcurrency;
  /**
   * Gets asynchronous events that failed all retries: a queue, topic, bus, bucket or function. Default: a dead-letter
   * queue of the function's own.
   */
  readonly onFailure?: FailureDestination;
  /** Gets the result of each asynchronous invocation that succeeded: as above, but no bucket. Default: none. */
  readonly onSuccess?: Destination;
  /** Plain values only, 4 KB in all: link secrets, never put them here. */
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Resources that the handler uses: adds their variables and permissions. */
  readonly link?: readonly Linkable[];
  /** Permissions that no link gives. `*` in an action is refused. */
  readonly permissions?: readonly Statement[];
  readonly transform?: FunctionTransform;
}

export const functionArgNames: readonly (keyof FunctionArgs)[] = [
  "handler",
  "code",
  ...featureArgNames,
  ...settingNames,
  "deployment",
  "provisionedConcurrency",
  "onFailure",
  "onSuccess",
  "environment",
  "link",
  "permissions",
  "transform",
];

/** A function's arguments as a layer of settings. */
export function functionOverlay(args: FunctionArgs): GivenOverlay {
  return { deployment: deploymentGiven(args.deployment), function: settingsGiven(args) };
}

/** A component's arguments for all its functions. */
export interface SharedFunctionArgs {
  readonly link?: readonly Linkable[];
  readonly function?: Partial<Omit<FunctionSettings, "link">>;
  readonly transform?: { readonly function?: FunctionTransform };
}

/** Args of one of a component's functions: its own, above those for all of the component's functions. */
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
