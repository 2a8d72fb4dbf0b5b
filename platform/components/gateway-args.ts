import type * as aws from "@pulumi/aws";
import { checkKeys, checkRange, ValueError } from "../values/problems.ts";
import { checkRoutes, type RouteKey } from "../values/route.ts";
import { type Transform, whereOf } from "./component.ts";
import { type Function, isOwn } from "./function.ts";
import type { FunctionArgs, FunctionTransform, HandlerPath } from "./function-args.ts";
import { handlerClashes } from "./handler-name.ts";
import type { Linkable } from "./link.ts";

/** What answers a route: a handler's file, a function with settings of its own, or one made elsewhere. */
export type RouteTarget = HandlerPath | FunctionArgs | Function;

/** Who may call from a browser. Nothing is allowed unless it is said. */
export interface CorsArgs {
  /** `https://shop.example.com`; `*` for everybody. */
  readonly origins: readonly string[];
  readonly methods?: readonly string[];
  readonly headers?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly credentials?: boolean;
  /** Seconds a browser may remember the answer. */
  readonly maxAge?: number;
}

export interface GatewayArgs {
  /** `GET /users/{id}` to what answers it; routes of one handler file share its function. */
  readonly routes: { readonly [K in RouteKey]?: RouteTarget };
  /** What every function of the gateway uses. A route's own `link` adds to it. */
  readonly link?: readonly Linkable[];
  /** Settings of every function of the gateway; a route's own come first. */
  readonly function?: Partial<Omit<FunctionArgs, "handler" | "link">>;
  readonly cors?: CorsArgs;
  /** Requests a second over the stage. Default: `defaults.gateway.throttlingRate`. */
  readonly throttlingRate?: number;
  /** Requests that may come at once. Default: `defaults.gateway.throttlingBurst`. */
  readonly throttlingBurst?: number;
  readonly transform?: {
    readonly api?: Transform<aws.apigatewayv2.ApiArgs>;
    readonly stage?: Transform<aws.apigatewayv2.StageArgs>;
    readonly accessLog?: Transform<aws.cloudwatch.LogGroupArgs>;
    readonly integration?: Transform<aws.apigatewayv2.IntegrationArgs>;
    readonly route?: Transform<aws.apigatewayv2.RouteArgs>;
    readonly permission?: Transform<aws.lambda.PermissionArgs>;
    readonly function?: FunctionTransform;
  };
}

/** Requests a second that API Gateway lets through in an account and region. Source: "Amazon API Gateway quotas". */
const throttling = { min: 1, max: 10_000, unit: "requests" };

/** Seconds that a preflight answer may be remembered. Source: "Configure CORS for HTTP APIs" (-1 turns it off). */
const corsMaxAge = { min: -1, max: 86_400, unit: "seconds" };

/** CORS as the API takes it. */
export function corsConfiguration(cors: CorsArgs): aws.types.input.apigatewayv2.ApiCorsConfiguration {
  return {
    allowOrigins: [...cors.origins],
    allowMethods: cors.methods && [...cors.methods],
    allowHeaders: cors.headers && [...cors.headers],
    exposeHeaders: cors.exposeHeaders && [...cors.exposeHeaders],
    allowCredentials: cors.credentials,
    maxAge: cors.maxAge,
  };
}

/** Throws when anything is wrong with a gateway's args, naming all of it. */
export function checkGateway(name: string, args: GatewayArgs): void {
  const routes = Object.entries(args.routes ?? {});
  const own = routes.map(([, target]) => target).filter(isOwn);
  const problems = [
    ...checkKeys(args, [
      "routes",
      "link",
      "function",
      "cors",
      "throttlingRate",
      "throttlingBurst",
      "transform",
    ]),
    ...(routes.length === 0
      ? ['routes: there is none; give at least one, such as "GET /users": "src/list-users.ts".']
      : []),
    ...checkKeys(
      args.transform,
      ["api", "stage", "accessLog", "integration", "route", "permission", "function"],
      "transform.",
    ),
    ...checkKeys(
      args.cors,
      ["origins", "methods", "headers", "exposeHeaders", "credentials", "maxAge"],
      "cors.",
    ),
    ...checkRange("cors.maxAge", args.cors?.maxAge, corsMaxAge),
    ...(args.cors && !args.cors.origins?.length
      ? ['cors.origins: there is none; name at least one, such as "https://shop.example.com".']
      : []),
    ...checkRoutes(routes.map(([key]) => key)),
    ...routes
      .filter(([, target]) => !target)
      .map(([key]) => `routes: ${JSON.stringify(key)} leads to nothing; give it a handler's file.`),
    ...handlerClashes("routes", name, own),
    ...checkRange("throttlingRate", args.throttlingRate, throttling),
    ...checkRange("throttlingBurst", args.throttlingBurst, throttling),
    ...(args.cors?.credentials && args.cors.origins?.includes("*")
      ? ['cors: credentials and the origin "*" exclude each other; name the origins.']
      : []),
  ];
  if (problems.length > 0) throw new ValueError(problems, whereOf("Gateway", name));
}
