import type { RouteKey } from "../../values/route.ts";
import { Function } from "../function/function.ts";
import type { CommonArgs, Route, RouteTarget } from "./types/type.ts";

/** A route's target and its own options. */
export function splitRoute<Options>(route: Route<Options>): {
  readonly target: RouteTarget;
  readonly options: Partial<Options>;
} {
  if (typeof route !== "object" || route instanceof Function || !("target" in route))
    return { target: route as RouteTarget, options: {} };
  const { target, ...options } = route;
  return { target, options: options as Partial<Options> };
}

/** The routes of args that may still be wrong: those that lead somewhere. */
export function routesOf<Options>(args: CommonArgs<Options>) {
  return Object.entries<Route<Options> | undefined>(args.routes ?? {}).flatMap(([key, route]) =>
    route ? [{ key: key as RouteKey, ...splitRoute(route) }] : [],
  );
}
