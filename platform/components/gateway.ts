import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { parseRoute } from "../values/route.ts";
import { alarm } from "./alarm.ts";
import { Component, nameOf } from "./component.ts";
import { Function } from "./function.ts";
import { type FunctionArgs, functionArgsOf, type HandlerPath } from "./function-args.ts";
import { checkGateway, corsConfiguration, type GatewayArgs, type RouteTarget } from "./gateway-args.ts";
import { handlerName } from "./handler-name.ts";
import { combineLinks, type VariablesOf } from "./link.ts";
import { invokePermission } from "./permission.ts";
import { settingsOf } from "./settings.ts";

export type { CorsArgs, GatewayArgs } from "./gateway-args.ts";

/** Most links of a route are the gateway's; the type of a route's own is found in its `FunctionArgs`. */
type RouteVariables<A extends GatewayArgs> = {
  [K in keyof A["routes"]]: VariablesOf<A["routes"][K]>;
}[keyof A["routes"]];

/** One JSON line a request, without query strings or bodies: those may hold personal data. */
const accessLogFormat = JSON.stringify({
  requestId: "$context.requestId",
  time: "$context.requestTime",
  routeKey: "$context.routeKey",
  status: "$context.status",
  latency: "$context.responseLatency",
  integrationLatency: "$context.integrationLatency",
  integrationError: "$context.integrationErrorMessage",
  sourceIp: "$context.identity.sourceIp",
  userAgent: "$context.identity.userAgent",
});

/** An HTTP API whose routes are answered by functions: throttled, with access logs, an alarm on server errors. */
export class Gateway<const A extends GatewayArgs = GatewayArgs> extends Component {
  /** The API. */
  readonly api: aws.apigatewayv2.Api;
  /** The stage `$default`: changes go live when they are deployed. */
  readonly stage: aws.apigatewayv2.Stage;
  readonly accessLog: aws.cloudwatch.LogGroup;
  /** The functions by name. */
  readonly functions: Readonly<Record<string, Function>>;
  /** Base URL, without a slash at its end. */
  readonly url: pulumi.Output<string>;
  /** Names of the variables of the functions that have every link. */
  readonly environmentNames: readonly (VariablesOf<A> | RouteVariables<A>)[];

  constructor(name: string, args: A, options: pulumi.ComponentResourceOptions = {}) {
    super("Gateway", name, options, "gateway");
    checkGateway(name, args);
    const { throttlingRate, throttlingBurst, transform = {} } = args;
    const settings = settingsOf("gateway", { gateway: { throttlingRate, throttlingBurst } });
    const routes = Object.entries(args.routes).map(([key, target]) => ({
      key,
      target: target as RouteTarget,
    }));

    this.api = new aws.apigatewayv2.Api(
      `${name}-http`,
      ...this.part(transform.api, {
        name: nameOf("api", name),
        protocolType: "HTTP",
        corsConfiguration: args.cors && corsConfiguration(args.cors),
      }),
    );
    this.accessLog = new aws.cloudwatch.LogGroup(
      `${name}-access-log`,
      ...this.part(transform.accessLog, {
        // The prefix keeps the account's one resource policy for log delivery from growing past its limit.
        name: `/aws/vendedlogs/apigateway/${nameOf("api", name)}`,
        retentionInDays: settings.function.logRetentionDays,
      }),
    );
    this.stage = new aws.apigatewayv2.Stage(
      `${name}-stage`,
      ...this.part(transform.stage, {
        apiId: this.api.id,
        name: "$default",
        autoDeploy: true,
        defaultRouteSettings: {
          throttlingRateLimit: settings.gateway.throttlingRate,
          throttlingBurstLimit: settings.gateway.throttlingBurst,
        },
        accessLogSettings: { destinationArn: this.accessLog.arn, format: accessLogFormat },
      }),
    );

    const functions = new Map<
      RouteTarget,
      { name: string; fn: Function; integration: aws.apigatewayv2.Integration }
    >();
    for (const { key, target } of routes) {
      const known = functions.get(target) ?? this.#integrate(name, target, args);
      functions.set(target, known);
      this.#route(name, key, known.fn, known.integration, transform);
    }
    alarm(
      `${name}-server-errors`,
      {
        description: `${nameOf("api", name)} answers with 5xx: see the runbook in the service's README.`,
        namespace: "AWS/ApiGateway",
        metric: "5xx",
        dimensions: { ApiId: this.api.id },
        threshold: settings.alarms.serverErrors,
      },
      settings.alarms,
      { parent: this },
    );

    this.functions = Object.fromEntries([...functions.values()].map(({ name: key, fn }) => [key, fn]));
    this.url = this.api.apiEndpoint;
    this.environmentNames = combineLinks([
      ...(args.link ?? []),
      ...routes.flatMap(({ target }) =>
        typeof target === "object" && "handler" in target ? (target.link ?? []) : [],
      ),
    ]).names as typeof this.environmentNames;
    this.registerOutputs({ url: this.url });
  }

  /** The function behind a target and its integration, both once, however many routes lead there. */
  #integrate(name: string, target: RouteTarget, args: GatewayArgs) {
    const fn = target instanceof Function ? target : this.#function(name, target, args);
    // A function made elsewhere may serve several gateways, each with an integration of its own.
    const of = fn === target ? `${name}-${fn.componentName}` : fn.componentName;
    const integration = new aws.apigatewayv2.Integration(
      `${of}-integration`,
      ...this.part(args.transform?.integration, {
        apiId: this.api.id,
        integrationType: "AWS_PROXY",
        integrationUri: fn.target.invokeArn,
        payloadFormatVersion: "2.0",
      }),
    );
    return { name: fn.componentName, fn, integration };
  }

  #function(name: string, target: HandlerPath | FunctionArgs, args: GatewayArgs): Function {
    const own = functionArgsOf(target, args);
    return new Function(handlerName(name, own.handler), own, { parent: this, invocation: "sync" });
  }

  /** A route, and the permission for just that route to invoke its function. */
  #route(
    name: string,
    key: string,
    fn: Function,
    integration: aws.apigatewayv2.Integration,
    transform: NonNullable<GatewayArgs["transform"]>,
  ): void {
    const { method, path } = parseRoute(key);
    const any = method === "ANY" || method === "$default" ? "*" : method;
    const resource = method === "$default" ? "/*" : path.replaceAll(/\{[^/]*\}/g, "*");
    new aws.apigatewayv2.Route(
      `${name}-${key}`,
      ...this.part(transform.route, {
        apiId: this.api.id,
        routeKey: key,
        target: pulumi.interpolate`integrations/${integration.id}`,
      }),
    );
    new aws.lambda.Permission(
      `${name}-${key}-permission`,
      ...this.part(
        transform.permission,
        invokePermission(
          fn,
          "apigateway.amazonaws.com",
          pulumi.interpolate`${this.api.executionArn}/*/${any}${resource}`,
        ),
      ),
    );
  }
}
