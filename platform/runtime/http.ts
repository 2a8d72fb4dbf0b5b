import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { correlationHeader, validCorrelationId } from "./correlation.ts";
import { read } from "./http-request.ts";
import { errorResponse, type HttpResult, respond } from "./http-response.ts";
import { type Handler, invocation, type Tools } from "./invocation.ts";
import type { Parsed, Schema } from "./validate.ts";

export interface HttpOptions<Body, Path, Query> {
  /** The JSON body. Without a schema the handler gets the body's text. */
  readonly body?: Body;
  /** The route's parameters: `{ id: string }`. */
  readonly path?: Path;
  /** The query: strings; an array of strings where a parameter is repeated. */
  readonly query?: Query;
}

export interface HttpRequest<Body, Path, Query> extends Tools {
  readonly body: Parsed<Body, string | undefined>;
  readonly path: Parsed<Path, Record<string, string>>;
  readonly query: Parsed<Query, Record<string, string | string[]>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Payload format 2.0, as API Gateway sent it. */
  readonly event: APIGatewayProxyEventV2;
}

/**
 * A handler for a gateway's route. Input that doesn't fit is answered with 400 and every issue of body, path and query;
 * a thrown `HttpError` with its status; any other error is logged and answered with a bare 500.
 */
export function http<
  Body extends Schema | undefined = undefined,
  Path extends Schema | undefined = undefined,
  Query extends Schema | undefined = undefined,
>(
  options: HttpOptions<Body, Path, Query>,
  handle: (request: HttpRequest<Body, Path, Query>) => Promise<HttpResult | undefined>,
): Handler<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return invocation(correlationIdOf, async (event, tools) => {
    const { log, correlationId } = tools;
    let response: APIGatewayProxyStructuredResultV2;
    try {
      const input = (await read(options, event)) as Pick<
        HttpRequest<Body, Path, Query>,
        "body" | "path" | "query" | "headers"
      >;
      response = respond(await handle({ ...tools, ...input, event }));
    } catch (error) {
      response = errorResponse(error, log);
    }
    response.headers = { ...response.headers, [correlationHeader]: correlationId };
    return response;
  });
}

/** The caller's id where it is safe, else the request's. */
export function correlationIdOf(
  { headers }: APIGatewayProxyEventV2,
  context: { awsRequestId: string },
): string {
  return validCorrelationId(headers?.[correlationHeader]) ?? context.awsRequestId;
}
