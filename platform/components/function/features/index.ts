import type * as pulumi from "@pulumi/pulumi";
import { checkOneOf } from "../../../values/problems.ts";
import type { FunctionTransform } from "../transform.ts";
import { arnProblems } from "./beside.ts";
import { type DurableArgs, durable, durableProblems } from "./durable.ts";
import type { Contribution, FeatureContext, FeatureSubject } from "./feature.ts";
import { type FileSystemArgs, fileSystem, fileSystemProblems } from "./file-system.ts";
import { snapStartProblems } from "./snap-start.ts";
import { attachToVpc, type VpcArgs, vpcProblems } from "./vpc.ts";

export { createBeside } from "./beside.ts";
export type { DurableArgs, FileSystemArgs, VpcArgs };

/** Features of a function beyond code, role and failure path. */
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
   * `per-tenant` gives each tenant environments of its own; callers name the tenant, which AWS services can't. It can't be
   * changed later without replacing the function.
   */
  readonly tenancy?: "per-tenant";
  /** Only archives that one of its profiles signed are deployed (`code: { type: "archive", ... }`). */
  readonly codeSigningConfigArn?: pulumi.Input<string>;
  /** Key of your own for the environment's variables. Default: Lambda's own key, without charge. */
  readonly kmsKeyArn?: pulumi.Input<string>;
}

export const featureArgNames = [
  "vpc",
  "fileSystem",
  "snapStart",
  "durable",
  "tenancy",
  "codeSigningConfigArn",
  "kmsKeyArn",
] as const satisfies readonly (keyof FeatureArgs)[];

/** Whether the function's alias is needed: snapshots and durable executions belong to published versions. */
export const needsVersion = ({ snapStart, durable }: FeatureArgs): boolean =>
  snapStart === true || durable !== undefined;

/** Everything wrong with a function's features, and which exclude each other. */
export function featureProblems(
  args: FeatureArgs & { readonly transform?: FunctionTransform },
  subject: FeatureSubject,
): string[] {
  return [
    ...vpcProblems(args.vpc, args.transform?.securityGroup !== undefined),
    ...fileSystemProblems(args.fileSystem, args.vpc !== undefined),
    ...snapStartProblems(args.snapStart, subject, args.fileSystem !== undefined),
    ...durableProblems(args.durable, subject),
    ...tenancyProblems(args, subject),
    ...arnProblems(args, subject),
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

/** The additions of all of a function's features; makes resources for them, such as a security group. */
export function createFeatures(args: FeatureArgs, context: FeatureContext): Required<Contribution> {
  const all: Contribution[] = [
    args.vpc === undefined ? {} : attachToVpc(args.vpc, context),
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
