import { parseRoute } from "../../../../values/route.ts";
import type { CorsArgs } from "../shared/cors.ts";

const allMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Headers of every answer but that to a preflight request. */
export function answerHeaders(cors: CorsArgs): Record<string, string> {
  return {
    "Access-Control-Allow-Origin": cors.origins[0] ?? "",
    ...(cors.credentials && { "Access-Control-Allow-Credentials": "true" }),
    ...(cors.exposeHeaders?.length && { "Access-Control-Expose-Headers": cors.exposeHeaders.join(",") }),
  };
}

/** Problems with CORS that a REST API has, and an HTTP API hasn't. */
export function restCorsProblems(cors: CorsArgs | undefined, routeKeys: readonly string[]): string[] {
  if (!cors) return [];
  return [
    ...((cors.origins?.length ?? 0) > 1
      ? [
          'cors.origins: a REST API answers every caller with the same origin; name one, give "*", or choose type: "http".',
        ]
      : []),
    ...routeKeys
      .filter((key) => key.startsWith("OPTIONS "))
      .map(
        (key) =>
          `routes: ${JSON.stringify(key)} and cors exclude each other: cors answers it; leave one out.`,
      ),
  ];
}

/** `'a,b'`: a header's value as API Gateway's mappings write what stays the same. */
const quoted = (value: string): string => `'${value}'`;

/** The operation that answers a path's preflight requests, without a function. */
export function preflight(cors: CorsArgs, routeKeys: readonly string[], isBinary: boolean): object {
  const own = routeKeys.map((key) => parseRoute(key).method);
  const methods = cors.methods ?? (own.includes("ANY") ? allMethods : [...own, "OPTIONS"]);
  const headers: Record<string, string> = {
    "Access-Control-Allow-Origin": cors.origins[0] ?? "",
    "Access-Control-Allow-Methods": methods.join(","),
    ...(cors.headers?.length && { "Access-Control-Allow-Headers": cors.headers.join(",") }),
    ...(cors.credentials && { "Access-Control-Allow-Credentials": "true" }),
    ...(cors.maxAge !== undefined && { "Access-Control-Max-Age": String(cors.maxAge) }),
  };
  return {
    responses: {
      "204": {
        description: "Preflight",
        headers: Object.fromEntries(
          Object.keys(headers).map((name) => [name, { schema: { type: "string" } }]),
        ),
      },
    },
    "x-amazon-apigateway-integration": {
      type: "mock",
      requestTemplates: { "application/json": '{"statusCode":204}' },
      // Where every body counts as binary, a mock could not read its own template.
      ...(isBinary && { contentHandling: "CONVERT_TO_TEXT" }),
      responses: {
        default: {
          statusCode: "204",
          responseParameters: Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, quoted(value)]),
          ),
        },
      },
    },
  };
}

/** Headers on API Gateway's own answers, such as 403 and 429: browsers hide answers without them. */
export function gatewayResponses(cors: CorsArgs): object {
  const responseParameters = Object.fromEntries(
    Object.entries(answerHeaders(cors)).map(([name, value]) => [
      `gatewayresponse.header.${name}`,
      quoted(value),
    ]),
  );
  return { DEFAULT_4XX: { responseParameters }, DEFAULT_5XX: { responseParameters } };
}
