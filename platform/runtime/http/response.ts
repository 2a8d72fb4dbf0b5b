import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { asError, HttpError } from "../errors/errors.ts";
import type { Log } from "../invocation/logger.ts";

/** A handler's answer. */
export interface HttpResult {
  /** Default: 200 with a body, 204 without. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** `Set-Cookie` values. */
  readonly cookies?: readonly string[];
  /** A string is sent as text, bytes as they are, anything else as JSON. Without a content type in `headers` it follows from that. */
  readonly body?: unknown;
}

/** Bytes of a response in all, as JSON. Source: "Lambda quotas", invocation payload (synchronous). */
const maxResponse = 6 * 2 ** 20;
/** One character takes at most six bytes in JSON; shorter bodies need no exact measure. */
const surelyFits = 1_000_000;

/** The response in payload format 2.0. Throws when Lambda would not take it. */
export function respond(result: HttpResult | undefined): APIGatewayProxyStructuredResultV2 {
  const { status, headers, cookies, body } = result ?? {};
  const response: APIGatewayProxyStructuredResultV2 = {
    statusCode: status ?? (body === undefined ? 204 : 200),
    ...(cookies && { cookies: [...cookies] }),
  };
  if (body === undefined) return { ...response, headers: { ...headers } };
  const [type, content] = encode(body);
  const named = Object.keys(headers ?? {}).some((name) => name.toLowerCase() === "content-type");
  response.headers = named ? { ...headers } : { "content-type": type, ...headers };
  response.body = content;
  if (body instanceof Uint8Array) response.isBase64Encoded = true;
  if (content.length > surelyFits) refuseTooLarge(response);
  return response;
}

function encode(body: unknown): [type: string, content: string] {
  if (typeof body === "string") return ["text/plain; charset=utf-8", body];
  if (body instanceof Uint8Array)
    return [
      "application/octet-stream",
      Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("base64"),
    ];
  const json: string | undefined = JSON.stringify(body);
  if (json === undefined)
    throw new TypeError(`The response's body is a ${typeof body}; give what JSON can hold.`);
  return ["application/json", json];
}

/** Not 413, which speaks of the request: the handler answers too much, so its caller sees a 500. */
function refuseTooLarge(response: APIGatewayProxyStructuredResultV2): void {
  const size = Buffer.byteLength(JSON.stringify(response));
  if (size <= maxResponse) return;
  throw new Error(
    `The response is ${(size / 2 ** 20).toFixed(1)} MB; Lambda returns at most 6 MB. Return pages, or a link to an object in S3.`,
  );
}

/** Headers of every answer where the gateway can't add them itself: those of CORS before a REST API. Read once. */
export function frontHeaders(): Readonly<Record<string, string>> {
  const given = process.env.PLATFORM_RESPONSE_HEADERS;
  return given === undefined ? {} : (JSON.parse(given) as Record<string, string>);
}

/** Logs the error and makes the answer: an `HttpError` with its status, anything else as a bare 500. */
export function errorResponse(error: unknown, log: Log): APIGatewayProxyStructuredResultV2 {
  if (!(error instanceof HttpError)) log.error("The request failed", asError(error));
  else if (error.status >= 500) log.error(`Answered ${error.status}: ${error.message}`, error);
  else log.info(`Answered ${error.status}: ${error.message}`, { status: error.status });
  return problem(error instanceof HttpError ? error : new HttpError(500, "Internal Server Error"));
}

/** `application/problem+json` (RFC 9457). */
export function problem({ status, message, options }: HttpError): APIGatewayProxyStructuredResultV2 {
  const { type = "about:blank", detail, headers, extensions } = options;
  return {
    statusCode: status,
    headers: { ...headers, "content-type": "application/problem+json" },
    body: JSON.stringify({
      type,
      title: message,
      status,
      ...(detail !== undefined && { detail }),
      ...extensions,
    }),
  };
}
