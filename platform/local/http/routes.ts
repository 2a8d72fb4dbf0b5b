import findMyWay from "find-my-way";
import { checkRoutes, methods, parseRoute, ValueError } from "../../values/route.ts";

const httpMethods = methods.filter((method) => method !== "ANY");
type HttpMethod = (typeof httpMethods)[number];

/** A route that fits a request, and the decoded values of its path parameters. */
export interface Match<R> {
  readonly route: R;
  readonly parameters: Record<string, string>;
}

/** Finds the route of a request; `path` is still percent-encoded and has no query. */
export type RouteFinder<R> = (method: string, path: string) => Match<R> | undefined;

interface Entry<R> {
  readonly route: R;
  readonly names: readonly string[];
  readonly greedy: string | undefined;
}

const isHttpMethod = (method: string): method is HttpMethod =>
  (httpMethods as readonly string[]).includes(method);

/** `/users/{id}/{proxy+}` as find-my-way writes it: `/users/:p0/*`, with `::` for a literal colon. */
function patternOf(path: string): string {
  let index = 0;
  return path
    .split("/")
    .map((part) => {
      if (part.endsWith("+}")) return "*";
      if (part.startsWith("{")) return `:p${index++}`;
      return part.replaceAll(":", "::");
    })
    .join("/");
}

function treeOf<R>(entries: readonly { method: HttpMethod; pattern: string; entry: Entry<R> }[]) {
  // No parameter is longer than the request line, whose length the server limits.
  const tree = findMyWay({ caseSensitive: true, ignoreTrailingSlash: false, maxParamLength: 65_536 });
  const taken = new Set<string>();
  for (const { method, pattern, entry } of entries) {
    if (taken.has(`${method} ${pattern}`)) continue;
    taken.add(`${method} ${pattern}`);
    tree.on(method, pattern, () => {}, entry);
  }
  return (method: HttpMethod, path: string): Match<R> | undefined => {
    const hit = tree.find(method, path);
    if (!hit) return undefined;
    const entry: Entry<R> = hit.store;
    const values = entry.names.map((name, index) => [
      name,
      hit.params[name === entry.greedy ? "*" : `p${index}`] ?? "",
    ]);
    // A parameter stands for at least one character: `/users/` is not `/users/{id}`.
    return values.every(([, value]) => value !== "")
      ? { route: entry.route, parameters: Object.fromEntries(values) }
      : undefined;
  };
}

/**
 * The order in which API Gateway selects a route: a full match, then the most specific greedy one, then
 * `$default`; for the same path its own method goes before ANY. Source: API Gateway developer guide,
 * "Create routes for HTTP APIs", section "Routing API requests". Throws a `ValueError` for invalid routes.
 */
export function routeFinder<R extends { readonly routeKey: string }>(routes: readonly R[]): RouteFinder<R> {
  const problems = checkRoutes(routes.map(({ routeKey }) => routeKey));
  if (problems.length > 0) throw new ValueError(problems);
  const parsed = routes
    .map((route) => ({ route, ...parseRoute(route.routeKey) }))
    // The first entry of a method and pattern is kept, so ANY must come after all others.
    .sort((a, b) => Number(a.method === "ANY") - Number(b.method === "ANY"));
  const entries = parsed.flatMap(({ route, method, path, parameters, greedy }) =>
    httpMethods
      .filter((one) => method === "ANY" || method === one)
      .map((one) => ({
        method: one,
        pattern: patternOf(path),
        entry: { route, names: parameters, greedy },
      })),
  );
  // Two trees, because one would prefer `/a/{proxy+}` to the full match `/{x}/b` for `/a/b`.
  const full = treeOf(entries.filter(({ entry }) => entry.greedy === undefined));
  const greedy = treeOf(entries.filter(({ entry }) => entry.greedy !== undefined));
  const fallback = routes.find(({ routeKey }) => routeKey === "$default");
  return (method, path) =>
    (isHttpMethod(method) ? (full(method, path) ?? greedy(method, path)) : undefined) ??
    (fallback && { route: fallback, parameters: {} });
}
