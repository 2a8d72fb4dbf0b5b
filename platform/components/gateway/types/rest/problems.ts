import type { Defaults } from "../../../../defaults.ts";
import { checkOneOf, checkTexts } from "../../../../values/problems.ts";
import { routesOf } from "../../route.ts";
import { authProblems } from "../shared/authorizers.ts";
import { corsProblems } from "../shared/cors.ts";
import { domainProblems } from "../shared/domain.ts";
import { routeThrottlingProblems, throttlingProblems } from "../shared/throttling.ts";
import type { RestArgs } from "./args.ts";
import { needsKey } from "./body.ts";
import { restCorsProblems } from "./cors.ts";
import { usagePlanProblems } from "./usage-plans.ts";
import { validationProblems } from "./validation.ts";

const endpointTypes = ["REGIONAL", "EDGE"] as const;

/** Paths that API Gateway answers itself. Source: "Amazon API Gateway important notes". */
const reservedPaths = ["/ping", "/sping"];

/** All problems with a REST API's own args. */
export function restProblems(args: RestArgs, { gateway }: Defaults): string[] {
  const routes = routesOf(args);
  const keys = routes.map(({ key }) => key);
  return [
    ...corsProblems(args.cors),
    ...restCorsProblems(args.cors, keys),
    ...domainProblems(args.domain),
    ...throttlingProblems(gateway),
    ...usagePlanProblems(args.usagePlans),
    ...checkTexts("binaryMediaTypes", args.binaryMediaTypes),
    ...endpointProblems(args, gateway),
    ...pathProblems(keys),
    ...authProblems(args, {
      title: "a REST API",
      types: ["cognito", "lambda"],
      more: (authorizer, path) => [
        ...(authorizer.type === "cognito" && authorizer.clientIds
          ? [
              `${path}.clientIds: a REST API takes the tokens of every client of the pool; leave it out, or choose type: "http".`,
            ]
          : []),
        ...(authorizer.type === "lambda" &&
        authorizer.payload === "token" &&
        (authorizer.headers?.length ?? 1) > 1
          ? [`${path}.headers: an authoriser of payload "token" gets one header; name one.`]
          : []),
      ],
    }),
    ...routes.flatMap(({ key, options }) => {
      const path = `routes: ${JSON.stringify(key)}: `;
      return [
        ...routeThrottlingProblems(options, path),
        ...validationProblems(options.validate, path),
        ...checkOneOf(`${path}responseTransferMode`, options.responseTransferMode, ["BUFFERED", "STREAM"]),
        ...(options.apiKey !== undefined && typeof options.apiKey !== "boolean"
          ? [`${path}apiKey: ${JSON.stringify(options.apiKey)} given; true or false is expected.`]
          : []),
        ...(needsKey(args, options) && args.usagePlans === undefined
          ? [`${path}apiKey: no key exists without usagePlans; give usagePlans, or leave it out.`]
          : []),
      ];
    }),
  ];
}

function endpointProblems(args: RestArgs, { endpointType, securityPolicy }: Defaults["gateway"]): string[] {
  const isEdgePolicy = securityPolicy.endsWith("_EDGE");
  const isNewPolicy = securityPolicy.startsWith("SecurityPolicy_");
  return [
    ...checkOneOf("endpointType", endpointType, endpointTypes),
    ...(securityPolicy === "TLS_1_0"
      ? ["securityPolicy: TLS 1.0 is broken; name a policy of TLS 1.2 or later."]
      : []),
    ...(isNewPolicy && isEdgePolicy !== (endpointType === "EDGE")
      ? [
          `securityPolicy: ${securityPolicy} doesn't fit endpointType ${endpointType}; EDGE takes those that end in _EDGE, such as SecurityPolicy_TLS12_PFS_2025_EDGE, and REGIONAL the others.`,
        ]
      : []),
    ...(args.domain && endpointType === "EDGE"
      ? [
          "domain and endpointType EDGE exclude each other: the domain is regional; put a CloudFront distribution in front instead.",
        ]
      : []),
    ...(typeof args.webAcl === "string" && !/^arn:[\w-]+:wafv2:/.test(args.webAcl)
      ? [`webAcl: ${JSON.stringify(args.webAcl)} given; the ARN of a web ACL of AWS WAF is expected.`]
      : []),
  ];
}

/** Problems with paths that an HTTP API can route, and a REST API can't. */
function pathProblems(keys: readonly string[]): string[] {
  const parameters = new Map<string, string>();
  const siblings = keys.flatMap((key) => {
    const parts = (key.split(" ")[1] ?? "").split("/");
    return parts.flatMap((part, i) => {
      if (!part.startsWith("{")) return [];
      const before = parts.slice(0, i).join("/");
      const other = parameters.get(before);
      parameters.set(before, other ?? part);
      return other === undefined || other === part
        ? []
        : [
            `routes: ${JSON.stringify(key)}: a REST API has one parameter below ${JSON.stringify(before || "/")}, and ${other} is there; call it the same.`,
          ];
    });
  });
  return [
    ...(keys.includes("$default")
      ? ['routes: a REST API has no "$default"; use "ANY /{proxy+}", and "ANY /" for the root.']
      : []),
    ...siblings,
    ...keys
      .filter((key) => reservedPaths.includes(key.split(" ")[1] ?? ""))
      .map((key) => `routes: ${JSON.stringify(key)}: API Gateway answers this path itself; choose another.`),
  ];
}
