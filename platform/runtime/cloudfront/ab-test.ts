import type {
  EdgeRequest,
  EdgeResponse,
  EdgeValue,
  ViewerRequestEvent,
  ViewerResponseEvent,
} from "../cloudfront.ts";

export interface AbTestData {
  readonly cookie: string;
  readonly header: string;
  readonly maxAge: number;
  readonly total: number;
  readonly variants: readonly {
    readonly name: string;
    readonly weight: number;
    /** Paths that the variant answers with other files. */
    readonly serve: Readonly<Record<string, string>>;
  }[];
}

/** Names the viewer's variant to the origin, and by the cache key to the cache. */
export function assign(event: ViewerRequestEvent, data: AbTestData): EdgeRequest {
  const request = event.request;
  const variant = variantOf(event, data);
  // Overwrites a header of this name that the viewer sent.
  request.headers[data.header] = { value: variant.name };
  const file = Object.hasOwn(variant.serve, request.uri) ? variant.serve[request.uri] : undefined;
  if (file !== undefined) request.uri = file;
  return request;
}

/** Lets the viewer keep its variant. */
export function remember(event: ViewerResponseEvent, data: AbTestData): EdgeResponse {
  const response = event.response;
  if (known(event.request.cookies[data.cookie], data)) return response;
  const cookies = response.cookies || {};
  cookies[data.cookie] = {
    value: variantOf(event, data).name,
    attributes: `Path=/; Max-Age=${data.maxAge}; Secure; SameSite=Lax`,
  };
  response.cookies = cookies;
  return response;
}

/** The viewer's own; a new viewer's follows from the request's id, which the response has too. */
export function variantOf(event: ViewerRequestEvent, data: AbTestData): AbTestData["variants"][number] {
  const kept = known(event.request.cookies[data.cookie], data);
  if (kept !== undefined) return kept;
  let at = hash(data.cookie + event.context.requestId) % data.total;
  let chosen = 0;
  while (chosen < data.variants.length - 1) {
    at -= data.variants[chosen]!.weight;
    if (at < 0) break;
    chosen++;
  }
  return data.variants[chosen]!;
}

function known(cookie: EdgeValue | undefined, data: AbTestData) {
  return cookie === undefined ? undefined : data.variants.find((variant) => variant.name === cookie.value);
}

/** Spreads texts evenly; stays below 2^53 at each step. */
function hash(text: string): number {
  let sum = 7;
  for (let i = 0; i < text.length; i++) sum = (sum * 65599 + text.charCodeAt(i)) % 2147483647;
  return sum;
}
