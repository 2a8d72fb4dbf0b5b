import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameOf } from "../../../core/component.ts";
import { defaultVpc } from "../../../core/default-vpc.ts";
import type { Statement } from "../../../core/link.ts";
import { checkKeys, checkTexts } from "../../../values/problems.ts";
import type { Contribution, FeatureContext } from "./feature.ts";

/** Subnets of a VPC, for resources that are only reached from inside it, such as a database. */
export interface VpcArgs {
  /** Private subnets, in as many zones as the function should outlive. */
  readonly subnetIds: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** Default: a security group of the function's own, which lets everything out and nothing in. */
  readonly securityGroupIds?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** Whether traffic may leave by IPv6 too; the subnets have to be dual-stack. Default: false. */
  readonly ipv6?: boolean;
}

/**
 * How Lambda attaches a function to a VPC. AWS describes interfaces and subnets on every resource only, and refuses
 * functions whose role can't make, delete and address interfaces that don't exist yet, so have no ARN.
 * Sources: "Giving Lambda functions access to resources in an Amazon VPC", "AWSLambdaVPCAccessExecutionRole".
 */
const interfaces: Statement = {
  actions: [
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
  ],
  resources: ["*"],
};

export function vpcProblems(vpc: true | VpcArgs | undefined, hasSecurityGroupTransform: boolean): string[] {
  const ownGroup = vpc !== undefined && (vpc === true || vpc.securityGroupIds === undefined);
  const unused =
    hasSecurityGroupTransform && !ownGroup
      ? ["transform.securityGroup: the function has no security group of its own; leave it out."]
      : [];
  if (vpc === undefined || vpc === true) return unused;
  if (typeof vpc !== "object" || vpc === null)
    return [
      ...unused,
      `vpc: ${JSON.stringify(vpc)} given; true (the default VPC) or { subnetIds } is expected.`,
    ];
  return [
    ...unused,
    ...checkKeys(vpc, ["subnetIds", "securityGroupIds", "ipv6"], "vpc."),
    ...missing(
      "vpc.subnetIds",
      vpc.subnetIds ?? [],
      "name at least one, or set vpc: true for the default VPC",
    ),
    ...checkTexts("vpc.subnetIds", vpc.subnetIds),
    ...checkTexts("vpc.securityGroupIds", vpc.securityGroupIds),
    ...missing("vpc.securityGroupIds", vpc.securityGroupIds, "leave it out for one of the function's own"),
  ];
}

function missing(argument: string, list: unknown, remedy: string): string[] {
  return Array.isArray(list) && list.length === 0 ? [`${argument}: there is none; ${remedy}.`] : [];
}

/** Puts a function into a VPC, with a security group of its own unless it is given some. */
export function attachToVpc(args: true | VpcArgs, context: FeatureContext): Contribution {
  const {
    subnetIds,
    securityGroupIds,
    ipv6 = false,
    vpcId,
  } = args === true ? ofDefaultVpc() : ofSubnets(args);
  return {
    statements: [interfaces],
    inputs: {
      vpcConfig: {
        subnetIds: list(subnetIds),
        securityGroupIds: securityGroupIds
          ? list(securityGroupIds)
          : [createSecurityGroup(context, vpcId(), ipv6).id],
        ...(ipv6 && { ipv6AllowedForDualStack: true }),
      },
    },
  };
}

/** A list that resources take. */
const list = (ids: pulumi.Input<readonly pulumi.Input<string>[]>): pulumi.Output<string[]> =>
  pulumi.output(ids).apply((all) => [...all]);

interface Place extends VpcArgs {
  readonly vpcId: () => pulumi.Output<string>;
}

function ofDefaultVpc(): Place {
  const found = defaultVpc();
  const subnetIds = pulumi
    .all([found.privateSubnetIds, found.publicSubnetIds])
    .apply(([inner, outer]) => (inner.length > 0 ? inner : outer));
  return { subnetIds, vpcId: () => found.vpcId };
}

function ofSubnets(args: VpcArgs): Place {
  const id = pulumi.output(args.subnetIds).apply(([first = ""]) => first);
  return {
    ...args,
    // Asked for only where a security group has to be made in it.
    vpcId: () => aws.ec2.getSubnetOutput({ id }).vpcId,
  };
}

function createSecurityGroup(
  { component, name, transform }: FeatureContext,
  vpcId: pulumi.Output<string>,
  ipv6: boolean,
): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup(
    `${name}-security-group`,
    ...component.part(transform.securityGroup, {
      name: nameOf("securityGroup", name),
      description: "Lets the function out; nothing comes in",
      vpcId,
      egress: [
        {
          description: "Everything, by TLS or otherwise: what the function may reach is up to the other side",
          protocol: "-1",
          fromPort: 0,
          toPort: 0,
          cidrBlocks: ["0.0.0.0/0"],
          ...(ipv6 && { ipv6CidrBlocks: ["::/0"] }),
        },
      ],
    }),
  );
}
