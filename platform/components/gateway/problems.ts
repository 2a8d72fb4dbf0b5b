import { whereOf } from "../../core/component.ts";
import type { Defaults } from "../../defaults.ts";
import { checkKeys, ValueError } from "../../values/problems.ts";
import { checkRoutes } from "../../values/route.ts";
import type { FunctionArgs } from "../function/args.ts";
import { codePath } from "../function/code/index.ts";
import { Function, isOwn } from "../function/function.ts";
import { handlerClashes } from "../function/handler-name.ts";
import { splitRoute } from "./route.ts";
import { defaultType, fronts, type GatewayArgs, type GatewayType, type PartsOf } from "./types/index.ts";
import { commonArgNames, type Front, type Route, type RouteTarget } from "./types/type.ts";

/** A front, to code that does not know its type. */
export type AnyFront = Front<GatewayArgs, PartsOf<GatewayType>>;

/** The row of a gateway's type, as what it is to code that doesn't know the type. */
export function frontOf(name: string, args: GatewayArgs): AnyFront {
  const type: string = args.type ?? defaultType;
  if (Object.hasOwn(fronts, type)) return fronts[type as GatewayType];
  const allowed = Object.keys(fronts).map((one) => `"${one}"`);
  throw new ValueError(
    [`type: ${JSON.stringify(type)} given; one of these is expected: ${allowed.join(", ")}.`],
    whereOf("Gateway", name),
  );
}

/** Throws when anything is wrong with a gateway's args, naming all of it. */
export function checkGateway(name: string, args: GatewayArgs, front: AnyFront, settings: Defaults): void {
  const { title, options, routeOptions, parts } = front;
  const routes = Object.entries<Route | undefined>(args.routes ?? {}).map(([key, route]) => ({
    key,
    ...(route ? splitRoute(route) : { target: undefined, options: {} }),
  }));
  const own = [...routes.map(({ target }) => target), ...(front.targets?.(args) ?? [])].filter(isOwn);
  const problems = [
    ...keyProblems(args, [...commonArgNames, ...options], "", title, "options"),
    ...keyProblems(args.transform, ["function", ...parts], "transform.", title, "parts"),
    ...(routes.length === 0
      ? ['routes: there is none; give at least one, such as "GET /users": "src/list-users.ts".']
      : []),
    ...checkRoutes(routes.map(({ key }) => key)),
    ...routes.flatMap(({ key, target, options: given }) => [
      ...(target
        ? misplaced(key, target, routeOptions)
        : [`routes: ${JSON.stringify(key)} leads to nothing; give it a handler's file.`]),
      ...keyProblems(
        given,
        ["target", ...routeOptions],
        `routes: ${JSON.stringify(key)}: `,
        title,
        "routeOptions",
      ),
    ]),
    ...handlerClashes("routes", name, own),
    ...front.problems(args, settings, name),
  ];
  if (problems.length > 0) throw new ValueError(problems, whereOf("Gateway", name));
}

/** A problem for each unknown key; one that another type of gateway has is said to be that type's. */
function keyProblems(
  given: object | undefined,
  known: readonly string[],
  path: string,
  title: string,
  of: "options" | "routeOptions" | "parts",
): string[] {
  const others = (key: string) =>
    Object.entries<AnyFront>(fronts).filter(([, front]) => !known.includes(key) && front[of].includes(key));
  const elsewhere = Object.keys(given ?? {}).filter((key) => others(key).length > 0);
  const unknown = Object.entries(given ?? {}).filter(([key]) => !elsewhere.includes(key));
  return [
    ...checkKeys(Object.fromEntries(unknown), known, path),
    ...elsewhere.map((key) => {
      const types = others(key).map(([type]) => `type: "${type}"`);
      return `${path}${key}: ${title} has none; leave it out, or choose ${types.join(" or ")}.`;
    }),
  ];
}

/** Options of a route that stand among its function's settings. */
function misplaced(key: string, target: RouteTarget, routeOptions: readonly string[]): string[] {
  if (typeof target === "string" || target instanceof Function) return [];
  const found = Object.keys(target satisfies FunctionArgs).filter((option) => routeOptions.includes(option));
  return found.map(
    (option) =>
      `routes: ${JSON.stringify(key)}: ${option} belongs to the route, not to its function; write { target: "${codePath(target)}", ${option}: ... }.`,
  );
}
