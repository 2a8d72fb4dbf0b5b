import type { IncomingMessage } from "node:http";
import type { HttpResponse } from "./proxy-response.ts";

/** `corsConfiguration` of an `aws:apigatewayv2/api:Api`. */
export interface CorsConfiguration {
  readonly allowOrigins?: readonly string[];
  readonly allowMethods?: readonly string[];
  readonly allowHeaders?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly allowCredentials?: boolean;
  /** Seconds for which a browser may keep the answer to a preflight request. */
  readonly maxAge?: number;
}

/** `*`, an origin, or `https://*` and `http://*` for every origin of that scheme. */
function allows(cors: CorsConfiguration, origin: string): boolean {
  return (cors.allowOrigins ?? []).some((allowed) =>
    allowed.endsWith("*") ? origin.startsWith(allowed.slice(0, -1)) : allowed === origin,
  );
}

function sharedHeaders(cors: CorsConfiguration, origin: string): Record<string, string> {
  const anyOrigin = cors.allowOrigins?.includes("*") && !cors.allowCredentials;
  return {
    "access-control-allow-origin": anyOrigin ? "*" : origin,
    ...(cors.allowCredentials && { "access-control-allow-credentials": "true" }),
    ...(cors.exposeHeaders?.length && { "access-control-expose-headers": cors.exposeHeaders.join(",") }),
  };
}

/**
 * The answer to a preflight request, which never reaches a function; undefined when the request is none.
 * Source: API Gateway developer guide, "Configure CORS for HTTP APIs".
 */
export function preflight(cors: CorsConfiguration, request: IncomingMessage): HttpResponse | undefined {
  const { origin } = request.headers;
  if (request.method !== "OPTIONS" || !origin || !request.headers["access-control-request-method"])
    return undefined;
  const headers = allows(cors, origin)
    ? {
        ...sharedHeaders(cors, origin),
        ...(cors.allowMethods?.length && { "access-control-allow-methods": cors.allowMethods.join(",") }),
        ...(cors.allowHeaders?.length && { "access-control-allow-headers": cors.allowHeaders.join(",") }),
        ...(cors.maxAge !== undefined && { "access-control-max-age": String(cors.maxAge) }),
      }
    : {};
  return { status: 204, headers, body: Buffer.alloc(0) };
}

/** Puts the configured headers in place of any CORS headers the function sent, as API Gateway does. */
export function withCors(
  cors: CorsConfiguration,
  request: IncomingMessage,
  response: HttpResponse,
): HttpResponse {
  const { origin } = request.headers;
  const own = Object.entries(response.headers).filter(([name]) => !name.startsWith("access-control-"));
  return {
    ...response,
    headers: {
      ...Object.fromEntries(own),
      ...(origin && allows(cors, origin) && sharedHeaders(cors, origin)),
    },
  };
}
