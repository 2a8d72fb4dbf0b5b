import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Transform } from "../../../../core/component.ts";
import { checkKeys } from "../../../../values/problems.ts";
import type { GatewayContext } from "../type.ts";
import { createCertificate } from "./certificate.ts";

/** A custom domain name of an API. */
export interface DomainArgs {
  /** `api.example.com`. */
  readonly name: string;
  /** Route 53 hosted zone of the name: gets the certificate's proof and the record that leads to the API. */
  readonly zoneId?: pulumi.Input<string>;
  /** A certificate made elsewhere, in the same region. Default: a new one, which needs `zoneId`. */
  readonly certificateArn?: pulumi.Input<string>;
  /** Stands before every path, such as `v1`. Default: nothing. */
  readonly basePath?: string;
}

export interface DomainTransform {
  readonly certificate?: Transform<aws.acm.CertificateArgs>;
  readonly domainName?: Transform<aws.apigatewayv2.DomainNameArgs>;
  readonly mapping?: Transform<aws.apigatewayv2.ApiMappingArgs>;
  readonly record?: Transform<aws.route53.RecordArgs>;
}

export const domainParts = [
  "certificate",
  "domainName",
  "mapping",
  "record",
] as const satisfies readonly (keyof DomainTransform)[];

export interface DomainParts {
  readonly domainName: aws.apigatewayv2.DomainName;
  /** The API's own; undefined where the args name one. */
  readonly certificate: aws.acm.Certificate | undefined;
  readonly mapping: aws.apigatewayv2.ApiMapping;
  /** Leads the name to the API; undefined without a hosted zone: then the name's records are kept elsewhere. */
  readonly record: aws.route53.Record | undefined;
}

/** The only policy that a regional domain of an HTTP API takes. Source: "Choose a security policy for your custom domain". */
const minimumTls = "TLS_1_2";

/** Source: "API mappings" (letters, digits and $-_.+!*'()/; at most 300 characters). */
const basePathShape = /^[A-Za-z0-9$_.+!*'()-]+(\/[A-Za-z0-9$_.+!*'()-]+)*$/;

export function domainProblems(domain: DomainArgs | undefined): string[] {
  if (domain === undefined) return [];
  const { name, zoneId, certificateArn, basePath } = domain;
  return [
    ...checkKeys(domain, ["name", "zoneId", "certificateArn", "basePath"], "domain."),
    ...(typeof name === "string" && /^([a-z0-9_]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(name)
      ? []
      : [
          `domain.name: ${JSON.stringify(name)} given; a full name in lower case is expected, such as "api.example.com".`,
        ]),
    ...(zoneId === undefined && certificateArn === undefined
      ? [
          "domain: neither zoneId nor certificateArn is given; give the hosted zone of the name, or a certificate.",
        ]
      : []),
    ...(basePath === undefined || (basePathShape.test(basePath) && basePath.length <= 300)
      ? []
      : [
          `domain.basePath: ${JSON.stringify(basePath)} given; such as "v1" or "shop/v1" is allowed, without slashes around it.`,
        ]),
  ];
}

/** URL of a domain, without a slash at its end. */
export const domainUrl = ({ name, basePath }: DomainArgs): string =>
  basePath === undefined ? `https://${name}` : `https://${name}/${basePath}`;

/**
 * A domain name for a stage of an API, HTTP or REST: with a certificate proved by DNS and an alias record where the hosted
 * zone is given.
 */
export function createDomain(
  { component, name }: GatewayContext,
  args: DomainArgs,
  stage: { readonly apiId: pulumi.Input<string>; readonly name: pulumi.Input<string> },
  transform: DomainTransform,
): DomainParts {
  const proved = createCertificate({ component, name, transform: transform.certificate }, args);
  const domainName = new aws.apigatewayv2.DomainName(
    `${name}-domain-name`,
    ...component.part(transform.domainName, {
      domainName: args.name,
      domainNameConfiguration: {
        certificateArn: proved?.arn ?? args.certificateArn ?? "",
        endpointType: "REGIONAL",
        securityPolicy: minimumTls,
      },
    }),
  );
  const mapping = new aws.apigatewayv2.ApiMapping(
    `${name}-domain-mapping`,
    ...component.part(transform.mapping, {
      apiId: stage.apiId,
      stage: stage.name,
      domainName: domainName.id,
      apiMappingKey: args.basePath,
    }),
  );
  const { targetDomainName, hostedZoneId } = domainName.domainNameConfiguration;
  const record =
    args.zoneId === undefined
      ? undefined
      : new aws.route53.Record(
          `${name}-domain-record`,
          ...component.part(transform.record, {
            zoneId: args.zoneId,
            name: args.name,
            type: "A",
            aliases: [
              {
                name: targetDomainName,
                zoneId: hostedZoneId,
                evaluateTargetHealth: false,
              },
            ],
          }),
        );
  return { domainName, certificate: proved?.certificate, mapping, record };
}
