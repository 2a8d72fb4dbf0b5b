import { globalArn, type Lookup } from "./lookup.ts";

/**
 * Accounts of Elastic Load Balancing that write access logs. Source: "Enable access logs for your Application Load
 * Balancer", regions available before August 2022; later ones have a service principal instead.
 */
const loadBalancing: Readonly<Record<string, string>> = {
  "us-east-1": "127311923021",
  "us-east-2": "033677994240",
  "us-west-1": "027434742980",
  "us-west-2": "797873946194",
  "af-south-1": "098369216593",
  "ap-east-1": "754344448648",
  "ap-northeast-1": "582318560864",
  "ap-northeast-2": "600734575887",
  "ap-northeast-3": "383597477331",
  "ap-south-1": "718504428378",
  "ap-southeast-1": "114774131450",
  "ap-southeast-2": "783225319266",
  "ca-central-1": "985666609251",
  "cn-north-1": "638102146993",
  "cn-northwest-1": "037604701340",
  "eu-central-1": "054676820928",
  "eu-north-1": "897822967062",
  "eu-south-1": "635631232127",
  "eu-west-1": "156460612806",
  "eu-west-2": "652711504416",
  "eu-west-3": "009996457667",
  "me-south-1": "076674570225",
  "sa-east-1": "507241528517",
  "us-gov-east-1": "190560391635",
  "us-gov-west-1": "048591011584",
};

/** Ids of CloudFront's policies by name. Sources: "Use managed cache policies" and its pages on the other policies. */
const managedPolicies: Readonly<Record<string, string>> = {
  "Managed-CachingOptimized": "658327ea-f89d-4fab-a63d-7e88639e58f6",
  "Managed-CachingDisabled": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  "Managed-AllViewer": "216adef6-5c7f-47e4-b989-5492eafa07d3",
  "Managed-AllViewerExceptHostHeader": "b689b0a8-53d0-40ab-baf2-68738e2966ac",
  "Managed-CORS-S3Origin": "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
  "Managed-SecurityHeadersPolicy": "67f7725c-6f97-4210-82d7-5512b31e9d03",
};

const policy: Lookup = ({ name }) => {
  const id = managedPolicies[String(name)];
  return id === undefined ? {} : { id };
};

/** What is the same in every account. */
export const wellKnown: Readonly<Record<string, Lookup>> = {
  "aws:elb/getServiceAccount:getServiceAccount": (args, place) => {
    const id = loadBalancing[String(args.region ?? place.region)];
    if (id === undefined)
      throw new Error(
        `elb.getServiceAccount: Elastic Load Balancing has no account in ${place.region}; a policy names the service logdelivery.elasticloadbalancing.amazonaws.com instead`,
      );
    return { id, arn: globalArn("iam", place, `${id}:root`) };
  },
  "aws:cloudfront/getCachePolicy:getCachePolicy": policy,
  "aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy": policy,
  "aws:cloudfront/getResponseHeadersPolicy:getResponseHeadersPolicy": policy,
  // Source: "Access logs (standard logs)" of CloudFront, on the account awslogsdelivery.
  "aws:cloudfront/getLogDeliveryCanonicalUserId:getLogDeliveryCanonicalUserId": () => ({
    id: "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0",
  }),
  "aws:index/getArn:getArn": ({ arn }) => {
    const [, partition, service, region, account, ...resource] = String(arn).split(":");
    return { id: arn, partition, service, region, account, resource: resource.join(":") };
  },
};
