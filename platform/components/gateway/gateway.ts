import type * as pulumi from "@pulumi/pulumi";
import { createAlarm } from "../../core/alarm.ts";
import { Component, nameOf } from "../../core/component.ts";
import { combineLinks, type VariablesOf } from "../../core/link.ts";
import { functionArgsOf } from "../function/args.ts";
import { Function } from "../function/function.ts";
import { handlerName } from "../function/handler-name.ts";
import { type AnyType, gatewayProblems, gatewayTypeOf } from "./problems.ts";
import { routesOf } from "./route.ts";
import type { GatewayArgs, PartsOf, TypeOf } from "./types/index.ts";
import type { RouteTarget } from "./types/type.ts";

export type { CorsArgs, GatewayArgs } from "./types/index.ts";

/** The settings of the function behind a route, whether the route has options of its own or not. */
type FunctionOf<R> = R extends { readonly handler: unknown }
  ? R
  : R extends { readonly target: infer T }
    ? T
    : R;

/** Variables of the links of single routes. */
type RouteVariables<A extends GatewayArgs> = {
  [K in keyof A["routes"]]: VariablesOf<FunctionOf<A["routes"][K]>>;
}[keyof A["routes"]];

/** Variables of the links of authorisers' functions. */
type AuthorizerVariables<A> = A extends { readonly authorizers: infer Authorizers }
  ? { [K in keyof Authorizers]: VariablesOf<FunctionOf<Authorizers[K]>> }[keyof Authorizers]
  : never;

/**
 * Routes over HTTP to functions, by a gateway of any `type`: an HTTP API by default. Throttled and logged where the type
 * can, with an alarm on server errors.
 */
export class Gateway<const A extends GatewayArgs = GatewayArgs> extends Component {
  /** Parts of its type: of an HTTP API the API, its stage and its access log. */
  readonly parts: PartsOf<TypeOf<A>>;
  /** The functions by name. */
  readonly functions: Readonly<Record<string, Function>>;
  /** Base URL, without a slash at its end. */
  readonly url: pulumi.Output<string>;
  /** Names of the links' variables, as functions with every link have them. */
  readonly environmentNames: readonly (VariablesOf<A> | RouteVariables<A> | AuthorizerVariables<A>)[];

  constructor(name: string, args: A, options: pulumi.ComponentResourceOptions = {}) {
    const type = gatewayTypeOf(name, args);
    super("Gateway", name, options, { args: type.overlay?.(args) });
    const { settings } = this;
    this.refuse(gatewayProblems(name, args, type, settings));
    const routes = routesOf(args);

    const functions = new Map<RouteTarget, Function>();
    const functionOf = (target: RouteTarget): Function => {
      const fn = functions.get(target) ?? this.#function(name, target, args, type);
      functions.set(target, fn);
      return fn;
    };
    const { parts, url, serverErrors } = type.build(args, {
      component: this,
      name,
      settings,
      routes: routes.map(({ key, target, options }) => ({ key, options, fn: functionOf(target) })),
      functionOf,
      owns: (fn) => !functions.has(fn),
    });
    for (const { of = name, ...metric } of [serverErrors].flat())
      createAlarm(
        `${of}-5xx`,
        {
          ...metric,
          description: `${nameOf("api", of)} answers with 5xx: see the runbook in the service's README.`,
          threshold: settings.alarms.serverErrors,
        },
        settings.alarms,
        { parent: this },
      );

    this.parts = parts as typeof this.parts;
    this.functions = Object.fromEntries([...functions.values()].map((fn) => [fn.componentName, fn]));
    this.url = url;
    this.environmentNames = combineLinks([
      ...(args.link ?? []),
      ...[...routes.map(({ target }) => target), ...(type.targets?.(args) ?? [])].flatMap((target) =>
        typeof target === "object" && ("handler" in target || "code" in target) ? (target.link ?? []) : [],
      ),
    ]).names as typeof this.environmentNames;
    this.registerOutputs({ url: this.url });
  }

  #function(name: string, target: RouteTarget, args: GatewayArgs, type: AnyType): Function {
    if (target instanceof Function) return target;
    const environment = { ...type.environment?.(args), ...args.function?.environment };
    const own = functionArgsOf(target, { ...args, function: { ...args.function, environment } });
    return new Function(handlerName(name, own), own, { parent: this, invocation: "sync" });
  }
}
