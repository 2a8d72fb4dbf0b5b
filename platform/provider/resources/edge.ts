import { dnsSuffix, partition } from "../place.ts";
import { letters, uuid } from "../stable-ids.ts";
import { arn, type Compute, type Context } from "./context.ts";

/** Sixteen digits, as in the ARNs of load balancers. */
const hex = (c: Context, of = "", length = 16) => letters(`${c.seed} ${of}`, length, "0123456789abcdef");
/** An id of CloudFront: capitals and digits. */
const cloudFrontId = (c: Context) => `E${letters(c.seed, 13, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")}`;
const cloudFrontArn = (c: Context, resource: string) =>
  `arn:${partition(c)}:cloudfront::${c.account}:${resource}`;

/** Resources between callers and gateways: load balancers and CloudFront. */
export const edge: Readonly<Record<string, Compute>> = {
  "aws:lb/loadBalancer:LoadBalancer": (c) => {
    const suffix = `app/${c.name}/${hex(c)}`;
    const own = arn("elasticloadbalancing", c, `loadbalancer/${suffix}`);
    const internal = c.inputs.internal === true ? "internal-" : "";
    return {
      id: own,
      arn: own,
      arnSuffix: suffix,
      dnsName: `${internal}${c.name}-${letters(c.seed, 10, "0123456789")}.${c.region}.elb.${dnsSuffix(c)}`,
      zoneId: "Z32O12XQLNTSW2",
    };
  },
  "aws:lb/listener:Listener": (c) => {
    const own = `${c.text("loadBalancerArn").replace(":loadbalancer/", ":listener/")}/${hex(c)}`;
    return { id: own, arn: own };
  },
  "aws:lb/listenerRule:ListenerRule": (c) => {
    const own = `${c.text("listenerArn").replace(":listener/", ":listener-rule/")}/${hex(c)}`;
    return { id: own, arn: own };
  },
  "aws:lb/targetGroup:TargetGroup": (c) => {
    const suffix = `targetgroup/${c.name}/${hex(c)}`;
    const own = arn("elasticloadbalancing", c, suffix);
    return { id: own, arn: own, arnSuffix: suffix };
  },
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": (c) => ({
    id: `${c.text("targetGroupArn")}-${hex(c)}`,
  }),
  "aws:ec2/securityGroup:SecurityGroup": (c) => {
    const id = `sg-${hex(c, "", 17)}`;
    return { id, arn: arn("ec2", c, `security-group/${id}`), ownerId: c.account };
  },
  "aws:cloudfront/distribution:Distribution": (c) => {
    const id = cloudFrontId(c);
    return {
      id,
      arn: cloudFrontArn(c, `distribution/${id}`),
      // The same for every distribution. Sources: "AliasTarget" (Route 53 API), "Amazon CloudFront in China".
      ...(partition(c) === "aws-cn"
        ? { domainName: `d${letters(c.seed, 13)}.cloudfront.cn`, hostedZoneId: "Z3RFFRIM2A3IF5" }
        : { domainName: `d${letters(c.seed, 13)}.cloudfront.net`, hostedZoneId: "Z2FDTNDATAQYW2" }),
      status: "Deployed",
    };
  },
  "aws:cloudfront/function:Function": (c) => ({
    id: c.name,
    arn: cloudFrontArn(c, `function/${c.name}`),
    status: "UNASSOCIATED",
  }),
  "aws:cloudfront/originAccessControl:OriginAccessControl": (c) => {
    const id = cloudFrontId(c);
    return { id, arn: cloudFrontArn(c, `origin-access-control/${id}`) };
  },
  "aws:cloudfront/cachePolicy:CachePolicy": (c) => {
    const id = uuid(c.seed);
    return { id, arn: cloudFrontArn(c, `cache-policy/${id}`) };
  },
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": (c) => {
    const id = uuid(c.seed);
    return { id, arn: cloudFrontArn(c, `response-headers-policy/${id}`) };
  },
  "aws:cloudfront/keyValueStore:KeyValueStore": (c) => {
    const id = uuid(c.seed);
    return { id: c.name, arn: cloudFrontArn(c, `key-value-store/${id}`) };
  },
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": (c) => ({
    arn: arn("logs", c, `delivery-source:${c.name}`),
    service: "cloudfront",
  }),
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": (c) => ({
    arn: arn("logs", c, `delivery-destination:${c.name}`),
    deliveryDestinationType: "CWL",
  }),
  "aws:cloudwatch/logDelivery:LogDelivery": (c) => {
    const id = letters(c.seed, 16);
    return { id, arn: arn("logs", c, `delivery:${id}`) };
  },
};
