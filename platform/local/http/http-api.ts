import { randomBytes } from "node:crypto";
import http from "node:http";
import type { InvokeResult, OnChunk } from "../types.ts";
import { type CorsConfiguration, preflight, withCors } from "./cors.ts";
import { type ApiIdentity, proxyEvent } from "./proxy-event.ts";
import { gatewayMessage, type HttpResponse, responseFrom } from "./proxy-response.ts";
import { Relay } from "./relay.ts";
import { type Match, routeFinder } from "./routes.ts";
import { type Throttling, tokenBucket } from "./throttle.ts";

/** Source of all: API Gateway developer guide, "Quotas for configuring and running an HTTP API". */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
const MAX_HEADER_BYTES = 10_240;
const MAX_TIMEOUT_MS = 30_000;

export interface HttpApiRoute {
  /** `GET /users/{id}` or `$default`. */
  readonly routeKey: string;
  /** The integration's timeout, in milliseconds; 30,000 unless given. */
  readonly timeoutMs?: number;
  /** `JWT`, `CUSTOM`, `AWS_IAM` or `NONE`, which it is unless given. Here it only holds for preflight requests. */
  readonly authorization?: string;
  /** Runs the function on an event of payload format 2.0; rejects when it is throttled. */
  invoke(event: object, onChunk?: OnChunk): Promise<InvokeResult>;
}

export interface HttpApiOptions {
  readonly apiId: string;
  /** `$default`, or a name, which then is the first part of every path. */
  readonly stage: string;
  readonly routes: readonly HttpApiRoute[];
  /** The API's `corsConfiguration`. */
  readonly cors?: CorsConfiguration;
  readonly throttling?: Throttling;
  readonly accountId?: string;
  readonly stageVariables?: Record<string, string>;
  /** It is a function URL: no time limit of its own, other statuses for failures, responses that may stream. */
  readonly url?: { readonly streaming: boolean };
}

class Timeout extends Error {}

/** Rejects with `Timeout` when the promise takes longer; its later result is dropped. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Timeout()), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** The body, or undefined when it is too large; then the rest is read and dropped, so that the client listens. */
async function bodyOf(request: http.IncomingMessage): Promise<Buffer | undefined> {
  // HTTP/1.1 announces a body by one of these; iterating over none takes as long as all the rest.
  const { "content-length": length, "transfer-encoding": encoding } = request.headers;
  if (encoding === undefined && (length === undefined || length === "0")) return Buffer.alloc(0);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks) : undefined;
}

/** The path below the stage, or undefined when it is another stage's. */
function pathInStage(path: string, stage: string): string | undefined {
  if (stage === "$default") return path;
  if (path === `/${stage}`) return "/";
  return path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) : undefined;
}

/** A function URL answers 502 where its function fails. Source: "Invoking Lambda function URLs". */
async function invokeUrl(route: HttpApiRoute, event: object): Promise<HttpResponse> {
  const { status, payload } = await route.invoke(event);
  return (
    (status === "ok" ? responseFrom(payload) : undefined) ?? gatewayMessage(502, "Internal Server Error")
  );
}

async function invoke(route: HttpApiRoute, event: object): Promise<HttpResponse> {
  try {
    const timeout = Math.min(route.timeoutMs ?? MAX_TIMEOUT_MS, MAX_TIMEOUT_MS);
    const result = await within(timeout, route.invoke(event));
    const response = result.status === "ok" ? responseFrom(result.payload) : undefined;
    return response ?? gatewayMessage(500, "Internal Server Error");
  } catch (error) {
    const unavailable =
      error instanceof Timeout || (error instanceof Error && error.name === "TooManyRequestsException");
    return unavailable
      ? gatewayMessage(503, "Service Unavailable")
      : gatewayMessage(500, "Internal Server Error");
  }
}

function send(response: http.ServerResponse, answer: HttpResponse, requestId: string): void {
  // These have no body by HTTP's own rules, and so no length of one.
  const empty = answer.status === 204 || answer.status === 304;
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(!empty && { "content-length": answer.body.length }),
    "apigw-requestid": requestId,
  });
  response.end(empty || response.req.method === "HEAD" ? undefined : answer.body);
}

/**
 * An HTTP API of API Gateway as a server; the caller lets it listen. Throws a `ValueError` for invalid
 * routes. Answers of its own are 400, 404, 413, 429, 500 and 503 with `{"message": ...}`.
 */
export function httpApi(options: HttpApiOptions): http.Server {
  const find = routeFinder(options.routes);
  const take = tokenBucket(options.throttling ?? {}, () => performance.now());
  const api: ApiIdentity = { ...options, accountId: options.accountId ?? "123456789012" };

  const decorate = (message: http.IncomingMessage, plain: HttpResponse) =>
    options.cors ? withCors(options.cors, message, plain) : plain;

  /** The answer of a function URL; undefined where it was streamed to the client already. */
  async function fromUrl(
    route: HttpApiRoute,
    event: object,
    response: http.ServerResponse,
  ): Promise<HttpResponse | undefined> {
    try {
      if (!options.url?.streaming) return await invokeUrl(route, event);
      const relay = new Relay(response, (head) => decorate(response.req, head));
      relay.end(await route.invoke(event, (chunk, type) => relay.take(chunk, type)));
      return undefined;
    } catch (error) {
      const throttled = error instanceof Error && error.name === "TooManyRequestsException";
      return throttled
        ? gatewayMessage(429, "Too Many Requests")
        : gatewayMessage(502, "Internal Server Error");
    }
  }

  async function answer(
    message: http.IncomingMessage,
    requestId: string,
    response: http.ServerResponse,
  ): Promise<HttpResponse | undefined> {
    const [path = "/", ...query] = (message.url ?? "/").split("?");
    let rawPath: string;
    try {
      rawPath = decodeURIComponent(path);
    } catch {
      return gatewayMessage(400, "Bad Request");
    }
    const below = pathInStage(path, options.stage);
    const match: Match<HttpApiRoute> | undefined =
      below === undefined ? undefined : find(message.method ?? "", below);
    const body = await bodyOf(message);
    if (!match) return gatewayMessage(404, "Not Found");
    if (!take()) return gatewayMessage(429, "Too Many Requests");
    if (!body) return gatewayMessage(413, "Request Entity Too Large");
    const { route, parameters } = match;
    const request = { message, requestId, routeKey: route.routeKey, rawPath, parameters, body };
    const event = proxyEvent({ ...request, rawQueryString: query.join("?") }, api);
    return options.url ? fromUrl(route, event, response) : invoke(route, event);
  }

  /** The answer of a route's authoriser to a preflight request, which has no credentials: the route is selected first. */
  function refusal(message: http.IncomingMessage): HttpResponse | undefined {
    const [path = "/"] = (message.url ?? "/").split("?");
    const below = pathInStage(path, options.stage);
    const match = below === undefined ? undefined : find("OPTIONS", below);
    const { authorization = "NONE" } = match?.route ?? {};
    if (authorization === "NONE") return undefined;
    return authorization === "AWS_IAM"
      ? gatewayMessage(403, "Forbidden")
      : gatewayMessage(401, "Unauthorized");
  }

  async function handle(message: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const requestId = randomBytes(11).toString("base64");
    const early = options.cors && preflight(options.cors, message);
    if (early) return send(response, refusal(message) ?? early, requestId);
    const plain = await answer(message, requestId, response);
    if (plain) send(response, decorate(message, plain), requestId);
  }

  return http.createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (message, response) => {
    // Only a client that went away while it sent its request ends up here.
    handle(message, response).catch(() => response.destroy());
  });
}
