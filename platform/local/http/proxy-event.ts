import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { APIGatewayProxyEventV2 } from "aws-lambda";

/** Fields of the event that describe the API rather than the request. */
export interface ApiIdentity {
  readonly apiId: string;
  readonly accountId: string;
  readonly stage: string;
  readonly stageVariables?: Record<string, string>;
}

/** One request, read to its end and matched to a route. */
export interface MatchedRequest {
  readonly message: IncomingMessage;
  readonly requestId: string;
  readonly routeKey: string;
  /** Percent-decoded, with the stage in front unless it is `$default`. */
  readonly rawPath: string;
  /** As sent, without the question mark. */
  readonly rawQueryString: string;
  readonly parameters: Record<string, string>;
  readonly body: Buffer;
}

// The only types that reach a function as text; forms, +json types and a missing type come as base64.
const TEXT = /^\s*(text\/[^;]*|application\/(json|xml|javascript))\s*(;|$)/i;

/** Belong to one connection, so API Gateway doesn't pass them on. */
const HOP_BY_HOP = new Set(["connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"]);

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Common log format, as in `12/Mar/2020:19:03:58 +0000`. */
function logTime(date: Date): string {
  const [day, month, year] = [date.getUTCDate(), MONTHS[date.getUTCMonth()], date.getUTCFullYear()];
  return `${String(day).padStart(2, "0")}/${month}/${year}:${date.toISOString().slice(11, 19)} +0000`;
}

/** Values of a repeated key are joined by commas. */
function joined(pairs: Iterable<readonly [string, string]>): Record<string, string> {
  const values = new Map<string, string>();
  for (const [key, value] of pairs) {
    const before = values.get(key);
    values.set(key, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(values);
}

/** The headers as a function sees them: lower case, without cookies, with those API Gateway adds. */
function headersOf(message: IncomingMessage, sourceIp: string): Record<string, string> {
  const headers = new Map<string, string>();
  for (const [name, values] of Object.entries(message.headersDistinct))
    if (name !== "cookie" && !HOP_BY_HOP.has(name) && values) headers.set(name, values.join(","));
  const forwarded = headers.get("x-forwarded-for");
  headers.set("x-forwarded-for", forwarded ? `${forwarded}, ${sourceIp}` : sourceIp);
  headers.set("x-forwarded-port", String(message.socket.localPort ?? ""));
  headers.set("x-forwarded-proto", "http");
  if (!headers.has("x-amzn-trace-id")) {
    const seconds = Math.floor(Date.now() / 1000).toString(16);
    headers.set("x-amzn-trace-id", `Root=1-${seconds}-${randomBytes(12).toString("hex")}`);
  }
  return Object.fromEntries(headers);
}

/**
 * The event of an HTTP API in payload format 2.0. Source: API Gateway developer guide, "Create AWS Lambda
 * proxy integrations for HTTP APIs", section "Payload format structure". Fields without a value are left out.
 */
export function proxyEvent(request: MatchedRequest, api: ApiIdentity): APIGatewayProxyEventV2 {
  const { message, body, rawPath, rawQueryString, parameters } = request;
  const sourceIp = message.socket.remoteAddress?.replace(/^::ffff:/, "") ?? "127.0.0.1";
  const headers = headersOf(message, sourceIp);
  const cookies = (message.headersDistinct.cookie ?? []).flatMap((line) => line.split(/; */)).filter(Boolean);
  const isBase64Encoded = body.length > 0 && !TEXT.test(headers["content-type"] ?? "");
  const now = new Date();
  return {
    version: "2.0",
    routeKey: request.routeKey,
    rawPath,
    rawQueryString,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(rawQueryString !== "" && { queryStringParameters: joined(new URLSearchParams(rawQueryString)) }),
    requestContext: {
      accountId: api.accountId,
      apiId: api.apiId,
      domainName: headers.host ?? "",
      domainPrefix: api.apiId,
      http: {
        method: message.method ?? "",
        path: rawPath,
        protocol: `HTTP/${message.httpVersion}`,
        sourceIp,
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: request.requestId,
      routeKey: request.routeKey,
      stage: api.stage,
      time: logTime(now),
      timeEpoch: now.getTime(),
    },
    ...(Object.keys(parameters).length > 0 && { pathParameters: parameters }),
    ...(api.stageVariables && { stageVariables: api.stageVariables }),
    ...(body.length > 0 && { body: body.toString(isBase64Encoded ? "base64" : "utf8") }),
    isBase64Encoded,
  };
}
