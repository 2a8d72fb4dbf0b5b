import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { nameOf } from "../../core/component.ts";
import { Bucket } from "../bucket/bucket.ts";
import { Gateway } from "../gateway/gateway.ts";
import type { GatewayType, PartsOf } from "../gateway/types/index.ts";
import type { DistributionContext } from "./context.ts";

/** The target of a distribution's requests. */
export type Origin = Bucket | AnyGateway;

/** A gateway of any type, with any links. */
interface AnyGateway extends Pick<Gateway, "componentName" | "url"> {
  readonly parts: PartsOf<GatewayType>;
}

export const isOrigin = (value: unknown): value is Origin =>
  value instanceof Bucket || value instanceof Gateway;

/** An origin's id in the distribution, and its name in errors: a bucket and a gateway may have the same name. */
export const originId = (origin: Origin): string =>
  `${origin instanceof Bucket ? "bucket" : "gateway"}-${origin.componentName}`;

/** Whether CloudFront has to sign for it, and as what: a function URL that asks for IAM, or a bucket. */
function signedAs(origin: Origin): "s3" | "lambda" | undefined {
  if (origin instanceof Bucket) return "s3";
  return isSignedUrl(origin) ? "lambda" : undefined;
}

interface UrlGateway extends AnyGateway {
  readonly parts: PartsOf<"url">;
}

const isSignedUrl = (gateway: AnyGateway): gateway is UrlGateway =>
  "url" in gateway.parts && gateway.parts.auth === "iam";

/**
 * Whether it gets the viewers' own Host. A load balancer's certificate is for a custom name, so CloudFront can only trust
 * it by that; all others answer to their own host only. Source: "Requiring HTTPS for communication between
 * CloudFront and your custom origin".
 */
export const wantsHost = (origin: Origin): boolean =>
  !(origin instanceof Bucket) && "loadBalancer" in origin.parts && origin.parts.loadBalancer !== undefined;

/** The origins, with the access controls that sign requests to them. */
export function createOrigins(
  { component, name, settings, transform }: DistributionContext,
  origins: readonly Origin[],
): aws.types.input.cloudfront.DistributionOrigin[] {
  const signers = new Map<string, aws.cloudfront.OriginAccessControl>();
  const signer = (type: "s3" | "lambda") => {
    const made =
      signers.get(type) ??
      new aws.cloudfront.OriginAccessControl(
        `${name}-${type}-access`,
        ...component.part(transform.originAccess, {
          name: nameOf("originAccess", `${name}-${type}`),
          originAccessControlOriginType: type,
          signingBehavior: "always",
          signingProtocol: "sigv4",
        }),
      );
    signers.set(type, made);
    return made.id;
  };
  return origins.map((origin) => {
    const type = signedAs(origin);
    const common = { originId: originId(origin), originAccessControlId: type && signer(type) };
    if (origin instanceof Bucket) return { ...common, domainName: origin.bucket.bucketRegionalDomainName };
    const address = origin.url.apply((url) => new URL(url));
    return {
      ...common,
      domainName: address.apply(({ host }) => host),
      // A REST API's stage, or the base path of a domain.
      originPath: address.apply(({ pathname }) => pathname.replace(/\/$/, "")),
      customOriginConfig: {
        httpPort: 80,
        httpsPort: 443,
        originProtocolPolicy: "https-only",
        originSslProtocols: ["TLSv1.2"],
        originReadTimeout: settings.distribution.originTimeout,
      },
    };
  });
}

/** Lets the distribution, and no other, read a bucket or call a function URL. */
export function permit(
  { component, name, transform }: DistributionContext,
  origins: readonly Origin[],
  distributionArn: pulumi.Output<string>,
): void {
  const principal = "cloudfront.amazonaws.com";
  for (const origin of origins) {
    if (origin instanceof Bucket) {
      origin.allowRead(`Distribution "${name}"`, { principal, sourceArn: distributionArn });
      continue;
    }
    if (!isSignedUrl(origin)) continue;
    const { functionName, qualifier } = origin.parts.url;
    const common = { function: functionName, qualifier, principal, sourceArn: distributionArn };
    // A call of a function URL needs both. Source: "Restrict access to an AWS Lambda function URL origin".
    new aws.lambda.Permission(
      `${name}-${origin.componentName}-url-permission`,
      ...component.part(transform.permission, {
        ...common,
        action: "lambda:InvokeFunctionUrl",
        functionUrlAuthType: "AWS_IAM",
      }),
    );
    new aws.lambda.Permission(
      `${name}-${origin.componentName}-invoke-permission`,
      ...component.part(transform.permission, {
        ...common,
        action: "lambda:InvokeFunction",
        invokedViaFunctionUrl: true,
      }),
    );
  }
}
