import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Component, Transform } from "../../../../core/component.ts";

/** The certificate and where it belongs. */
interface CertificateContext {
  readonly component: Component;
  /** The component's, before the names of the parts. */
  readonly name: string;
  readonly transform: Transform<aws.acm.CertificateArgs> | undefined;
  /** Default: the service's. */
  readonly region?: string;
}

interface CertifiedDomain {
  readonly name: string;
  readonly zoneId?: pulumi.Input<string>;
  readonly certificateArn?: pulumi.Input<string>;
}

/** Seconds that resolvers may keep the certificate's proof, which never changes. */
const proofTtl = 3_600;

/**
 * A certificate for a domain in a hosted zone, unless the domain brings its own. The ARN is known once AWS has seen the
 * proof in the zone.
 */
export function createCertificate(
  { component, name, transform, region }: CertificateContext,
  { name: domainName, zoneId, certificateArn }: CertifiedDomain,
): { readonly certificate: aws.acm.Certificate; readonly arn: pulumi.Output<string> } | undefined {
  if (certificateArn !== undefined || zoneId === undefined) return undefined;
  const at = region === undefined ? {} : { region };
  const certificate = new aws.acm.Certificate(
    `${name}-domain-certificate`,
    ...component.part(transform, { ...at, domainName, validationMethod: "DNS" }),
  );
  const proof = certificate.domainValidationOptions.apply(([option]) => {
    if (option === undefined) throw new Error(`AWS names no DNS record that proves ${domainName}.`);
    return option;
  });
  const record = new aws.route53.Record(
    `${name}-domain-proof`,
    {
      zoneId,
      name: proof.resourceRecordName,
      type: proof.resourceRecordType,
      records: [proof.resourceRecordValue],
      ttl: proofTtl,
      // Another stack's certificate of the same name has the same proof.
      allowOverwrite: true,
    },
    { parent: component },
  );
  const validation = new aws.acm.CertificateValidation(
    `${name}-domain-validation`,
    { ...at, certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
    { parent: component },
  );
  return { certificate, arn: validation.certificateArn };
}
