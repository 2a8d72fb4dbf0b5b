import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Component, nameOf, partOf } from "../../core/component.ts";
import type { Defaults } from "../../defaults.ts";
import { Bucket } from "../bucket/bucket.ts";
import { Gateway } from "../gateway/gateway.ts";
import type { GatewayType, PartsOf } from "../gateway/types/index.ts";
import type { DistributionTransform } from "./args.ts";

/** What a distribution stands in front of. */
export type Origin = Bucket | AnyGateway;

/** A gateway of whatever type, with whatever links. */
interface AnyGateway extends Pick<Gateway, "componentName" | "url"> {
  readonly parts: PartsOf<GatewayType>;
}

export const isOrigin = (value: unknown): value is Origin =>
  value instanceof Bucket || value instanceof Gateway;

/** A name for an origin, and its id in the distribution: a bucket and a gateway may be called the same. */
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
 * Whether viewers' own Host reaches it. A load balancer's certificate is for a name of one's own, so CloudFront can only
 * trust it by that; all others answer to their own host only. Source: "Requiring HTTPS for communication between
 * CloudFront and your custom origin".
 */
export const wantsHost = (origin: Origin): boolean =>
  !(origin instanceof Bucket) && "loadBalancer" in origin.parts && origin.parts.loadBalancer !== undefined;

/** The origins, and what signs the requests to them. */
export function buildOrigins(
  component: Component,
  name: string,
  origins: readonly Origin[],
  settings: Defaults["distribution"],
  transform: DistributionTransform,
): aws.types.input.cloudfront.DistributionOrigin[] {
  const signers = new Map<string, aws.cloudfront.OriginAccessControl>();
  const signer = (type: "s3" | "lambda") => {
    const made =
      signers.get(type) ??
      new aws.cloudfront.OriginAccessControl(
        `${name}-${type}-access`,
        ...partOf(component, transform.originAccess, {
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
        originReadTimeout: settings.originTimeout,
      },
    };
  });
}

/** Lets the distribution, and no other, read a bucket or call a function URL. */
export function permit(
  component: Component,
  name: string,
  origins: readonly Origin[],
  distributionArn: pulumi.Output<string>,
  transform: DistributionTransform,
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
    // Both, as everybody who calls a function URL. Source: "Restrict access to an AWS Lambda function URL origin".
    new aws.lambda.Permission(
      `${name}-${origin.componentName}-url-permission`,
      ...partOf(component, transform.permission, {
        ...common,
        action: "lambda:InvokeFunctionUrl",
        functionUrlAuthType: "AWS_IAM",
      }),
    );
    new aws.lambda.Permission(
      `${name}-${origin.componentName}-invoke-permission`,
      ...partOf(component, transform.permission, {
        ...common,
        action: "lambda:InvokeFunction",
        invokedViaFunctionUrl: true,
      }),
    );
  }
}
