import { dnsSuffix, partition } from "../place.ts";
import { digest, letters } from "../stable-ids.ts";
import { arn, type Compute } from "./context.ts";

/** Hosted zones of AWS's own names: ids in the form of Route 53's, the same in every run. */
const zone = (seed: string) => `Z${digest(`${seed} zone`).slice(0, 13).toUpperCase()}`;

export const domains: Readonly<Record<string, Compute>> = {
  "aws:acm/certificate:Certificate": (c) => {
    const domainName = c.text("domainName");
    const made = arn("acm", c, `certificate/${digest(c.seed).slice(0, 32)}`);
    return {
      id: made,
      arn: made,
      domainValidationOptions: [
        {
          domainName,
          resourceRecordName: `_${digest(`${c.seed} name`).slice(0, 32)}.${domainName}.`,
          resourceRecordType: "CNAME",
          resourceRecordValue: `_${digest(`${c.seed} value`).slice(0, 32)}.acm-validations.aws.`,
        },
      ],
    };
  },
  "aws:acm/certificateValidation:CertificateValidation": () => ({ id: "2026-01-01 00:00:00 +0000 UTC" }),
  "aws:route53/record:Record": (c) => {
    const name = c.text("name").replace(/\.$/, "");
    return { id: `${c.text("zoneId")}_${name}_${c.text("type")}`, fqdn: name };
  },
  "aws:apigatewayv2/domainName:DomainName": (c) => {
    const domainName = c.text("domainName");
    return {
      id: domainName,
      arn: `arn:${partition(c)}:apigateway:${c.region}::/domainnames/${domainName}`,
      domainNameConfiguration: {
        hostedZoneId: zone(c.region),
        targetDomainName: `d-${letters(c.seed, 10)}.execute-api.${c.region}.${dnsSuffix(c)}`,
      },
    };
  },
  "aws:apigatewayv2/apiMapping:ApiMapping": (c) => ({ id: letters(c.seed, 6) }),
};
