import * as aws from "@pulumi/aws";
import { type Component, partOf } from "../../core/component.ts";
import type { Defaults } from "../../defaults.ts";
import { certificateOf } from "../gateway/types/shared/domain.ts";
import type { DistributionDomain, DistributionTransform } from "./args.ts";
import { edgeArn, edgeRegion } from "./edge/region.ts";

interface Domain {
  readonly viewerCertificate: aws.types.input.cloudfront.DistributionViewerCertificate;
  readonly certificate: aws.acm.Certificate | undefined;
  /** Makes the records that lead the name to the distribution, where the hosted zone is given. */
  lead(distribution: aws.cloudfront.Distribution): void;
}

/** A name of one's own for a distribution; without one, what CloudFront itself has. */
export function distributionDomain(
  component: Component,
  name: string,
  where: string,
  args: DistributionDomain | undefined,
  settings: Defaults["distribution"],
  transform: DistributionTransform,
): Domain {
  if (args === undefined)
    return {
      viewerCertificate: { cloudfrontDefaultCertificate: true },
      certificate: undefined,
      lead: () => undefined,
    };
  const { zoneId, certificateArn } = args;
  const proved =
    certificateArn === undefined && zoneId !== undefined
      ? certificateOf(component, name, args.name, zoneId, transform, edgeRegion)
      : undefined;
  return {
    certificate: proved?.certificate,
    viewerCertificate: {
      acmCertificateArn: proved?.arn ?? edgeArn(where, "domain.certificateArn", certificateArn ?? ""),
      // Without it CloudFront keeps addresses of one's own, which it bills by the month.
      sslSupportMethod: "sni-only",
      minimumProtocolVersion: settings.minimumProtocol,
    },
    lead(distribution) {
      if (zoneId === undefined) return;
      for (const type of ["A", "AAAA"])
        new aws.route53.Record(
          `${name}-domain-record-${type.toLowerCase()}`,
          ...partOf(component, transform.record, {
            zoneId,
            name: args.name,
            type,
            aliases: [
              {
                name: distribution.domainName,
                zoneId: distribution.hostedZoneId,
                evaluateTargetHealth: false,
              },
            ],
          }),
        );
    },
  };
}
