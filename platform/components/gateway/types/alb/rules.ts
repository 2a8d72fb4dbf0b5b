import type * as aws from "@pulumi/aws";
import { shown } from "../../../../values/problems.ts";
import { parseRoute } from "../../../../values/route.ts";
import type { GatewayRoute } from "../type.ts";

type Condition = aws.types.input.lb.ListenerRuleCondition;

/** Values of all conditions of a rule, and characters of one. Source: "Quotas for your Application Load Balancers". */
const limits = { values: 5, pattern: 128 };

/** A rule for a route. `*` takes slashes too, so a parameter in the middle takes more than one part of the path. */
export function conditionsOf(key: string, hosts: readonly string[]): Condition[] {
  const { method, path } = parseRoute(key);
  return [
    { pathPattern: { values: [patternOf(path)] } },
    ...(method === "ANY" || method === "$default" ? [] : [{ httpRequestMethod: { values: [method] } }]),
    ...(hosts.length > 0 ? [{ hostHeader: { values: [...hosts] } }] : []),
  ];
}

const patternOf = (path: string): string => (path === "" ? "*" : path.replaceAll(/\{[^/]*\}/g, "*"));

/** Rules are tried in order, so the narrower comes first: no wildcards, then the longer path, then a method. */
export function mostSpecificFirst(routes: readonly GatewayRoute[]): GatewayRoute[] {
  const rank = ({ key }: GatewayRoute): readonly [number, number, number] => {
    const { method, path } = parseRoute(key);
    const pattern = patternOf(path);
    const firstWildcard = pattern.indexOf("*");
    return [
      firstWildcard < 0 ? Number.POSITIVE_INFINITY : firstWildcard,
      pattern.length,
      method === "ANY" || method === "$default" ? 0 : 1,
    ];
  };
  return [...routes].sort((a, b) => {
    const [first, second] = [rank(a), rank(b)];
    const at = first.findIndex((value, i) => value !== second[i]);
    // By name where nothing else tells them apart: priorities must not change from run to run.
    return at < 0 ? (a.key < b.key ? -1 : 1) : second[at]! - first[at]!;
  });
}

export function ruleProblems(keys: readonly string[], hosts: readonly string[]): string[] {
  // A path, a method, and the hosts.
  const most = limits.values - 2;
  return [
    ...(hosts.length > most
      ? [
          `hosts: ${hosts.length} given; a rule has room for ${most} beside its path and method. Use *.example.com.`,
        ]
      : []),
    ...hosts
      .filter((host) => typeof host !== "string" || !/^[A-Za-z0-9.*?-]{1,128}$/.test(host))
      .map(
        (host) => `hosts: ${shown(host)} given; give a host such as "api.example.com" or "*.example.com".`,
      ),
    ...keys
      .filter((key) => key.length > limits.pattern)
      .map(
        (key) =>
          `routes: ${JSON.stringify(key)} is longer than the ${limits.pattern} characters of a rule's path.`,
      ),
  ];
}
