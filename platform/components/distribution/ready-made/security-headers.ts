import * as aws from "@pulumi/aws";
import { type Component, nameOf, partOf, type Transform } from "../../../core/component.ts";
import type { Defaults } from "../../../defaults.ts";
import { checkKeys, checkOneOf, checkRange } from "../../../values/problems.ts";
import type { Names } from "../edge/functions.ts";
import type { ViewerBehavior } from "../edge/viewer.ts";

export interface SecurityHeadersArgs {
  /** What pages may load. Default: `defaults.distribution.contentSecurityPolicy`. */
  readonly contentSecurityPolicy?: string;
  /** Seconds for which browsers use HTTPS only. Default: `defaults.distribution.hstsMaxAge`. */
  readonly hstsMaxAge?: number;
  /** Who may show a page in a frame. Default: `defaults.distribution.frameOptions`. */
  readonly frameOptions?: Defaults["distribution"]["frameOptions"];
  /** What other sites learn of where a viewer comes from. Default: `defaults.distribution.referrerPolicy`. */
  readonly referrerPolicy?: Defaults["distribution"]["referrerPolicy"];
  /** More headers, such as `permissions-policy`. */
  readonly headers?: Readonly<Record<string, string>>;
}

const frameOptions = ["DENY", "SAMEORIGIN"];
/** Source: "ResponseHeadersPolicyReferrerPolicy" (CloudFront API). */
const referrerPolicies = [
  "no-referrer",
  "no-referrer-when-downgrade",
  "origin",
  "origin-when-cross-origin",
  "same-origin",
  "strict-origin",
  "strict-origin-when-cross-origin",
  "unsafe-url",
];
/** Custom headers of a policy. Source: "Quotas" of CloudFront, "General quotas on policies". */
const maxHeaders = 10;

/** Headers that protect viewers, over whatever the origin says; by a policy of CloudFront, without a function. */
export function securityHeaders(args: SecurityHeadersArgs = {}): ViewerBehavior {
  const custom = Object.keys(args.headers ?? {});
  return {
    title: "securityHeaders",
    securityHeaders: args,
    problems: [
      ...checkKeys(args, [
        "contentSecurityPolicy",
        "hstsMaxAge",
        "frameOptions",
        "referrerPolicy",
        "headers",
      ]),
      ...checkRange("hstsMaxAge", args.hstsMaxAge, { min: 0, max: 2_147_483_647, unit: "seconds" }),
      ...checkOneOf("frameOptions", args.frameOptions, frameOptions),
      ...checkOneOf("referrerPolicy", args.referrerPolicy, referrerPolicies),
      ...(custom.length > maxHeaders
        ? [`headers: ${custom.length} given; CloudFront takes ${maxHeaders} in a policy.`]
        : []),
      ...custom
        .filter((name) => !/^[A-Za-z0-9-]+$/.test(name))
        .map((name) => `headers: ${JSON.stringify(name)} is no name of a header.`),
    ],
  };
}

/** The policy that adds the headers. */
export function headersPolicy(
  component: Component,
  { logical, physical }: Names,
  args: SecurityHeadersArgs,
  settings: Defaults["distribution"],
  transform: Transform<aws.cloudfront.ResponseHeadersPolicyArgs> | undefined,
): aws.cloudfront.ResponseHeadersPolicy {
  const override = true;
  const custom = Object.entries(args.headers ?? {}).map(([header, value]) => ({ header, value, override }));
  return new aws.cloudfront.ResponseHeadersPolicy(
    `${logical}-headers`,
    ...partOf(component, transform, {
      name: nameOf("headersPolicy", physical),
      securityHeadersConfig: {
        contentSecurityPolicy: {
          contentSecurityPolicy: args.contentSecurityPolicy ?? settings.contentSecurityPolicy,
          override,
        },
        contentTypeOptions: { override },
        frameOptions: { frameOption: args.frameOptions ?? settings.frameOptions, override },
        referrerPolicy: { referrerPolicy: args.referrerPolicy ?? settings.referrerPolicy, override },
        strictTransportSecurity: { accessControlMaxAgeSec: args.hstsMaxAge ?? settings.hstsMaxAge, override },
      },
      customHeadersConfig: custom.length > 0 ? { items: custom } : undefined,
    }),
  );
}
