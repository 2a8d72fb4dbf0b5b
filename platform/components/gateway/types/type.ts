import type * as pulumi from "@pulumi/pulumi";
import type { AlarmSpec } from "../../../core/alarm.ts";
import type { Component } from "../../../core/component.ts";
import type { Linkable } from "../../../core/link.ts";
import type { Defaults, Overlay } from "../../../defaults.ts";
import type { RouteKey } from "../../../values/route.ts";
import type { FunctionArgs, FunctionSettings, FunctionTransform, HandlerPath } from "../../function/args.ts";
import type { Function } from "../../function/function.ts";

/** What answers a route: a handler's file, a function with settings of its own, or one made elsewhere. */
export type RouteTarget = HandlerPath | FunctionArgs | Function;

/** A route: what answers it, alone or with the route's own options. */
export type Route<Options = object> = RouteTarget | ({ readonly target: RouteTarget } & Options);

/** What every gateway has, whatever its type; each type adds its own. */
export interface CommonArgs<Options = object> {
  /** `GET /users/{id}` to what answers it; routes of one handler file share its function. */
  readonly routes: { readonly [K in RouteKey]?: Route<Options> };
  /** What every function of the gateway uses. A route's own `link` adds to it. */
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

/** A route as a front gets it. */
export interface FrontRoute<Options = object> {
  /** `GET /users/{id}`. */
  readonly key: RouteKey;
  readonly options: Partial<Options>;
  /** The function that answers it; routes may share one. */
  readonly fn: Function;
}

/** What a front is told about the gateway that it stands before. */
export interface FrontContext<Options = object> {
  /** The `Gateway`; parent of the front's parts. */
  readonly component: Component;
  readonly name: string;
  /** The settings that hold for the gateway, the front's own options included. */
  readonly settings: Defaults;
  readonly routes: readonly FrontRoute<Options>[];
  /** The function behind a target, made once; for what isn't a route, such as an authoriser. */
  functionOf(target: RouteTarget): Function;
  /** Whether the gateway made the function itself. A part that a function made elsewhere needs is named after the gateway. */
  owns(fn: Function): boolean;
}

/** What a front has made. */
export interface Built<Parts> {
  /** What `Gateway.parts` holds. */
  readonly parts: Parts;
  /** Base URL, without a slash at its end. */
  readonly url: pulumi.Output<string>;
  /** The metric that counts its answers with 5xx; one for each function where it counts them apart. */
  readonly serverErrors: ServerErrors | readonly ServerErrors[];
}

export interface ServerErrors extends Pick<AlarmSpec, "namespace" | "metric" | "dimensions"> {
  /** Name of the alarm in front of `-server-errors`. Default: the gateway's. */
  readonly of?: string;
}

/** One kind of front: a row of the table in `gateways/index.ts`, a file beside it. */
export interface Front<Args extends CommonArgs, Parts> {
  /** What it is, as errors say it: "an HTTP API". */
  readonly title: string;
  /** Args beside those that every gateway has. */
  readonly options: readonly string[];
  /** Options of a route beside its target. */
  readonly routeOptions: readonly string[];
  /** Parts that can be transformed, the function aside. */
  readonly parts: readonly string[];
  /** The args that override defaults. */
  overlay?(args: Args): Overlay;
  /** Everything wrong with the front's own args and the options of its routes. */
  problems(args: Args, settings: Defaults, name: string): string[];
  /** Targets that aren't routes, such as those of authorisers: their names must not clash with the routes'. */
  targets?(args: Args): readonly RouteTarget[];
  /** Variables that the functions need to answer as the front expects. */
  environment?(args: Args): Readonly<Record<string, string>>;
  build(args: Args, context: FrontContext): Built<Parts>;
}
