import type { ALBEvent, ALBResult, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { headersOf } from "./headers.ts";
import type { HttpEvent, HttpEventV1 } from "./v1.ts";

export const isAlb = (event: HttpEvent | HttpEventV1 | ALBEvent): event is ALBEvent =>
  event.requestContext !== undefined && "elb" in event.requestContext;

/** A request of an Application Load Balancer in payload format 2.0; only its headers describe the caller. */
export function v2OfAlb(
  event: ALBEvent,
  route: string | undefined,
  { awsRequestId: requestId }: { readonly awsRequestId: string },
): HttpEvent {
  const { path, httpMethod: method, body, isBase64Encoded } = event;
  const { headers, cookies } = headersOf(event);
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: queryOf(event),
    headers,
    ...(cookies && { cookies }),
    ...(route && { pathParameters: parametersOf(route, path) }),
    ...(body && { body }),
    isBase64Encoded,
    requestContext: {
      accountId: "",
      apiId: event.requestContext.elb.targetGroupArn,
      domainName: headers.host ?? "",
      domainPrefix: "",
      http: {
        method,
        path,
        protocol: "HTTP/1.1",
        // The balancer adds the address that it saw to what the client claims.
        sourceIp: headers["x-forwarded-for"]?.split(",").at(-1)?.trim() ?? "",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId,
      routeKey: "$default",
      stage: "$default",
      time: "",
      timeEpoch: Date.now(),
    },
  };
}

/** Names and values come as they were sent, that is, percent-encoded. */
function queryOf({ multiValueQueryStringParameters: many, queryStringParameters: one }: ALBEvent): string {
  const pairs: string[] = [];
  for (const name in many ?? one)
    for (const value of many?.[name] ?? [one?.[name] ?? ""]) pairs.push(`${name}=${value}`);
  return pairs.join("&");
}

/** Bytes of a response in all. Source: "Lambda functions as targets for Application Load Balancers", limits. */
const maxResponse = 1_000_000;

/** The answer as a load balancer takes it; in lists where it asked in lists. */
export function albOf(
  response: APIGatewayProxyStructuredResultV2,
  { multiValueHeaders }: ALBEvent,
): ALBResult {
  const { statusCode = 200, headers = {}, cookies = [], body = "", isBase64Encoded = false } = response;
  const status = { statusCode, statusDescription: `${statusCode} ${reasons[statusCode] ?? "Status"}` };
  if (Buffer.byteLength(body) > maxResponse)
    throw new Error(
      "The response is larger than the 1 MB that a load balancer takes; return pages, or a link.",
    );
  if (multiValueHeaders === undefined)
    return {
      ...status,
      // This form holds one header of each name.
      headers: { ...headers, ...(cookies[0] !== undefined && { "set-cookie": cookies[0] }) },
      body,
      isBase64Encoded,
    };
  const lists = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  return {
    ...status,
    multiValueHeaders: { ...lists, ...(cookies.length > 0 && { "set-cookie": cookies }) },
    body,
    isBase64Encoded,
  };
}

/** Of the statuses that handlers answer with; a load balancer requires a text after the number. */
const reasons: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  202: "Accepted",
  204: "No Content",
  304: "Not Modified",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/** `{ id: "42" }` for the route `/users/{id}` and the path `/users/42`; none where they don't fit. */
function parametersOf(route: string, path: string): Record<string, string> {
  const names: string[] = [];
  const pattern = route
    .replace(/[.*+?^$()|[\]\\]/g, "\\$&")
    .replace(/\{([^}/]+?)(\\\+)?\}/g, (_, name: string, greedy?: string) => {
      names.push(name);
      return greedy ? "(.+)" : "([^/]+)";
    });
  const found = new RegExp(`^${pattern}$`).exec(path);
  if (!found) return {};
  return Object.fromEntries(names.map((name, i) => [name, decoded(found[i + 1] ?? "")]));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
