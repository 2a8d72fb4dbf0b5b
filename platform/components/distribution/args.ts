import type * as pulumi from "@pulumi/pulumi";
import type { Given, GivenOverlay } from "../../guarded.ts";
import type { Defaults } from "../../settings.ts";
import type { DomainArgs } from "../gateway/types/shared/domain.ts";
import type { DistributionTransform } from "./context.ts";
import type { LambdaEdge } from "./edge/lambda-edge.ts";
import type { Viewer } from "./edge/viewer.ts";
import type { Origin } from "./origins.ts";

/** Answers to requests for some paths. */
export interface PathArgs {
  readonly origin: Origin;
  /** Steps between viewers and the cache, in this order; a path's own list replaces the distribution's. Default: none. */
  readonly viewer?: readonly Viewer[];
  /** Functions of Lambda@Edge by event; a path's own replace the distribution's. Default: none. */
  readonly lambdaEdge?: LambdaEdge;
  /** `optimized`, `disabled`, or the id of a cache policy. Default: `optimized` for a bucket, `disabled` for a gateway. */
  readonly cache?: "optimized" | "disabled" | { readonly policyId: pulumi.Input<string> };
  /** Key groups of CloudFront; one of them must have signed each URL or cookie. Default: no signature is needed. */
  readonly trustedKeyGroups?: readonly pulumi.Input<string>[];
}

/** A custom domain name; its certificate is of the region that CloudFront takes them from. */
export type DistributionDomain = Omit<DomainArgs, "basePath">;

export interface DistributionArgs extends PathArgs {
  /** Origins of narrower paths: `"/api/*": api`. The narrowest that fits a request is taken, whatever the order here. */
  readonly paths?: Readonly<Record<`/${string}`, Origin | PathArgs>>;
  /** Default: the name that CloudFront gives. */
  readonly domain?: DistributionDomain;
  /** File served at `/` of a bucket. Default: `index.html`. */
  readonly index?: string;
  /** Page of the bucket for missing files; with buckets as origins only. Default: S3's own 403. */
  readonly notFoundPage?: `/${string}`;
  /** A web ACL of WAF. Default: none. */
  readonly webAclArn?: pulumi.Input<string>;
  /** Locations of its edges. Default: `defaults.distribution.priceClass`. */
  readonly priceClass?: Defaults["distribution"]["priceClass"];
  /** Oldest TLS that viewers may use, on a custom domain. Default: `defaults.distribution.minimumProtocol`. */
  readonly minimumProtocol?: string;
  /** Seconds to wait for a gateway, 1 to 120. Default: `defaults.distribution.originTimeout`. */
  readonly originTimeout?: number;
  /** Default: `defaults.distribution.accessLog`. */
  readonly accessLog?: Given<"distribution.accessLog">;
  /** A topic in CloudFront's own region for alarms. Default: the foundation's, where it is there. */
  readonly alarmTopicArn?: pulumi.Input<string>;
  readonly transform?: DistributionTransform;
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

export const distributionOverlay = ({
  priceClass,
  minimumProtocol,
  originTimeout,
  accessLog,
}: DistributionArgs): GivenOverlay => ({
  distribution: { priceClass, minimumProtocol, originTimeout, accessLog },
});
