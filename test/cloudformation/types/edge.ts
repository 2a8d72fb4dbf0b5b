import { type Inputs, list } from "../properties.ts";
import type { Mapping } from "./mapping.ts";

/** CloudFront's resources keep all but their tags in one property. */
const config = (
  property: string,
  made: Record<string, unknown>,
  inputs: Inputs,
): Record<string, unknown> => ({
  ...Object.fromEntries(Object.keys(inputs).map((key) => [key, undefined])),
  [property]: made,
});

const quantified = (value: unknown): unknown => (value as Inputs | undefined)?.items;

export const edge: Readonly<Record<string, Mapping>> = {
  "aws:cloudfront/distribution:Distribution": {
    type: "AWS::CloudFront::Distribution",
    change: (inputs) => {
      const { orderedCacheBehaviors, defaultCacheBehavior, isIpv6Enabled, origins, webAclId, ...rest } =
        inputs;
      const { viewerCertificate, customErrorResponses, ...same } = rest;
      return config(
        "distributionConfig",
        {
          ...same,
          IPV6Enabled: isIpv6Enabled,
          webACLId: webAclId,
          defaultCacheBehavior: behavior(defaultCacheBehavior as Inputs),
          cacheBehaviors: list(orderedCacheBehaviors).map(behavior),
          customErrorResponses: list(customErrorResponses).map(({ errorCachingMinTtl, ...error }) => ({
            ...error,
            errorCachingMinTTL: errorCachingMinTtl,
          })),
          viewerCertificate: certificate(viewerCertificate as Inputs),
          origins: list(origins).map(origin),
        },
        inputs,
      );
    },
  },
  "aws:cloudfront/function:Function": {
    type: "AWS::CloudFront::Function",
    names: { code: "FunctionCode", publish: "AutoPublish" },
    change: ({ runtime, comment, keyValueStoreAssociations }) => ({
      runtime: undefined,
      comment: undefined,
      keyValueStoreAssociations: undefined,
      functionConfig: {
        runtime,
        comment,
        keyValueStoreAssociations:
          keyValueStoreAssociations &&
          (keyValueStoreAssociations as string[]).map((arn) => ({ keyValueStoreARN: arn })),
      },
    }),
  },
  "aws:cloudfront/keyValueStore:KeyValueStore": { type: "AWS::CloudFront::KeyValueStore" },
  "aws:cloudfront/originAccessControl:OriginAccessControl": {
    type: "AWS::CloudFront::OriginAccessControl",
    change: (inputs) => config("originAccessControlConfig", inputs, inputs),
  },
  "aws:cloudfront/cachePolicy:CachePolicy": {
    type: "AWS::CloudFront::CachePolicy",
    change: (inputs) => {
      const { defaultTtl, minTtl, maxTtl, parametersInCacheKeyAndForwardedToOrigin, ...rest } = inputs;
      const { headersConfig, ...parameters } = parametersInCacheKeyAndForwardedToOrigin as Inputs;
      const { headerBehavior, headers } = headersConfig as Inputs;
      return config(
        "cachePolicyConfig",
        {
          ...rest,
          defaultTTL: defaultTtl,
          minTTL: minTtl,
          maxTTL: maxTtl,
          parametersInCacheKeyAndForwardedToOrigin: {
            ...parameters,
            headersConfig: { headerBehavior, headers: quantified(headers) },
          },
        },
        inputs,
      );
    },
  },
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": {
    type: "AWS::CloudFront::ResponseHeadersPolicy",
    change: (inputs) => config("responseHeadersPolicyConfig", inputs, inputs),
  },
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": { type: "AWS::Logs::DeliverySource" },
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": {
    type: "AWS::Logs::DeliveryDestination",
    change: ({ deliveryDestinationConfiguration }) => ({
      deliveryDestinationConfiguration: undefined,
      ...(deliveryDestinationConfiguration as Inputs),
    }),
  },
  "aws:cloudwatch/logDelivery:LogDelivery": { type: "AWS::Logs::Delivery" },
};

function behavior({ lambdaFunctionAssociations, functionAssociations, ...rest }: Inputs): Inputs {
  return {
    ...rest,
    functionAssociations:
      functionAssociations &&
      list(functionAssociations).map(({ eventType, functionArn }) => ({
        eventType,
        functionARN: functionArn,
      })),
    lambdaFunctionAssociations:
      lambdaFunctionAssociations &&
      list(lambdaFunctionAssociations).map(({ lambdaArn, ...one }) => ({
        ...one,
        lambdaFunctionARN: lambdaArn,
      })),
  };
}

const certificate = ({ cloudfrontDefaultCertificate, ...rest }: Inputs): Inputs =>
  cloudfrontDefaultCertificate ? { cloudFrontDefaultCertificate: true } : rest;

function origin({ originId, customOriginConfig, ...rest }: Inputs): Inputs {
  const { originSslProtocols, httpPort, httpsPort, ...config } = (customOriginConfig ?? {}) as Inputs;
  return {
    ...rest,
    id: originId,
    ...(customOriginConfig
      ? {
          customOriginConfig: {
            ...config,
            HTTPPort: httpPort,
            HTTPSPort: httpsPort,
            originSSLProtocols: originSslProtocols,
          },
        }
      : // The provider adds it, empty, for what isn't custom.
        { s3OriginConfig: {} }),
  };
}
