import type * as pulumi from "@pulumi/pulumi";
import type { AlarmSpec } from "../../../core/alarm.ts";
import type { Component } from "../../../core/component.ts";
import type { Linkable } from "../../../core/link.ts";
import type { Defaults, Overlay } from "../../../defaults.ts";
import type { RouteKey } from "../../../values/route.ts";
import type { FunctionArgs, FunctionSettings, FunctionTransform, HandlerPath } from "../../function/args.ts";
import type { Function } from "../../function/function.ts";

/** A route's handler: a file, a function with settings of its own, or a function made elsewhere. */
export type RouteTarget = HandlerPath | FunctionArgs | Function;

/** A route's target, alone or with the route's own options. */
export type Route<Options = object> = RouteTarget | ({ readonly target: RouteTarget } & Options);

/** Args of every type; each type adds its own. */
export interface CommonArgs<Options = object> {
  /** From `GET /users/{id}` to its target; routes of one handler file share its function. */
  readonly routes: { readonly [K in RouteKey]?: Route<Options> };
  /** Links of every function of the gateway. A route's own `link` adds to them. */
  readonly link?: readonly Linkable[];
  /** Settings of every function of the gateway; a route's own come first. */
  readonly function?: Partial<Omit<FunctionSettings, "link">>;
  readonly transform?: { readonly function?: FunctionTransform };
}

export const commonArgNames = [
  "type",
  "routes",
  "link",
  "function",
  "transform",
] as const satisfies readonly (keyof CommonArgs | "type")[];

/** A route with its function. */
export interface GatewayRoute<Options = object> {
  /** `GET /users/{id}`. */
  readonly key: RouteKey;
  readonly options: Partial<Options>;
  /** Routes may share one. */
  readonly fn: Function;
}

/** The gateway that a type builds its parts for. */
export interface GatewayContext<Options = object> {
  /** The `Gateway`: parent of the parts. */
  readonly component: Component;
  readonly name: string;
  /** The gateway's settings, the type's own options included. */
  readonly settings: Defaults;
  readonly routes: readonly GatewayRoute<Options>[];
  /** The function of a target that isn't a route, such as an authoriser's; made once. */
  functionOf(target: RouteTarget): Function;
  /** Whether the gateway made the function. Parts for a function made elsewhere carry the gateway's name. */
  owns(fn: Function): boolean;
}

/** The result of `build`. */
export interface Built<Parts> {
  /** Becomes `Gateway.parts`. */
  readonly parts: Parts;
  /** Base URL, without a slash at its end. */
  readonly url: pulumi.Output<string>;
  /** The metric of answers with 5xx; one for each function where AWS counts them apart. */
  readonly serverErrors: ServerErrors | readonly ServerErrors[];
}

export interface ServerErrors extends Pick<AlarmSpec, "namespace" | "metric" | "dimensions"> {
  /** Name of the alarm in front of `-5xx`. Default: the gateway's. */
  readonly of?: string;
}

/** A type of gateway: a row of the table in `types/index.ts`, and a file or folder beside it. */
export interface TypeRow<Args extends CommonArgs, Parts> {
  /** The type in error messages: "an HTTP API". */
  readonly title: string;
  /** Args beside those of every gateway. */
  readonly options: readonly string[];
  /** Options of a route beside its target. */
  readonly routeOptions: readonly string[];
  /** Parts that can be transformed, the function aside. */
  readonly parts: readonly string[];
  /** The args that override defaults. */
  overlay?(args: Args): Overlay;
  /** All problems with the type's own args and with the options of its routes. */
  problems(args: Args, settings: Defaults): string[];
  /** Targets that aren't routes, such as those of authorisers: their names must not clash with the routes'. */
  targets?(args: Args): readonly RouteTarget[];
  /** Variables that the functions need to answer as the type expects. */
  environment?(args: Args): Readonly<Record<string, string>>;
  build(args: Args, context: GatewayContext): Built<Parts>;
}
