import * as aws from "@pulumi/aws";
import { whereOf } from "../../core/component.ts";
import { edgeRegion } from "../../values/edge-region.ts";
import { createCertificate } from "../gateway/types/shared/certificate.ts";
import type { DistributionDomain } from "./args.ts";
import type { DistributionContext } from "./context.ts";
import { edgeArn } from "./edge/arn.ts";

interface Domain {
  readonly viewerCertificate: aws.types.input.cloudfront.DistributionViewerCertificate;
  readonly certificate: aws.acm.Certificate | undefined;
  /** Creates the records that lead the name to the distribution, where the hosted zone is given. */
  createRecords(distribution: aws.cloudfront.Distribution): void;
}

/** The domain and certificate of a distribution; without args, CloudFront's own. */
export function createDomain(
  { component, name, settings, transform }: DistributionContext,
  args: DistributionDomain | undefined,
): Domain {
  if (args === undefined)
    return {
      viewerCertificate: { cloudfrontDefaultCertificate: true },
      certificate: undefined,
      createRecords: () => undefined,
    };
  const { zoneId, certificateArn } = args;
  const proved = createCertificate(
    { component, name, transform: transform.certificate, region: edgeRegion },
    args,
  );
  return {
    certificate: proved?.certificate,
    viewerCertificate: {
      acmCertificateArn:
        proved?.arn ?? edgeArn(whereOf("Distribution", name), "domain.certificateArn", certificateArn ?? ""),
      // Anything else makes CloudFront keep dedicated addresses, billed by the month.
      sslSupportMethod: "sni-only",
      minimumProtocolVersion: settings.distribution.minimumProtocol,
    },
    createRecords(distribution) {
      if (zoneId === undefined) return;
      for (const type of ["A", "AAAA"])
        new aws.route53.Record(
          `${name}-domain-record-${type.toLowerCase()}`,
          ...component.part(transform.record, {
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
