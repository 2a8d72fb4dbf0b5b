import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Transform } from "../../core/component.ts";
import type { Defaults, Overlay } from "../../defaults.ts";
import type { DomainArgs } from "../gateway/types/shared/domain.ts";
import type { EdgeTransform, LambdaEdge } from "./edge/lambda-edge.ts";
import type { Viewer } from "./edge/viewer.ts";
import type { Origin } from "./origins.ts";

/** How requests for some paths are answered. */
export interface PathArgs {
  readonly origin: Origin;
  /** What happens between viewers and the cache, in this order; a path's own list replaces the distribution's. Default: nothing. */
  readonly viewer?: readonly Viewer[];
  /** Functions of Lambda@Edge by event; a path's own replace the distribution's. Default: none. */
  readonly lambdaEdge?: LambdaEdge;
  /** `optimized`, `disabled`, or the id of a cache policy. Default: `optimized` for a bucket, `disabled` for a gateway. */
  readonly cache?: "optimized" | "disabled" | { readonly policyId: pulumi.Input<string> };
  /** Key groups of CloudFront, of which one has to have signed each URL or cookie. Default: everybody may. */
  readonly trustedKeyGroups?: readonly pulumi.Input<string>[];
}

/** A name of one's own; its certificate is of the region that CloudFront takes them from. */
export type DistributionDomain = Omit<DomainArgs, "basePath">;

export interface DistributionArgs extends PathArgs {
  /** Narrower paths and what answers them: `"/api/*": api`. The narrowest that fits a request is taken, whatever the order here. */
  readonly paths?: Readonly<Record<`/${string}`, Origin | PathArgs>>;
  /** Default: the name that CloudFront gives. */
  readonly domain?: DistributionDomain;
  /** What is served at `/` of a bucket. Default: `index.html`. */
  readonly index?: string;
  /** Page of the bucket for what isn't there; with buckets as origins only. Default: S3's own 403. */
  readonly notFoundPage?: `/${string}`;
  /** A web ACL of WAF. Default: none. */
  readonly webAclArn?: pulumi.Input<string>;
  /** Where its edges are. Default: `defaults.distribution.priceClass`. */
  readonly priceClass?: Defaults["distribution"]["priceClass"];
  /** What viewers speak at least, on a domain of one's own. Default: `defaults.distribution.minimumProtocol`. */
  readonly minimumProtocol?: string;
  /** Seconds to wait for a gateway, 1 to 120. Default: `defaults.distribution.originTimeout`. */
  readonly originTimeout?: number;
  /** Default: `defaults.distribution.accessLog`. */
  readonly accessLog?: boolean;
  /** A topic in CloudFront's own region, to tell of alarms. Default: the foundation's, where it is there. */
  readonly alarmTopicArn?: pulumi.Input<string>;
  readonly transform?: DistributionTransform;
}

export interface DistributionTransform extends EdgeTransform {
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
}

export const pathArgNames = [
  "origin",
  "viewer",
  "lambdaEdge",
  "cache",
  "trustedKeyGroups",
] as const satisfies readonly (keyof PathArgs)[];

export const distributionArgNames = [
  ...pathArgNames,
  "paths",
  "domain",
  "index",
  "notFoundPage",
  "webAclArn",
  "priceClass",
  "minimumProtocol",
  "originTimeout",
  "accessLog",
  "alarmTopicArn",
  "transform",
] as const satisfies readonly (keyof DistributionArgs)[];

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

export const distributionOverlay = ({
  priceClass,
  minimumProtocol,
  originTimeout,
  accessLog,
}: DistributionArgs): Overlay => ({
  distribution: { priceClass, minimumProtocol, originTimeout, accessLog },
});
