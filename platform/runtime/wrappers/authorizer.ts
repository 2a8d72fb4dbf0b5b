import type {
  APIGatewayAuthorizerResult,
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerWithContextResult,
} from "aws-lambda";
import { correlationHeader, validCorrelationId } from "../invocation/correlation.ts";
import { type Handler, invocation, type Tools } from "../invocation/invocation.ts";

/** The `caller` of handlers behind the authoriser; REST APIs take no nested values. */
export type CallerContext = Readonly<Record<string, string | number | boolean>>;

export interface AuthorizerRequest extends Tools {
  /** The `Authorization` header without `Bearer`; "" where there is none. */
  readonly token: string;
  /** Names in lower case. An authoriser of payload `token` gets `authorization` only. */
  readonly headers: Readonly<Record<string, string>>;
  readonly method: string;
  /** As the caller wrote it, without the stage of a REST API. */
  readonly path: string;
}

/** Whether the caller may do this; with facts about the caller for the route's handler. */
export type Decision =
  | boolean
  | { readonly allow: boolean; readonly context?: CallerContext; readonly principal?: string };

/** The event of a REST API: `APIGatewayRequestAuthorizerEvent` fits; with payload `token` the one of the token. */
interface RestEvent {
  readonly methodArn: string;
  readonly httpMethod: string;
  readonly path: string;
  readonly headers: { readonly [name: string]: string | undefined } | null;
}
interface TokenEvent {
  readonly methodArn: string;
  readonly authorizationToken: string;
}

type Event = TokenEvent | RestEvent | APIGatewayRequestAuthorizerEventV2;
type Result = APIGatewayAuthorizerResult | APIGatewaySimpleAuthorizerWithContextResult<CallerContext>;

/**
 * A handler that decides who may call a gateway's routes, HTTP or REST. A refused caller gets 403; an error that is
 * thrown refuses too (500) and counts as an error of the function.
 */
export function authorizer(
  decide: (request: AuthorizerRequest) => Promise<Decision>,
): Handler<Event, Result> {
  return invocation(
    (event: Event, context) =>
      validCorrelationId(headersOf(event)[correlationHeader]) ?? context.awsRequestId,
    async (event, tools) => {
      const headers = headersOf(event);
      const token = (headers.authorization ?? "").replace(/^Bearer +/i, "");
      const decision = await decide({ ...tools, ...requestOf(event), headers, token });
      const {
        allow,
        context = {},
        principal = "caller",
      } = typeof decision === "boolean" ? { allow: decision } : decision;
      if (!allow) tools.log.info("Refused the caller");
      if ("routeArn" in event) return { isAuthorized: allow, context };
      return { principalId: principal, policyDocument: policy(allow, event), context };
    },
  );
}

function headersOf(event: Event): Record<string, string> {
  if ("authorizationToken" in event) return { authorization: event.authorizationToken };
  const headers: Record<string, string> = {};
  for (const name in event.headers) headers[name.toLowerCase()] = event.headers[name] ?? "";
  return headers;
}

function requestOf(event: Event): { readonly method: string; readonly path: string } {
  if ("routeArn" in event) return { method: event.requestContext.http.method, path: event.rawPath };
  if ("httpMethod" in event) return { method: event.httpMethod, path: event.path };
  const [, , method = "", ...path] = event.methodArn.split("/");
  return { method, path: `/${path.join("/")}` };
}

/**
 * The scope of the answer: the very request; for an authoriser that sees nothing but a token the whole stage, since
 * API Gateway remembers the answer for every route of it.
 */
function policy(allow: boolean, event: TokenEvent | RestEvent): APIGatewayAuthorizerResult["policyDocument"] {
  const [api = "", stage = ""] = event.methodArn.split("/");
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Action: "execute-api:Invoke",
        Effect: allow ? "Allow" : "Deny",
        Resource: "authorizationToken" in event ? `${api}/${stage}/*` : event.methodArn,
      },
    ],
  };
}
