import type { EdgeRequest, EdgeResponse, EdgeValues, ViewerRequestEvent } from "../cloudfront.ts";

export interface RedirectData {
  readonly status: number;
  /** Paths and their targets. */
  readonly exact: Readonly<Record<string, string>>;
  /** Beginnings of paths and their replacements, the longest first; the rest of the path stays. */
  readonly prefixes: readonly (readonly [from: string, to: string, keepsRest: boolean])[];
}

/** Redirects viewers of paths that have a rule; the query goes along. */
export function redirect(event: ViewerRequestEvent, data: RedirectData): EdgeRequest | EdgeResponse {
  const request = event.request;
  const target = targetOf(request.uri, data);
  if (target === undefined) return request;
  return {
    statusCode: data.status,
    statusDescription: "Moved",
    headers: { location: { value: withQuery(target, request.querystring) } },
  };
}

export function targetOf(uri: string, data: RedirectData): string | undefined {
  if (Object.hasOwn(data.exact, uri)) return data.exact[uri];
  for (let i = 0; i < data.prefixes.length; i++) {
    const rule = data.prefixes[i];
    if (rule === undefined || uri.indexOf(rule[0]) !== 0) continue;
    // Slashes at the front would make "//elsewhere" of it, which is another host.
    return rule[2] ? rule[1] + uri.slice(rule[0].length).replace(/^[/\\]+/, "") : rule[1];
  }
  return undefined;
}

function withQuery(target: string, query: EdgeValues): string {
  const pairs: string[] = [];
  Object.keys(query).forEach((name) => {
    const given = query[name];
    if (given === undefined) return;
    const values = given.multiValue === undefined ? [given] : given.multiValue;
    values.forEach((each) => {
      pairs.push(each.value === "" ? name : `${name}=${each.value}`);
    });
  });
  if (pairs.length === 0) return target;
  return `${target}${target.indexOf("?") < 0 ? "?" : "&"}${pairs.join("&")}`;
}
