import { ValueError } from "./problems.ts";

export { ValueError } from "./problems.ts";

/** Methods a route key may name. Source: API Gateway developer guide, "Create routes for HTTP APIs". */
export const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "ANY"] as const;

type Method = (typeof methods)[number];

/** A route of an HTTP API: a method and a path, or `$default` for requests that no other route takes. */
export type RouteKey = `${Method} /${string}` | "$default";

/** Source: API Gateway developer guide, "Quotas for configuring and running an HTTP API". */
const routeLimits = { routesPerApi: 300 } as const;

export interface Route {
  /** `$default` matches every method and path. */
  readonly method: Method | "$default";
  /** As written, starting with a slash; "" for `$default`. */
  readonly path: string;
  /** Names of the path parameters in order, the greedy one included. */
  readonly parameters: string[];
  /** Name of the greedy parameter, `{name+}`, which takes the rest of the path. */
  readonly greedy?: string;
}

// Characters of a path part, as API Gateway words it when it refuses one; a parameter is a whole part.
const LITERAL = /^[A-Za-z0-9._:-]+$/;
const PARAMETER = /^\{([A-Za-z0-9._-]+)(\+?)\}$/;

function parametersOf(path: string): { name: string; greedy: boolean }[] {
  return path
    .split("/")
    .map((part) => PARAMETER.exec(part))
    .filter((match) => match !== null)
    .map((match) => ({ name: match[1]!, greedy: match[2] === "+" }));
}

function checkPath(path: string, given: string): string[] {
  const problems: string[] = [];
  const parts = path.split("/").slice(1);
  const isRoot = path === "/";
  parts.forEach((part, index) => {
    const last = index === parts.length - 1;
    if (part === "" && !isRoot)
      problems.push(
        `${given} has ${last ? "a slash at its end" : "two slashes in a row"}; such as "GET /users/{id}" is allowed.`,
      );
    else if (part.includes("{") || part.includes("}")) {
      const match = PARAMETER.exec(part);
      if (!match)
        problems.push(
          `${given}: ${JSON.stringify(part)} is not a parameter; a whole part of letters, digits, ".", "_" and "-" in braces is allowed, such as {id} or, at the end, {proxy+}.`,
        );
      else if (match[2] && !last)
        problems.push(
          `${given}: ${part} takes the rest of the path, so only the last part may be one; use {${match[1]}} here.`,
        );
    } else if (part !== "" && !LITERAL.test(part))
      problems.push(
        `${given}: ${JSON.stringify(part)} may hold letters, digits, ".", "_", ":" and "-", such as "users".`,
      );
  });
  const names = parametersOf(path).map(({ name }) => name);
  for (const name of new Set(names.filter((name, index) => names.indexOf(name) !== index)))
    problems.push(`${given} uses the parameter {${name}} more than once; give each its own name.`);
  return problems;
}

/** All problems with a route key, each a full sentence; none when API Gateway takes it. */
export function checkRoute(routeKey: string): string[] {
  if (routeKey === "$default") return [];
  const given = `The route ${JSON.stringify(routeKey)}`;
  const match = /^(\S+) (\S+)$/.exec(routeKey);
  if (!match)
    return [
      `${given} must be a method, one space and a path, such as "GET /users/{id}", or "$default" for the rest.`,
    ];
  const [, method, path] = match as unknown as [string, string, string];
  const problems: string[] = [];
  if (!(methods as readonly string[]).includes(method))
    problems.push(`${given}: ${JSON.stringify(method)} is none of the methods ${methods.join(", ")}.`);
  if (!path.startsWith("/"))
    problems.push(`${given}: the path ${JSON.stringify(path)} must start with a slash, such as "/users".`);
  else problems.push(...checkPath(path, given));
  return problems;
}

/** Reads a route key. Throws a `ValueError` with all its problems. */
export function parseRoute(routeKey: string): Route {
  const problems = checkRoute(routeKey);
  if (problems.length > 0) throw new ValueError(problems);
  if (routeKey === "$default") return { method: "$default", path: "", parameters: [] };
  const [method, path] = routeKey.split(" ") as [Method, string];
  const parameters = parametersOf(path);
  const greedy = parameters.find((parameter) => parameter.greedy)?.name;
  return { method, path, parameters: parameters.map(({ name }) => name), ...(greedy && { greedy }) };
}

/**
 * All problems with the routes of one API taken together: each key's own, too many of them, and two that
 * differ only in the names of their parameters, so that API Gateway could not tell them apart.
 */
export function checkRoutes(routeKeys: readonly string[]): string[] {
  const problems = routeKeys.flatMap(checkRoute);
  if (routeKeys.length > routeLimits.routesPerApi)
    problems.push(
      `The API has ${routeKeys.length} routes; up to ${routeLimits.routesPerApi} are allowed. Let one handler take several by "ANY /path/{proxy+}".`,
    );
  const seen = new Map<string, string>();
  for (const key of routeKeys) {
    const shape = key.replaceAll(/\{[^/]*\+\}/g, "{+}").replaceAll(/\{[^/+]*\}/g, "{}");
    const other = seen.get(shape);
    if (other !== undefined)
      problems.push(
        `The routes ${JSON.stringify(other)} and ${JSON.stringify(key)} match the same requests; keep one.`,
      );
    else seen.set(shape, key);
  }
  return problems;
}
