import type { ALBEvent, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { albOf, isAlb, v2OfAlb } from "../http/alb.ts";
import { requests } from "../http/expected.ts";
import { correlationIdOf, type HttpOptions, type HttpRequest, read } from "../http/request.ts";
import { errorResponse, frontHeaders, type HttpResult, respond } from "../http/response.ts";
import { callerOf, type HttpEvent, type HttpEventV1, isV1, v1Of, v2Of } from "../http/v1.ts";
import { correlationHeader } from "../invocation/correlation.ts";
import { expectEvent } from "../invocation/expected.ts";
import { type Handler, invocation } from "../invocation/invocation.ts";
import type { Schema } from "../invocation/validate.ts";

/**
 * A handler for a gateway's route, HTTP or REST, or of a function URL or a load balancer. Invalid input is answered with
 * 400 and every issue of body, path and query; a thrown `HttpError` with its status; any other error is logged and
 * answered with a bare 500.
 */
export function http<
  Body extends Schema | undefined = undefined,
  Path extends Schema | undefined = undefined,
  Query extends Schema | undefined = undefined,
>(
  options: HttpOptions<Body, Path, Query>,
  handle: (request: HttpRequest<Body, Path, Query>) => Promise<HttpResult | undefined>,
): Handler<HttpEvent | HttpEventV1 | ALBEvent, APIGatewayProxyStructuredResultV2> {
  const common = frontHeaders();
  const answer = invocation<HttpEvent, APIGatewayProxyStructuredResultV2>(
    correlationIdOf,
    async (event, tools) => {
      const { log, correlationId } = tools;
      let response: APIGatewayProxyStructuredResultV2;
      try {
        const input = (await read(options, event)) as Pick<
          HttpRequest<Body, Path, Query>,
          "body" | "path" | "query" | "headers"
        >;
        const work = async () => {
          const result = await handle({ ...tools, ...input, caller: callerOf(event), event });
          try {
            return respond(result);
          } catch (error) {
            // An answer, not an error: the handler's work is done, and must not be done again under the same key.
            return errorResponse(error, log);
          }
        };
        response = await (options.idempotency?.answer(event, tools.context, work) ?? work());
      } catch (error) {
        response = errorResponse(error, log);
      }
      response.headers = { ...common, ...response.headers, [correlationHeader]: correlationId };
      return response;
    },
  );
  const expected = requests("http");
  return async (event, context) => {
    expectEvent(expected, event);
    if (isAlb(event)) return albOf(await answer(v2OfAlb(event, options.route, context), context), event);
    return isV1(event) ? v1Of(await answer(v2Of(event), context)) : answer(event, context);
  };
}
