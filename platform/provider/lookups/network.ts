import type { Properties } from "../../engine/graph/graph.ts";
import { arnOf, ec2Id, type Lookup } from "./lookup.ts";

const zones = ["a", "b", "c"];

/** The id that a lookup names, or one that AWS might have given. */
const named = (prefix: string, args: Properties): string =>
  typeof args.id === "string" ? args.id : ec2Id(prefix, args);

/** One thing of EC2 by its id: `vpc` is the prefix of ids and the type of ARNs. */
const one =
  (prefix: string, type: string, more: Lookup = () => ({})): Lookup =>
  (args, place) => {
    const id = named(prefix, args);
    return { id, arn: arnOf("ec2", place, `${type}/${id}`), ...more(args, place) };
  };

const several =
  (prefix: string, count: number): Lookup =>
  (args) => ({ ids: Array.from({ length: count }, (_, i) => ec2Id(prefix, { ...args, i })) });

/** Networks. Sources of the default VPC's ranges: "Default VPCs" of Amazon VPC. */
export const network: Readonly<Record<string, Lookup>> = {
  "aws:ec2/getVpc:getVpc": one("vpc", "vpc", (args, { account }) => ({
    cidrBlock: args.cidrBlock ?? (args.default === true ? "172.31.0.0/16" : "10.0.0.0/16"),
    default: args.default === true,
    enableDnsHostnames: true,
    enableDnsSupport: true,
    instanceTenancy: "default",
    ipv6AssociationId: "",
    ipv6CidrBlock: "",
    dhcpOptionsId: ec2Id("dopt", args),
    mainRouteTableId: ec2Id("rtb", args),
    ownerId: account,
    state: "available",
  })),
  "aws:ec2/getVpcs:getVpcs": several("vpc", 1),
  "aws:ec2/getSubnet:getSubnet": one("subnet", "subnet", (args, { region, account }) => ({
    vpcId: args.vpcId ?? "vpc-00000000000000000",
    availabilityZone: args.availabilityZone ?? `${region}a`,
    cidrBlock: args.cidrBlock ?? "10.0.0.0/20",
    ownerId: account,
    state: "available",
  })),
  "aws:ec2/getSubnets:getSubnets": several("subnet", zones.length),
  "aws:ec2/getSecurityGroup:getSecurityGroup": one("sg", "security-group", (args) => ({
    name: args.name ?? "default",
    vpcId: args.vpcId ?? "vpc-00000000000000000",
  })),
  "aws:ec2/getSecurityGroups:getSecurityGroups": (args, place) => {
    const { ids } = several("sg", 1)(args, place);
    return {
      ids,
      vpcIds: ["vpc-00000000000000000"],
      arns: (ids as string[]).map((id) => arnOf("ec2", place, `security-group/${id}`)),
    };
  },
  "aws:ec2/getRouteTable:getRouteTable": (args, place) => {
    const routeTableId = typeof args.routeTableId === "string" ? args.routeTableId : ec2Id("rtb", args);
    return { routeTableId, id: routeTableId, arn: arnOf("ec2", place, `route-table/${routeTableId}`) };
  },
  "aws:ec2/getRouteTables:getRouteTables": several("rtb", 1),
  "aws:ec2/getVpcEndpoint:getVpcEndpoint": one("vpce", "vpc-endpoint", () => ({ state: "available" })),
  "aws:ec2/getPrefixList:getPrefixList": (args) => ({
    id:
      typeof args.prefixListId === "string"
        ? args.prefixListId
        : ec2Id("pl", args).replace("pl-0", "pl-").slice(0, 11),
    cidrBlocks: ["203.0.113.0/24"],
  }),
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": one("pl", "prefix-list"),
  "aws:ec2/getAmi:getAmi": (args, place) => {
    const id = ec2Id("ami", args);
    return {
      id,
      imageId: id,
      // AMIs belong to no account in ARNs: "Actions, resources, and condition keys for Amazon EC2".
      arn: arnOf("ec2", { ...place, account: "" }, `image/${id}`),
      architecture: "x86_64",
      ownerId: [args.owners].flat().find((owner) => /^\d{12}$/.test(String(owner))) ?? "137112412989",
      rootDeviceName: "/dev/xvda",
      rootDeviceType: "ebs",
      state: "available",
      virtualizationType: "hvm",
    };
  },
  "aws:ec2/getAmiIds:getAmiIds": several("ami", 1),
  "aws:index/getAvailabilityZone:getAvailabilityZone": (args, { region }) => {
    const name = String(args.name ?? `${region}a`);
    return { id: name, name, nameSuffix: name.slice(region.length), state: "available" };
  },
  // Of addresses for documentation: RFC 5737 and RFC 3849.
  "aws:index/getIpRanges:getIpRanges": () => ({
    cidrBlocks: ["192.0.2.0/24", "198.51.100.0/24"],
    ipv6CidrBlocks: ["2001:db8::/32"],
  }),
  "aws:index/getRegions:getRegions": (_args, { region }) => ({ names: [region] }),
};
