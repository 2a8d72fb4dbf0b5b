import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Component, nameOf, partOf, type Transform } from "../../../../core/component.ts";
import { defaultVpc } from "../../../../core/default-vpc.ts";
import type { Defaults } from "../../../../defaults.ts";
import { checkKeys } from "../../../../values/problems.ts";
import type { ListenerArgs } from "./alb.ts";

/** A load balancer of the gateway's own: HTTPS only. */
export interface LoadBalancerArgs {
  /** Default, with that of `subnets`: the account's default VPC. */
  readonly vpcId?: pulumi.Input<string>;
  /** Of at least two availability zones; public ones unless it is internal. Default: all of the default VPC, which are. */
  readonly subnets?: readonly pulumi.Input<string>[];
  /** Certificate of the region (ACM). */
  readonly certificateArn: pulumi.Input<string>;
  /** Reached from inside the VPC only. Default: false. */
  readonly internal?: boolean;
  /** Address ranges that may connect. Default: everybody; of an internal one there is no default. */
  readonly allowFrom?: readonly string[];
}

export interface LoadBalancerTransform {
  readonly loadBalancer?: Transform<aws.lb.LoadBalancerArgs>;
  readonly listener?: Transform<aws.lb.ListenerArgs>;
  readonly securityGroup?: Transform<aws.ec2.SecurityGroupArgs>;
}

const everybody = ["0.0.0.0/0"];

export function balancerProblems(
  listener: ListenerArgs | undefined,
  own: LoadBalancerArgs | undefined,
): string[] {
  if (listener && own)
    return [
      "listener and loadBalancer exclude each other; give the listener of a load balancer, or the makings of one.",
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
          'loadBalancer.allowFrom: there is none; say who may connect to an internal one, such as ["10.0.0.0/8"].',
        ]
      : []),
  ];
}

/** Its subnets are public: everybody can reach a load balancer there. */
function ofDefaultVpc() {
  const { vpcId, publicSubnetIds: subnets } = defaultVpc();
  return { vpcId, subnets };
}

/** Load balancer, security group and HTTPS listener; what no rule takes is answered with 404. */
export function buildBalancer(
  args: LoadBalancerArgs,
  transform: LoadBalancerTransform,
  component: Component,
  name: string,
  settings: Defaults,
) {
  const { certificateArn, internal = false, allowFrom = everybody } = args;
  const { vpcId, subnets } =
    args.vpcId && args.subnets ? { vpcId: args.vpcId, subnets: [...args.subnets] } : ofDefaultVpc();
  const securityGroup = new aws.ec2.SecurityGroup(
    `${name}-security-group`,
    ...partOf(component, transform.securityGroup, {
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
    ...partOf(component, transform.loadBalancer, {
      name: nameOf("loadBalancer", name),
      loadBalancerType: "application",
      internal,
      subnets,
      securityGroups: [securityGroup.id],
      // What one server drops and the next one reads is how requests are smuggled.
      dropInvalidHeaderFields: true,
    }),
  );
  const listener = new aws.lb.Listener(
    `${name}-listener`,
    ...partOf(component, transform.listener, {
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
