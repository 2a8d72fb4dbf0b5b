import type {
  APIGatewayEventClientCertificate,
  APIGatewayEventRequestContextV2,
  APIGatewayProxyEventV2WithRequestContext,
  APIGatewayProxyResult,
  APIGatewayProxyStructuredResultV2,
} from "aws-lambda";
import { headersOf } from "./headers.ts";

/** An authoriser's facts about the caller. */
interface Authorized {
  readonly jwt?: { readonly claims: Readonly<Record<string, unknown>>; readonly scopes?: string[] | null };
  readonly lambda?: Readonly<Record<string, unknown>> | null;
  readonly iam?: Readonly<Record<string, unknown>>;
}

/** A request in payload format 2.0, with an authoriser's facts about the caller. */
export type HttpEvent = APIGatewayProxyEventV2WithRequestContext<
  APIGatewayEventRequestContextV2 & { readonly authorizer?: Authorized }
>;

type Values<T> = { readonly [name: string]: T | undefined } | null;

/** The part that is read of payload format 1.0, which REST APIs send: `APIGatewayProxyEvent` fits. */
export interface HttpEventV1 {
  readonly httpMethod: string;
  readonly path: string;
  readonly resource: string;
  readonly headers?: Values<string>;
  readonly multiValueHeaders?: Values<string[]>;
  readonly queryStringParameters?: Values<string>;
  readonly multiValueQueryStringParameters?: Values<string[]>;
  readonly pathParameters?: Values<string>;
  readonly stageVariables?: Values<string>;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly requestContext: {
    readonly accountId: string;
    readonly apiId: string;
    readonly stage: string;
    readonly requestId: string;
    readonly protocol: string;
    readonly requestTimeEpoch: number;
    readonly requestTime?: string;
    readonly domainName?: string;
    readonly domainPrefix?: string;
    readonly authorizer?: Readonly<Record<string, unknown>> | null;
    readonly identity?: {
      readonly sourceIp: string;
      readonly userAgent?: string | null;
      readonly clientCert?: APIGatewayEventClientCertificate | null;
    } & Identity;
  };
}

type Identity = {
  readonly [K in "accessKey" | "accountId" | "caller" | "user" | "userArn"]?: string | null;
};

export const isV1 = (event: HttpEvent | HttpEventV1): event is HttpEventV1 => "httpMethod" in event;

/** A request of payload format 1.0 in format 2.0, so that one handler answers behind any gateway. */
export function v2Of(event: HttpEventV1): HttpEvent {
  const { requestContext: context, path, resource, httpMethod: method } = event;
  const { headers, cookies } = headersOf(event);
  const rawQueryString = rawQueryOf(event);
  const routeKey = `${method} ${resource}`;
  return {
    version: "2.0",
    routeKey,
    rawPath: path,
    rawQueryString,
    headers,
    ...(cookies && { cookies }),
    ...(event.pathParameters && { pathParameters: event.pathParameters }),
    ...(event.stageVariables && { stageVariables: event.stageVariables }),
    ...(event.body !== null && event.body !== undefined && { body: event.body }),
    isBase64Encoded: event.isBase64Encoded ?? false,
    requestContext: {
      accountId: context.accountId,
      apiId: context.apiId,
      domainName: context.domainName ?? headers.host ?? "",
      domainPrefix: context.domainPrefix ?? "",
      http: {
        method,
        path,
        protocol: context.protocol,
        sourceIp: context.identity?.sourceIp ?? "",
        userAgent: context.identity?.userAgent ?? "",
      },
      requestId: context.requestId,
      routeKey,
      stage: context.stage,
      time: context.requestTime ?? "",
      timeEpoch: context.requestTimeEpoch,
      ...authorizerOf(event),
      ...(context.identity?.clientCert && { authentication: { clientCert: context.identity.clientCert } }),
    },
  };
}

/** An answer in payload format 1.0. */
export function v1Of(response: APIGatewayProxyStructuredResultV2): APIGatewayProxyResult {
  const { cookies, statusCode = 200, headers, body = "", isBase64Encoded } = response;
  return {
    statusCode,
    ...(headers && { headers }),
    ...(cookies && { multiValueHeaders: { "set-cookie": cookies } }),
    body,
    ...(isBase64Encoded && { isBase64Encoded }),
  };
}

/** Values come decoded; REST APIs don't send the raw query. */
export function rawQueryOf({
  multiValueQueryStringParameters: many,
  queryStringParameters: one,
}: Pick<HttpEventV1, "multiValueQueryStringParameters" | "queryStringParameters">): string {
  const query = new URLSearchParams();
  for (const name in many ?? one)
    for (const value of many?.[name] ?? [one?.[name]]) if (value !== undefined) query.append(name, value);
  return query.toString();
}

/** An authoriser's facts as format 2.0 keeps them: by the authoriser's type. */
function authorizerOf({ requestContext: { authorizer, identity } }: HttpEventV1): {
  authorizer?: Authorized;
} {
  const claims = authorizer?.claims as Record<string, unknown> | undefined;
  if (claims) return { authorizer: { jwt: { claims, scopes: null } } };
  if (authorizer) {
    const { integrationLatency: _, ...lambda } = authorizer;
    return { authorizer: { lambda } };
  }
  if (!identity?.userArn) return {};
  const { accessKey, accountId, caller, user, userArn } = identity;
  return { authorizer: { iam: { accessKey, accountId, callerId: caller, userId: user, userArn } } };
}

/** The facts about the caller, of any authoriser. */
export function callerOf({ requestContext }: HttpEvent): Readonly<Record<string, unknown>> {
  const authorizer = requestContext?.authorizer;
  return authorizer?.jwt?.claims ?? authorizer?.lambda ?? authorizer?.iam ?? {};
}
