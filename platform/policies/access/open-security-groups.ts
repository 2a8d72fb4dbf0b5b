import { type Graph, inputsOf, managed, type Resource } from "../../engine/index.ts";
import type { Broken, Policy } from "../finding.ts";
import { type Inputs, objectsIn, refersTo, textsIn } from "../inputs.ts";

export const openSecurityGroups: Policy = {
  id: "open-security-groups",
  severity: "error",
  title: "Security groups let the internet in at ports 80 and 443 of load balancers only.",
  reason: "Every port that is open to the internet is tried, within minutes.",
  remedy: "Name a security group, a prefix list or a narrow range of addresses as the source.",
  broken: (graph) => [
    ...["aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"]
      .flatMap((type) => managed(graph, type))
      .flatMap((group) =>
        objectsIn(inputsOf(group)["ingress"]).flatMap((rule) => openings(rule, group, [group], graph)),
      ),
    ...managed(graph, "aws:ec2/securityGroupRule:SecurityGroupRule")
      .filter((rule) => inputsOf(rule)["type"] === "ingress")
      .flatMap((rule) => openings(inputsOf(rule), rule, groupsOf(graph, rule), graph)),
    ...managed(graph, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").flatMap((rule) =>
      openings(inputsOf(rule), rule, groupsOf(graph, rule), graph),
    ),
  ],
};

function openings(rule: Inputs, resource: Resource, groups: readonly Resource[], graph: Graph): Broken[] {
  const { cidrBlocks, ipv6CidrBlocks, cidrIpv4, cidrIpv6, fromPort, toPort, protocol, ipProtocol } = rule;
  const wide = [cidrBlocks, ipv6CidrBlocks, cidrIpv4, cidrIpv6].flatMap(textsIn).filter(isWide);
  const isWeb = fromPort === toPort && (Number(fromPort) === 80 || Number(fromPort) === 443);
  if (wide.length === 0 || (isWeb && groups.some((group) => isOfLoadBalancer(graph, group)))) return [];
  const isAll = ["-1", "all"].includes(String(protocol ?? ipProtocol));
  const ports = isAll
    ? "every port"
    : fromPort === toPort
      ? `port ${fromPort}`
      : `ports ${fromPort} to ${toPort}`;
  return [[resource, `It lets ${wide.join(" and ")} in at ${ports}.`]];
}

/** More than a single organisation has: ranges of IPv4 are given out up to /8, of IPv6 up to /16. Halves of everything count. */
function isWide(range: string): boolean {
  const [, bits = "128"] = range.split("/");
  return Number(bits) < (range.includes(":") ? 16 : 8);
}

const groupsOf = (graph: Graph, rule: Resource): Resource[] =>
  managed(graph, "aws:ec2/securityGroup:SecurityGroup").filter((group) =>
    refersTo(rule, "securityGroupId", group),
  );

const isOfLoadBalancer = (graph: Graph, group: Resource): boolean =>
  ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"]
    .flatMap((type) => managed(graph, type))
    .some((balancer) => balancer.propertyDependencies["securityGroups"]?.includes(group.urn));
