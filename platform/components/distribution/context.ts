import type * as aws from "@pulumi/aws";
import type { Component, Transform } from "../../core/component.ts";
import type { Defaults } from "../../defaults.ts";

export interface DistributionTransform {
  readonly distribution?: Transform<aws.cloudfront.DistributionArgs>;
  readonly originAccess?: Transform<aws.cloudfront.OriginAccessControlArgs>;
  readonly function?: Transform<aws.cloudfront.FunctionArgs>;
  readonly keyValueStore?: Transform<aws.cloudfront.KeyValueStoreArgs>;
  readonly headersPolicy?: Transform<aws.cloudfront.ResponseHeadersPolicyArgs>;
  readonly cachePolicy?: Transform<aws.cloudfront.CachePolicyArgs>;
  readonly permission?: Transform<aws.lambda.PermissionArgs>;
  readonly accessLog?: Transform<aws.cloudwatch.LogGroupArgs>;
  readonly certificate?: Transform<aws.acm.CertificateArgs>;
  readonly record?: Transform<aws.route53.RecordArgs>;
  readonly edgeFunction?: Transform<aws.lambda.FunctionArgs>;
  readonly edgeRole?: Transform<aws.iam.RoleArgs>;
  readonly edgePolicy?: Transform<aws.iam.RolePolicyArgs>;
}

export const distributionParts = [
  "distribution",
  "originAccess",
  "function",
  "keyValueStore",
  "headersPolicy",
  "cachePolicy",
  "permission",
  "accessLog",
  "certificate",
  "record",
  "edgeFunction",
  "edgeRole",
  "edgePolicy",
] as const satisfies readonly (keyof DistributionTransform)[];

/** The distribution that a part is created for. */
export interface DistributionContext {
  readonly component: Component;
  readonly name: string;
  readonly settings: Defaults;
  readonly transform: DistributionTransform;
}
