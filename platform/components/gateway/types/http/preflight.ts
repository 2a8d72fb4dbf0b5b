import { routesOf } from "../../route.ts";
import { authOf } from "../shared/authorizers.ts";
import type { HttpArgs } from "./args.ts";

/** A path of which the names of the parameters don't matter. */
const shape = (path: string): string => path.replaceAll(/\{[^}+]*(\+?)\}/g, "{$1}");

/**
 * Problems with preflight requests, which browsers send without credentials: API Gateway selects a route for them first, so
 * the authoriser of a route that takes OPTIONS refuses them. A route for OPTIONS of the same path goes before ANY, and
 * `OPTIONS /{proxy+}` before `$default`. Sources: "Configure CORS for HTTP APIs in API Gateway", "Configuring CORS for an
 * HTTP API with a $default route and an authorizer"; "Create routes for HTTP APIs", "Routing API requests".
 */
export function preflightProblems(args: HttpArgs): string[] {
  if (!args.cors) return [];
  const routes = routesOf(args).map(({ key, options }) => {
    const [method, path = ""] = key.split(" ");
    return { key, method, path, auth: authOf(args, options) };
  });
  const taken = new Set(routes.filter(({ method }) => method === "OPTIONS").map(({ path }) => shape(path)));
  return routes
    .filter(({ auth }) => auth !== "public")
    .flatMap(({ key, method, path, auth }) => {
      if (method === "OPTIONS")
        return [
          `routes: ${JSON.stringify(key)}: browsers send preflight requests without credentials, so auth: "${auth}" refuses them; give it auth: "public".`,
        ];
      if (method !== "ANY" && method !== "$default") return [];
      const open = method === "ANY" ? path : "/{proxy+}";
      if (taken.has(shape(open))) return [];
      return [
        `routes: ${JSON.stringify(key)} takes preflight requests too, which browsers send without credentials, so auth: "${auth}" refuses them; add "OPTIONS ${open}": { target: "src/preflight.ts", auth: "public" }, or name the methods that the route takes.`,
      ];
    });
}
