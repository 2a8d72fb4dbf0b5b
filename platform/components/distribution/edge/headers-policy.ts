import * as aws from "@pulumi/aws";
import { nameOf } from "../../../core/component.ts";
import type { Defaults } from "../../../defaults.ts";
import type { DistributionContext } from "../context.ts";
import type { PartNames } from "./part-names.ts";

export interface SecurityHeadersArgs {
  /** Content that pages may load. Default: `defaults.distribution.contentSecurityPolicy`. */
  readonly contentSecurityPolicy?: string;
  /** Seconds for which browsers use HTTPS only. Default: `defaults.distribution.hstsMaxAge`. */
  readonly hstsMaxAge?: number;
  /** Sites that may show a page in a frame. Default: `defaults.distribution.frameOptions`. */
  readonly frameOptions?: Defaults["distribution"]["frameOptions"];
  /** How much other sites learn of the page that a viewer comes from. Default: `defaults.distribution.referrerPolicy`. */
  readonly referrerPolicy?: Defaults["distribution"]["referrerPolicy"];
  /** More headers, such as `permissions-policy`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The policy that adds the headers. */
export function createHeadersPolicy(
  { component, settings: { distribution: settings }, transform }: DistributionContext,
  { logical, physical }: PartNames,
  args: SecurityHeadersArgs,
): aws.cloudfront.ResponseHeadersPolicy {
  const override = true;
  const custom = Object.entries(args.headers ?? {}).map(([header, value]) => ({ header, value, override }));
  return new aws.cloudfront.ResponseHeadersPolicy(
    `${logical}-headers`,
    ...component.part(transform.headersPolicy, {
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
