import { checkKeys, checkOneOf, checkRange } from "../../../values/problems.ts";
import type { SecurityHeadersArgs } from "../edge/headers-policy.ts";
import type { ViewerBehavior } from "../edge/viewer.ts";

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

/** Headers that protect viewers, in place of the origin's own; by a policy of CloudFront, without a function. */
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
        .map(
          (name) => `headers: ${JSON.stringify(name)} is not a header's name: use letters, digits and "-".`,
        ),
    ],
  };
}
