import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameOf } from "../../../../core/component.ts";
import { defaultVpc } from "../../../../core/default-vpc.ts";
import { accessLogBucket } from "../../../../core/foundation.ts";
import { checkKeys, checkTexts } from "../../../../values/problems.ts";
import type { GatewayContext } from "../type.ts";
import type { ListenerArgs, LoadBalancerArgs, LoadBalancerTransform } from "./args.ts";

const anywhere = ["0.0.0.0/0"];

export function balancerProblems(
  listener: ListenerArgs | undefined,
  own: LoadBalancerArgs | undefined,
): string[] {
  if (listener && own)
    return [
      "listener and loadBalancer exclude each other; give the listener of a load balancer, or settings of a new one.",
    ];
  if (!listener && !own)
    return [
      "listener: there is none, and no loadBalancer; give { arn, url } of a listener, or loadBalancer: { certificateArn }.",
    ];
  return [
    ...checkKeys(listener, ["arn", "url"], "listener."),
    ...(listener &&
    !/^arn:aws[\w-]*:elasticloadbalancing:[^:]+:\d+:listener\/app\/[^/]+\/[^/]+\/[^/]+$/.test(listener.arn)
      ? [
          `listener.arn: ${JSON.stringify(listener.arn)} is not the ARN of a listener of an Application Load Balancer.`,
        ]
      : []),
    ...(listener && !/^https:\/\/[^/]+\/?$/.test(listener.url ?? "")
      ? [
          `listener.url: ${JSON.stringify(listener.url)} given; give its address, such as "https://api.example.com".`,
        ]
      : []),
    ...checkKeys(own, ["vpcId", "subnets", "certificateArn", "internal", "allowFrom"], "loadBalancer."),
    ...checkTexts("loadBalancer.subnets", own?.subnets),
    ...checkTexts("loadBalancer.allowFrom", own?.allowFrom),
    ...(own && !own.certificateArn
      ? ["loadBalancer.certificateArn: there is none, and a load balancer needs one."]
      : []),
    ...(own && !own.vpcId !== !own.subnets
      ? [
          "loadBalancer.vpcId and loadBalancer.subnets belong together; give both, or none for the default VPC.",
        ]
      : []),
    ...(own?.subnets && own.subnets.length < 2
      ? ["loadBalancer.subnets: give at least two, in different availability zones."]
      : []),
    ...(own?.internal && !own.allowFrom?.length
      ? [
          'loadBalancer.allowFrom: there is none; an internal load balancer needs ranges such as ["10.0.0.0/8"].',
        ]
      : []),
  ];
}

/** The default VPC, whose subnets are public: a load balancer there can be reached from anywhere. */
function ofDefaultVpc() {
  const { vpcId, publicSubnetIds: subnets } = defaultVpc();
  return { vpcId, subnets };
}

/** Access logs in the foundation's bucket, below a prefix of the load balancer's own; none where there is no such bucket. */
function accessLogsOf(name: string) {
  const prefix = `alb/${nameOf("api", name)}`;
  return accessLogBucket()?.apply((bucket) =>
    bucket === "" ? undefined : { bucket, prefix, enabled: true },
  );
}

/** Load balancer, security group and HTTPS listener; requests without a rule get 404. */
export function createBalancer(
  args: LoadBalancerArgs,
  transform: LoadBalancerTransform,
  { component, name, settings }: GatewayContext,
) {
  const { certificateArn, internal = false, allowFrom = anywhere } = args;
  const { vpcId, subnets } =
    args.vpcId && args.subnets ? { vpcId: args.vpcId, subnets: [...args.subnets] } : ofDefaultVpc();
  const securityGroup = new aws.ec2.SecurityGroup(
    `${name}-security-group`,
    ...component.part(transform.securityGroup, {
      name: nameOf("securityGroup", name),
      description: `HTTPS to ${nameOf("api", name)}`,
      vpcId,
      ingress: [
        { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [...allowFrom], description: "HTTPS" },
      ],
      // It invokes functions through AWS's own network: nothing leaves by the VPC.
      egress: [],
    }),
  );
  const loadBalancer = new aws.lb.LoadBalancer(
    `${name}-load-balancer`,
    ...component.part(transform.loadBalancer, {
      name: nameOf("loadBalancer", name),
      loadBalancerType: "application",
      internal,
      subnets,
      securityGroups: [securityGroup.id],
      // Headers that one server drops and the next one reads allow request smuggling.
      dropInvalidHeaderFields: true,
      accessLogs: accessLogsOf(name),
    }),
  );
  const listener = new aws.lb.Listener(
    `${name}-listener`,
    ...component.part(transform.listener, {
      loadBalancerArn: loadBalancer.arn,
      port: 443,
      protocol: "HTTPS",
      sslPolicy: settings.gateway.listenerPolicy,
      certificateArn,
      defaultActions: [
        {
          type: "fixed-response",
          fixedResponse: {
            contentType: "application/json",
            messageBody: '{"message":"Not Found"}',
            statusCode: "404",
          },
        },
      ],
    }),
  );
  return { loadBalancer, listener, url: pulumi.interpolate`https://${loadBalancer.dnsName}` };
}
