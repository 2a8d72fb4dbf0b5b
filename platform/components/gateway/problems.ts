import { whereOf } from "../../core/component.ts";
import { linkProblems } from "../../core/link.ts";
import type { Defaults } from "../../defaults.ts";
import { checkKeys, ValueError } from "../../values/problems.ts";
import { checkRoutes } from "../../values/route.ts";
import type { FunctionArgs } from "../function/args.ts";
import { codePath } from "../function/code/index.ts";
import { Function, isOwn } from "../function/function.ts";
import { handlerClashes } from "../function/handler-name.ts";
import { targetProblems } from "../function/target.ts";
import { splitRoute } from "./route.ts";
import {
  defaultType,
  type GatewayArgs,
  type GatewayType,
  gatewayTypes,
  type PartsOf,
} from "./types/index.ts";
import { commonArgNames, type Route, type RouteTarget, type TypeRow } from "./types/type.ts";

/** A row of the table, to code that doesn't know which. */
export type AnyType = TypeRow<GatewayArgs, PartsOf<GatewayType>>;

/** The row of the type that args name. */
export function gatewayTypeOf(name: string, args: GatewayArgs): AnyType {
  const type: string = args.type ?? defaultType;
  if (Object.hasOwn(gatewayTypes, type)) return gatewayTypes[type as GatewayType];
  const allowed = Object.keys(gatewayTypes).map((one) => `"${one}"`);
  throw new ValueError(
    [`type: ${JSON.stringify(type)} given; one of these is expected: ${allowed.join(", ")}.`],
    whereOf("Gateway", name),
  );
}

/** Throws a `ValueError` with all problems of a gateway's args. */
export function gatewayProblems(
  name: string,
  args: GatewayArgs,
  type: AnyType,
  settings: Defaults,
): string[] {
  const { title, options, routeOptions, parts } = type;
  const routes = Object.entries<Route | undefined>(args.routes ?? {}).map(([key, route]) => ({
    key,
    ...(route ? splitRoute(route) : { target: undefined, options: {} }),
  }));
  const own = [...routes.map(({ target }) => target), ...(type.targets?.(args) ?? [])]
    .filter(isOwn)
    .filter((target) => targetProblems("", target).length === 0);
  return [
    ...keyProblems("options", args, { known: [...commonArgNames, ...options], path: "", title }),
    ...keyProblems("parts", args.transform, { known: ["function", ...parts], path: "transform.", title }),
    ...(routes.length === 0
      ? ['routes: there is none; give at least one, such as "GET /users": "src/list-users.ts".']
      : []),
    ...checkRoutes(routes.map(({ key }) => key)),
    ...routes.flatMap(({ key, target, options: given }) => {
      const path = `routes: ${JSON.stringify(key)}: `;
      return [
        ...(target
          ? [
              ...targetProblems(`routes: ${JSON.stringify(key)}`, target),
              ...misplaced(key, target, routeOptions),
            ]
          : [`routes: ${JSON.stringify(key)} leads to nothing; give it a handler's file.`]),
        ...keyProblems("routeOptions", given, { known: ["target", ...routeOptions], path, title }),
      ];
    }),
    ...handlerClashes("routes", name, own),
    ...linkProblems(args.link),
    ...type.problems(args, settings),
  ];
}

interface Keys {
  readonly known: readonly string[];
  readonly path: string;
  /** The type of gateway that they are known of. */
  readonly title: string;
}

/** A problem for each unknown key; that of another type of gateway names the type. */
function keyProblems(
  of: "options" | "routeOptions" | "parts",
  given: object | undefined,
  { known, path, title }: Keys,
): string[] {
  const others = (key: string) =>
    Object.entries<AnyType>(gatewayTypes).filter(
      ([, type]) => !known.includes(key) && type[of].includes(key),
    );
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
