import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Transform } from "../../../core/component.ts";
import type { Defaults } from "../../../defaults.ts";
import { checkOneOf } from "../../../values/problems.ts";
import { type DurableArgs, durable, durableProblems } from "./durable.ts";
import type { Contribution, FeatureContext, FeatureSubject } from "./feature.ts";
import { type FileSystemArgs, fileSystem, fileSystemProblems } from "./file-system.ts";
import { arnProblems } from "./settings.ts";
import { snapStartProblems } from "./snap-start.ts";
import { type VpcArgs, vpc, vpcProblems } from "./vpc.ts";

export { beside } from "./settings.ts";
export type { DurableArgs, FileSystemArgs, VpcArgs };

/** What a function may have beyond code, role and failure path. */
export interface FeatureArgs {
  /** Attaches it to a VPC: `true` to the account's default one. Default: none; a function reaches the internet without. */
  readonly vpc?: true | VpcArgs;
  /** Mounts an EFS file system; needs `vpc`. */
  readonly fileSystem?: FileSystemArgs;
  /** Starts each published version from a snapshot: Java, Python and .NET. Others invoke it by an alias then. */
  readonly snapStart?: boolean;
  /** Durable execution. It can't be changed later without replacing the function. */
  readonly durable?: DurableArgs;
  /**
   * `per-tenant` gives each tenant environments of its own; whoever invokes names the tenant, which AWS services can't. It
   * can't be changed later without replacing the function.
   */
  readonly tenancy?: "per-tenant";
  /** Only archives that one of its profiles signed are deployed (`code: { type: "archive", ... }`). */
  readonly codeSigningConfigArn?: pulumi.Input<string>;
  /** Key of your own for the environment's variables. Default: Lambda's own key, without charge. */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /** Whether Lambda stops a loop that the function triggers itself. Default: `defaults.function.recursiveLoop`. */
  readonly recursiveLoop?: Defaults["function"]["recursiveLoop"];
  /** When AWS's patches of the runtime reach it. Default: `defaults.function.runtimeUpdates`. */
  readonly runtimeUpdates?: Defaults["function"]["runtimeUpdates"];
}

export interface FeatureTransform {
  readonly securityGroup?: Transform<aws.ec2.SecurityGroupArgs>;
  readonly recursion?: Transform<aws.lambda.FunctionRecursionConfigArgs>;
  readonly runtimeUpdates?: Transform<aws.lambda.RuntimeManagementConfigArgs>;
}

export const featureArgNames = [
  "vpc",
  "fileSystem",
  "snapStart",
  "durable",
  "tenancy",
  "codeSigningConfigArn",
  "kmsKeyArn",
  "recursiveLoop",
  "runtimeUpdates",
] as const satisfies readonly (keyof FeatureArgs)[];

export const featureParts = [
  "securityGroup",
  "recursion",
  "runtimeUpdates",
] as const satisfies readonly (keyof FeatureTransform)[];

/** Whether the function's alias is needed: snapshots and durable executions belong to published versions. */
export const needsVersion = ({ snapStart, durable }: FeatureArgs): boolean =>
  snapStart === true || durable !== undefined;

/** Everything wrong with a function's features, and which exclude each other. */
export function featureProblems(
  args: FeatureArgs & { readonly transform?: FeatureTransform },
  subject: FeatureSubject,
): string[] {
  return [
    ...vpcProblems(args.vpc, args.transform?.securityGroup !== undefined),
    ...fileSystemProblems(args.fileSystem, args.vpc !== undefined),
    ...snapStartProblems(args.snapStart, subject, args.fileSystem !== undefined),
    ...durableProblems(args.durable, subject),
    ...tenancyProblems(args, subject),
    ...arnProblems(args, subject),
    ...checkOneOf("recursiveLoop", subject.settings.recursiveLoop, ["Terminate", "Allow"]),
    ...checkOneOf("runtimeUpdates", subject.settings.runtimeUpdates, ["Auto", "FunctionUpdate"]),
  ];
}

/** Source: "Tenant isolation", supported features and limitations. */
function tenancyProblems({ tenancy, snapStart }: FeatureArgs, subject: FeatureSubject): string[] {
  if (tenancy === undefined) return [];
  const exclude = (other: string) =>
    `tenancy, ${other}: both are given; they exclude each other, leave one out.`;
  return [
    ...checkOneOf("tenancy", tenancy, ["per-tenant"]),
    ...(snapStart ? [exclude("snapStart")] : []),
    ...(subject.hasProvisionedConcurrency ? [exclude("provisionedConcurrency")] : []),
    ...(subject.isPart
      ? [
          "tenancy: an AWS service invokes this function, and names no tenant; make it a Function, which others invoke by the SDK with TenantId.",
        ]
      : []),
  ];
}

/** What all of a function's features add to it. */
export function featuresOf(args: FeatureArgs, context: FeatureContext): Required<Contribution> {
  const all: Contribution[] = [
    args.vpc === undefined ? {} : vpc(args.vpc, context),
    args.fileSystem === undefined ? {} : fileSystem(args.fileSystem),
    args.durable === undefined ? {} : durable(args.durable, context),
    args.snapStart ? { inputs: { snapStart: { applyOn: "PublishedVersions" } } } : {},
    args.tenancy === undefined ? {} : { inputs: { tenancyConfig: { tenantIsolationMode: "PER_TENANT" } } },
    {
      inputs: {
        ...(args.codeSigningConfigArn !== undefined && { codeSigningConfigArn: args.codeSigningConfigArn }),
        ...(args.kmsKeyArn !== undefined && { kmsKeyArn: args.kmsKeyArn }),
      },
    },
  ];
  return {
    inputs: Object.assign({}, ...all.map(({ inputs }) => inputs)),
    statements: all.flatMap(({ statements = [] }) => statements),
  };
}
