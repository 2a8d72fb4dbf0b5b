import type {
  APIGatewayAuthorizerResult,
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerWithContextResult,
} from "aws-lambda";
import { type Headers, headersOf } from "../http/headers.ts";
import { queryOf } from "../http/request.ts";
import { type HttpEventV1, rawQueryOf } from "../http/v1.ts";
import { correlationHeader, validCorrelationId } from "../invocation/correlation.ts";
import { type Handler, invocation, type Tools } from "../invocation/invocation.ts";

/** The `caller` of handlers behind the authoriser; REST APIs take no nested values. */
export type CallerContext = Readonly<Record<string, string | number | boolean>>;

/** The same behind an HTTP and a REST API. An authoriser of payload `token` sees the token, method and path alone. */
export interface AuthorizerRequest extends Tools {
  /** The `Authorization` header without `Bearer`; "" where there is none. */
  readonly token: string;
  /** Names in lower case; without cookies. */
  readonly headers: Readonly<Record<string, string>>;
  /** By their names. */
  readonly cookies: Readonly<Record<string, string>>;
  readonly method: string;
  /** As the caller wrote it, without the stage of a REST API. */
  readonly path: string;
  /** An array of strings where a parameter is repeated. */
  readonly query: Readonly<Record<string, string | string[]>>;
  /** The caller's address; "" for payload `token`. */
  readonly sourceIp: string;
  /** As Lambda delivered it. */
  readonly event: AuthorizerEvent;
}

/** Whether the caller may do this; with facts about the caller for the route's handler. */
export type Decision =
  | boolean
  | { readonly allow: boolean; readonly context?: CallerContext; readonly principal?: string };

/** The event of a REST API: `APIGatewayRequestAuthorizerEvent` fits; with payload `token` the one of the token. */
interface RestEvent
  extends Pick<
    HttpEventV1,
    | "httpMethod"
    | "path"
    | "headers"
    | "multiValueHeaders"
    | "queryStringParameters"
    | "multiValueQueryStringParameters"
  > {
  readonly methodArn: string;
  readonly requestContext: Pick<HttpEventV1["requestContext"], "identity">;
}
interface TokenEvent {
  readonly methodArn: string;
  readonly authorizationToken: string;
}

export type AuthorizerEvent = TokenEvent | RestEvent | APIGatewayRequestAuthorizerEventV2;
type Result = APIGatewayAuthorizerResult | APIGatewaySimpleAuthorizerWithContextResult<CallerContext>;

/**
 * A handler that decides who may call a gateway's routes, HTTP or REST. A refused caller gets 403; an error that is
 * thrown refuses too (500) and counts as an error of the function.
 */
export function authorizer(
  decide: (request: AuthorizerRequest) => Promise<Decision>,
): Handler<AuthorizerEvent, Result> {
  return invocation(
    (event, context) => validCorrelationId(partsOf(event).headers[correlationHeader]) ?? context.awsRequestId,
    async (event, tools) => {
      const { headers, cookies = [], ...parts } = partsOf(event);
      const token = (headers.authorization ?? "").replace(/^Bearer +/i, "");
      const decision = await decide({ ...tools, ...parts, headers, token, cookies: byName(cookies), event });
      const {
        allow,
        context = {},
        principal = "caller",
      } = typeof decision === "boolean" ? { allow: decision } : decision;
      if (!allow) tools.log.info("Refused the caller");
      if ("routeArn" in event) return { isAuthorized: allow, context };
      return { principalId: principal, policyDocument: policy(allow, event), context };
    },
    {
      wrapper: "authorizer",
      events:
        'callers of an HTTP or REST API: {"routeArn" or "methodArn", "headers" or "authorizationToken"}',
      fits: ({ routeArn, methodArn }) => typeof (routeArn ?? methodArn) === "string",
    },
  );
}

function partsOf(
  event: AuthorizerEvent,
): Headers & Pick<AuthorizerRequest, "method" | "path" | "query" | "sourceIp"> {
  if ("routeArn" in event) {
    const { method, sourceIp } = event.requestContext.http;
    const { headers } = headersOf(event);
    const { cookies, rawPath: path } = event;
    return { headers, cookies, method, path, query: queryOf(event), sourceIp };
  }
  if ("authorizationToken" in event) {
    const [, , method = "", ...path] = event.methodArn.split("/");
    const headers = { authorization: event.authorizationToken };
    return { headers, method, path: `/${path.join("/")}`, query: {}, sourceIp: "" };
  }
  const { httpMethod: method, path, requestContext } = event;
  const query = queryOf({ rawQueryString: rawQueryOf(event) });
  return { ...headersOf(event), method, path, query, sourceIp: requestContext?.identity?.sourceIp ?? "" };
}

/** Of cookies of one name the first: browsers send the one with the longest path first (RFC 6265). */
function byName(cookies: readonly string[]): Record<string, string> {
  const pairs = cookies.map((pair): [string, string] => {
    const [name = "", ...value] = pair.split("=");
    return [name.trim(), value.join("=").trim()];
  });
  return Object.fromEntries(pairs.reverse());
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
