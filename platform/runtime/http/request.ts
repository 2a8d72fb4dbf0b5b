import { HttpError, type Issue } from "../errors/errors.ts";
import type { IdempotentRequests } from "../http-idempotency.ts";
import { correlationHeader, validCorrelationId } from "../invocation/correlation.ts";
import type { Tools } from "../invocation/invocation.ts";
import { check, checkJson, type Parsed, type Schema } from "../invocation/validate.ts";
import type { HttpEvent } from "./v1.ts";

export interface HttpOptions<Body, Path, Query> {
  /** The JSON body. Without a schema the handler gets the body's text, or its bytes where its content type is no text's. */
  readonly body?: Body;
  /** The route's parameters: `{ id: string }`. */
  readonly path?: Path;
  /** The query: strings; an array of strings where a parameter is repeated. */
  readonly query?: Query;
  /** Answers the same `Idempotency-Key` in the same way: `idempotentRequests(table)` of `#runtime/http-idempotency`. */
  readonly idempotency?: IdempotentRequests;
  /** The path with its parameters, `/users/{id}`, for a load balancer, which has none. Gateways name them in the event. */
  readonly route?: `/${string}`;
}

export interface HttpRequest<Body, Path, Query> extends Tools {
  readonly body: Parsed<Body, string | Uint8Array | undefined>;
  readonly path: Parsed<Path, Record<string, string>>;
  readonly query: Parsed<Query, Record<string, string | string[]>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The caller by its authoriser: a token's claims, a function's context, or the IAM identity. Else empty. */
  readonly caller: Readonly<Record<string, unknown>>;
  /** The event in payload format 2.0, into which those of REST APIs and load balancers are converted. */
  readonly event: HttpEvent;
}

type Options = HttpOptions<Schema | undefined, Schema | undefined, Schema | undefined>;

/** Reads and checks body, path and query; throws one `HttpError` with the issues of all three. */
export async function read(options: Options, event: HttpEvent) {
  const headers: Record<string, string> = {};
  for (const name in event.headers) headers[name.toLowerCase()] = event.headers[name] ?? "";
  if (options.body !== undefined && event.body) requireJson(headers["content-type"]);
  const content = contentOf(event, headers);
  const body =
    options.body === undefined ? { value: content } : await checkJson(options.body, "body", textOf(content));
  const path = await check(options.path, "path", event.pathParameters ?? {});
  const query = await check(options.query, "query", queryOf(event));
  if (body.issues || path.issues || query.issues) {
    const issues: Issue[] = [body, path, query].flatMap((part) => part.issues ?? []);
    throw new HttpError(400, "Invalid request", {
      detail: `${issues.length === 1 ? "One thing is" : `${issues.length} things are`} wrong with the request.`,
      extensions: { issues },
    });
  }
  return { body: body.value, path: path.value, query: query.value, headers };
}

/** A body without a content type passes: its schema decides. */
function requireJson(contentType: string | undefined): void {
  if (contentType === undefined || /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(contentType.trim()))
    return;
  throw new HttpError(415, "Unsupported Media Type", {
    detail: `The content type ${JSON.stringify(contentType.slice(0, 100))} is not supported; send application/json.`,
    headers: { accept: "application/json" },
  });
}

/** The content types of texts: the others are bytes, also `multipart/form-data`, and so is what is compressed. */
const textual =
  /^(?:text\/|application\/(?:json|xml|javascript|x-www-form-urlencoded|graphql)\b|[\w./-]+\+(?:json|xml)\b)/i;

/** A gateway encodes what it doesn't take for text, a form's fields too. */
function contentOf(
  { body, isBase64Encoded }: HttpEvent,
  { "content-type": type = "", "content-encoding": encoding }: Readonly<Record<string, string>>,
): string | Uint8Array | undefined {
  if (body === undefined || !isBase64Encoded) return body;
  const bytes = Buffer.from(body, "base64");
  return textual.test(type) && encoding === undefined ? bytes.toString() : bytes;
}

const textOf = (content: string | Uint8Array | undefined): string | undefined =>
  content instanceof Uint8Array ? Buffer.from(content).toString() : content;

/** From the raw query: `queryStringParameters` joins repeated ones with commas, which values may hold too. */
export function queryOf(
  event: Pick<HttpEvent, "rawQueryString" | "queryStringParameters">,
): Record<string, string | string[]> {
  if (!event.rawQueryString) return (event.queryStringParameters ?? {}) as Record<string, string>;
  const query: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(event.rawQueryString)) {
    const before = Object.hasOwn(query, name) ? query[name] : undefined;
    const next = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
    // Not by assignment: a parameter may be called __proto__.
    Object.defineProperty(query, name, { value: next, enumerable: true, writable: true, configurable: true });
  }
  return query;
}

/** The caller's id where it is safe, else the request's. */
export function correlationIdOf({ headers }: HttpEvent, context: { awsRequestId: string }): string {
  return validCorrelationId(headers?.[correlationHeader]) ?? context.awsRequestId;
}
