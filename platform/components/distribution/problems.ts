import type { Defaults } from "../../defaults.ts";
import { checkKeys, checkOneOf, checkRange, checkTexts, shown } from "../../values/problems.ts";
import { Bucket } from "../bucket/bucket.ts";
import { domainProblems } from "../gateway/types/shared/domain.ts";
import { type DistributionArgs, distributionArgNames, pathArgNames } from "./args.ts";
import { type Behavior, originsOf, pathArgs } from "./behaviors.ts";
import { distributionParts } from "./context.ts";
import { edgeArnProblems } from "./edge/arn.ts";
import { edgeProblems } from "./edge/lambda-edge.ts";
import { stepsAt, viewerEvents, viewerProblems } from "./edge/viewer.ts";
import { isOrigin, originId, wantsHost } from "./origins.ts";

/** Source: "Quotas" of CloudFront, "General quotas on distributions" (an account's own may be higher). */
const maxBehaviors = 75;
const originTimeouts = { min: 1, max: 120, unit: "seconds" };

const words = {
  priceClass: ["PriceClass_100", "PriceClass_200", "PriceClass_All"],
  // Those without TLS 1.1 and older. Source: "Supported protocols and ciphers between viewers and CloudFront".
  minimumProtocol: ["TLSv1.2_2018", "TLSv1.2_2019", "TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"],
  httpVersion: ["http1.1", "http2", "http2and3", "http3"],
} as const;

/** Source: "PathPattern" (CloudFront API): at most 255 characters. */
const patternShape = /^\/[A-Za-z0-9_\-.*$/~"'@:+&?]{0,254}$/;

/** Problems with origins, without which behaviours can't be checked. */
export function originProblems(args: DistributionArgs): string[] {
  const given = [
    ["origin", args.origin] as const,
    ...Object.entries(args.paths ?? {}).map(
      ([pattern, path]) => [`paths[${JSON.stringify(pattern)}]`, path && pathArgs(path).origin] as const,
    ),
  ];
  return given
    .filter(([, origin]) => !isOrigin(origin))
    .map(
      ([path, origin]) =>
        `${path}: ${shown(origin)} given; a Bucket or a Gateway of this program is expected.`,
    );
}

export function distributionProblems(
  args: DistributionArgs,
  behaviors: readonly Behavior[],
  { distribution: settings }: Defaults,
  dir: string,
): string[] {
  const { domain, index, notFoundPage, transform } = args;
  const patterns = Object.entries(args.paths ?? {});
  const gateways = originsOf(behaviors).filter((origin) => !(origin instanceof Bucket));
  return [
    ...checkKeys(args, distributionArgNames),
    ...checkKeys(transform, distributionParts, "transform."),
    ...Object.entries(words).flatMap(([key, allowed]) =>
      checkOneOf(key, settings[key as keyof typeof words], allowed),
    ),
    ...checkRange("originTimeout", settings.originTimeout, originTimeouts),
    ...checkKeys(domain, ["name", "zoneId", "certificateArn"], "domain."),
    ...domainProblems(
      domain && { name: domain.name, zoneId: domain.zoneId, certificateArn: domain.certificateArn },
    ),
    ...edgeArnProblems("domain.certificateArn", domain?.certificateArn),
    ...checkTexts("trustedKeyGroups", args.trustedKeyGroups),
    ...edgeArnProblems("webAclArn", args.webAclArn),
    ...edgeArnProblems("alarmTopicArn", args.alarmTopicArn),
    ...(index === undefined || /^[^/\s][^\s]*$/.test(index)
      ? []
      : [
          `index: ${JSON.stringify(index)} given; a key without a slash in front is expected, such as "index.html".`,
        ]),
    ...(index !== undefined && !(args.origin instanceof Bucket)
      ? ["index: origin is a gateway, which answers / itself; leave it out."]
      : []),
    ...(notFoundPage === undefined || /^\/[^\s?#*]+$/.test(notFoundPage)
      ? []
      : [`notFoundPage: ${JSON.stringify(notFoundPage)} given; a path is expected, such as "/404.html".`]),
    ...(notFoundPage !== undefined && gateways.length > 0
      ? [
          `notFoundPage: CloudFront would put it in the place of every 403 and 404, those of ${gateways.map((one) => one.componentName).join(", ")} too; leave it out, or use indexDocuments({ singlePage: true }).`,
        ]
      : []),
    ...(behaviors.length > maxBehaviors
      ? [`paths: ${patterns.length} given; CloudFront takes ${maxBehaviors - 1} beside the default.`]
      : []),
    ...patterns.flatMap(([pattern, path]) => [
      ...(patternShape.test(pattern)
        ? []
        : [
            `paths: ${JSON.stringify(pattern)} given; a pattern such as "/api/*" is expected, up to 255 characters.`,
          ]),
      ...(isOrigin(path) ? [] : checkKeys(path, pathArgNames, `paths[${JSON.stringify(pattern)}].`)),
    ]),
    ...behaviors.flatMap((behavior) => behaviorProblems(behavior, args, settings, dir)),
  ];
}

function behaviorProblems(
  behavior: Behavior,
  args: DistributionArgs,
  settings: Defaults["distribution"],
  dir: string,
): string[] {
  const { path, cache, viewers, lambdaEdge = {}, origin } = behavior;
  const known = cache === undefined || typeof cache === "object";
  return [
    ...(behavior.ownViewers ? viewerProblems(`${path}viewer`, viewers) : []),
    ...(behavior.ownLambdaEdge ? edgeProblems(`${path}lambdaEdge`, lambdaEdge, settings, dir) : []),
    ...(known ? [] : checkOneOf(`${path}cache`, cache, ["optimized", "disabled"])),
    ...(typeof cache === "object" && viewers.some(({ cacheHeaders }) => cacheHeaders)
      ? [
          `${path}cache: abTest tells cached answers apart by a header, which isn't known to be in a policy of your own; leave cache out.`,
        ]
      : []),
    ...(wantsHost(origin) && !args.domain
      ? [
          `${path}origin: ${originId(origin)} has a certificate of a name of yours, and CloudFront trusts it by that name only; give the distribution a domain that the certificate covers too.`,
        ]
      : []),
    ...conflicts(behavior),
  ];
}

/** CloudFront takes one kind of function for viewer events. Source: "Restrictions on all edge functions". */
function conflicts({ path, viewers, lambdaEdge = {}, ownViewers, ownLambdaEdge }: Behavior): string[] {
  if (!ownViewers && !ownLambdaEdge) return [];
  const code = viewerEvents.flatMap((event) => stepsAt(event, viewers).map(({ title }) => title));
  const lambda = viewerEvents.filter((event) => lambdaEdge[event] !== undefined);
  if (code.length === 0 || lambda.length === 0) return [];
  return [
    `${path}lambdaEdge[${JSON.stringify(lambda[0])}]: ${[...new Set(code)].join(", ")} in viewer is a CloudFront Function, and CloudFront takes either those or Lambda@Edge for viewer events; put one of them elsewhere, such as at "origin-request".`,
  ];
}
