import { validateHeaderName, validateHeaderValue } from "node:http";
import { isObject } from "../../values/objects.ts";

/** An answer to the client. */
export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; an array is sent as several headers. */
  readonly headers: Record<string, string | string[]>;
  readonly body: Buffer;
}

/** An answer of API Gateway itself, such as 404 `{"message":"Not Found"}`. */
export function gatewayMessage(status: number, message: string): HttpResponse {
  return {
    status,
    headers: { "content-type": "application/json" },
    body: Buffer.from(JSON.stringify({ message })),
  };
}

/** Set by the server from the body it sends; a function's own would contradict it. */
const OWN = new Set(["connection", "content-length", "keep-alive", "transfer-encoding", "upgrade"]);

const isScalar = (value: unknown): value is string | number | boolean =>
  ["string", "number", "boolean"].includes(typeof value);

function headersFrom(given: unknown, cookies: unknown): Record<string, string | string[]> | undefined {
  const headers: Record<string, string | string[]> = { "content-type": "text/plain;charset=UTF-8" };
  if (given !== undefined && given !== null && !isObject(given)) return undefined;
  for (const [name, value] of Object.entries(given ?? {})) {
    if (!isScalar(value)) return undefined;
    if (!OWN.has(name.toLowerCase())) headers[name.toLowerCase()] = String(value);
  }
  if (cookies !== undefined && cookies !== null) {
    if (!Array.isArray(cookies) || !cookies.every((cookie) => typeof cookie === "string")) return undefined;
    if (cookies.length > 0) headers["set-cookie"] = cookies;
  }
  try {
    for (const [name, value] of Object.entries(headers)) {
      validateHeaderName(name);
      for (const one of [value].flat()) validateHeaderValue(name, one);
    }
  } catch {
    return undefined;
  }
  return headers;
}

/**
 * A function's result as an HTTP response; undefined where API Gateway can make nothing of it and answers
 * 500. With `statusCode` it is the response itself, without it is the body of a 200 in JSON. Source: API
 * Gateway developer guide, "Create AWS Lambda proxy integrations for HTTP APIs", section "Lambda function
 * response for format 2.0".
 */
export function responseFrom(payload: Buffer): HttpResponse | undefined {
  let result: unknown;
  try {
    result = JSON.parse(payload.toString("utf8"));
  } catch {
    return undefined;
  }
  if (!isObject(result) || result.statusCode === undefined)
    return {
      status: 200,
      headers: { "content-type": "application/json" },
      body: Buffer.from(typeof result === "string" ? result : JSON.stringify(result)),
    };
  const status = Number(result.statusCode);
  const headers = headersFrom(result.headers, result.cookies);
  const body = result.body ?? "";
  if (!Number.isInteger(status) || status < 200 || status > 599 || !headers || typeof body !== "string")
    return undefined;
  return { status, headers, body: Buffer.from(body, result.isBase64Encoded === true ? "base64" : "utf8") };
}
