import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createAlarm } from "../../core/alarm.ts";
import { Component, nameOf, whereOf } from "../../core/component.ts";
import { edgeRegion } from "../../values/edge-region.ts";
import { ValueError } from "../../values/problems.ts";
import { Bucket } from "../bucket/bucket.ts";
import { createAccessLog } from "./access-log.ts";
import { type DistributionArgs, distributionOverlay } from "./args.ts";
import { type Behavior, behaviorsOf, originsOf } from "./behaviors.ts";
import { createDomain } from "./domain.ts";
import { edgeArn } from "./edge/arn.ts";
import { EdgeParts } from "./edge/functions.ts";
import { createOrigins, originId, permit, wantsHost } from "./origins.ts";
import { distributionProblems, originProblems } from "./problems.ts";

/** Sources: "Use managed cache policies", "Use managed origin request policies". */
const policies = {
  CachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  CachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  AllViewer: "216adef6-5c7f-47e4-b989-5492eafa07d3",
  AllViewerExceptHostHeader: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
} as const;

const reading = ["GET", "HEAD", "OPTIONS"];
const anything = [...reading, "PUT", "POST", "PATCH", "DELETE"];

/** Seconds for which a missing page stays missing. */
const errorTtl = 10;

/**
 * CloudFront in front of buckets and gateways: TLS only, HTTP/3, access logs, an alarm on its error rate, and functions at
 * the edge (`viewer`, `lambdaEdge`). Only it can read its buckets and call its function URLs.
 */
export class Distribution extends Component {
  readonly distribution: aws.cloudfront.Distribution;
  /** Read by its functions, such as `basicAuth` for names and hashes; undefined where none does. */
  readonly keyValueStore: aws.cloudfront.KeyValueStore | undefined;
  /** Undefined where there is none. */
  readonly accessLog: aws.cloudwatch.LogGroup | undefined;
  /** Its own certificate; undefined where the args name one, or none is needed. */
  readonly certificate: aws.acm.Certificate | undefined;
  /** Its address, without a slash at its end. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: DistributionArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("Distribution", name, options, { args: distributionOverlay(args) });
    const { settings } = this;
    const dir = pulumi.getRootDirectory();
    const where = whereOf("Distribution", name);
    const withoutOrigin = originProblems(args);
    if (withoutOrigin.length > 0) throw new ValueError(withoutOrigin, where);
    const behaviors = behaviorsOf(args, dir);
    this.refuse(distributionProblems(args, behaviors, settings, dir));

    const { transform = {}, notFoundPage, index = "index.html" } = args;
    const context = { component: this, name, settings, transform };
    const origins = originsOf(behaviors);
    const parts = new EdgeParts(context);
    const [rest, ...narrower] = behaviors.map((behavior) => cacheBehavior(behavior, parts));
    const domain = createDomain(context, args.domain);
    this.distribution = new aws.cloudfront.Distribution(
      `${name}-distribution`,
      ...this.part(transform.distribution, {
        enabled: true,
        comment: nameOf("api", name),
        aliases: args.domain && [args.domain.name],
        origins: createOrigins(context, origins),
        defaultCacheBehavior: rest!,
        orderedCacheBehaviors:
          narrower.length === 0
            ? undefined
            : narrower.map((made, i) => ({ ...made, pathPattern: behaviors[i + 1]!.pattern! })),
        defaultRootObject: args.origin instanceof Bucket ? index : undefined,
        // S3 answers 403 for a missing file to anyone who may not list the bucket.
        customErrorResponses:
          notFoundPage &&
          [403, 404].map((errorCode) => ({
            errorCode,
            responseCode: 404,
            responsePagePath: notFoundPage,
            errorCachingMinTtl: errorTtl,
          })),
        httpVersion: settings.distribution.httpVersion,
        isIpv6Enabled: true,
        priceClass: settings.distribution.priceClass,
        webAclId: args.webAclArn && edgeArn(where, "webAclArn", args.webAclArn),
        restrictions: { geoRestriction: { restrictionType: "none" } },
        viewerCertificate: domain.viewerCertificate,
      }),
    );
    this.keyValueStore = parts.keyValueStore;
    this.certificate = domain.certificate;
    domain.createRecords(this.distribution);
    permit(context, origins, this.distribution.arn);
    this.accessLog = settings.distribution.accessLog
      ? createAccessLog(context, this.distribution.arn)
      : undefined;
    createAlarm(
      `${name}-error-rate`,
      {
        namespace: "AWS/CloudFront",
        metric: "5xxErrorRate",
        statistic: "Average",
        dimensions: { DistributionId: this.distribution.id, Region: "Global" },
        region: edgeRegion,
        topicArn: args.alarmTopicArn && edgeArn(where, "alarmTopicArn", args.alarmTopicArn),
        description: `${nameOf("api", name)} answers too many requests with 5xx: see the runbook in the service's README.`,
        threshold: settings.alarms.edgeErrorRate,
      },
      settings.alarms,
      { parent: this },
    );
    this.url = args.domain
      ? pulumi.output(`https://${args.domain.name}`)
      : pulumi.interpolate`https://${this.distribution.domainName}`;
    this.registerOutputs({ url: this.url });
  }
}

/** CloudFront's settings for the paths of a behaviour; a gateway's answers are cached only where `cache` allows it. */
function cacheBehavior(
  behavior: Behavior,
  parts: EdgeParts,
): aws.types.input.cloudfront.DistributionDefaultCacheBehavior {
  const { origin, cache = origin instanceof Bucket ? "optimized" : "disabled", trustedKeyGroups } = behavior;
  const headers = behavior.viewers.flatMap(({ cacheHeaders = [] }) => cacheHeaders);
  const passed = wantsHost(origin) ? policies.AllViewer : policies.AllViewerExceptHostHeader;
  return {
    targetOriginId: originId(origin),
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: origin instanceof Bucket ? reading : anything,
    cachedMethods: ["GET", "HEAD"],
    cachePolicyId:
      typeof cache === "object"
        ? cache.policyId
        : cache === "disabled"
          ? policies.CachingDisabled
          : headers.length > 0
            ? parts.cachePolicy(behavior, headers)
            : policies.CachingOptimized,
    originRequestPolicyId: origin instanceof Bucket ? undefined : passed,
    compress: true,
    trustedKeyGroups: trustedKeyGroups && [...trustedKeyGroups],
    ...parts.associate(behavior),
  };
}
