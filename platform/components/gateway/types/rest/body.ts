import * as pulumi from "@pulumi/pulumi";
import { parseRoute } from "../../../../values/route.ts";
import type { Function } from "../../../function/function.ts";
import { type Authorizer, authOf, headersOf, type LambdaAuthorizer, ttlOf } from "../shared/authorizers.ts";
import type { GatewayContext, GatewayRoute } from "../type.ts";
import type { RestArgs, RestRouteOptions } from "./args.ts";
import { gatewayResponses, preflight } from "./cors.ts";
import { modelOf } from "./validation.ts";

type Context = GatewayContext<RestRouteOptions>;
type Routed = GatewayRoute<RestRouteOptions>;

/** Name of the security scheme of requests signed with SigV4, and of that of API keys. */
const [sigV4, apiKey] = ["sigv4", "api_key"];

/** Milliseconds of an integration. Source: "Amazon API Gateway quotas" (REST; streamed up to 15 minutes). */
const integrationTimeout = { usual: 29_000, streamed: 900_000 };

/** Whether a route asks for an API key; by default where there are usage plans. */
export const needsKey = (args: RestArgs, { apiKey: own }: Partial<RestRouteOptions>): boolean =>
  own ?? args.usagePlans !== undefined;

/** A REST API as one OpenAPI document: routes, integrations, authorisers, validation and CORS. */
export function restBody(title: string, args: RestArgs, context: Context): pulumi.Output<string> {
  const { routes } = context;
  const paths = [...new Set(routes.map(({ key }) => parseRoute(key).path))];
  const models = routes.flatMap(({ options }) => options.validate?.body ?? []).map(modelOf);
  const isBinary = (args.binaryMediaTypes?.length ?? 0) > 0;
  return pulumi.jsonStringify({
    openapi: "3.0.1",
    info: { title, version: "1" },
    ...(args.cors && { "x-amazon-apigateway-gateway-responses": gatewayResponses(args.cors) }),
    ...(routes.some(({ options }) => options.validate) && {
      "x-amazon-apigateway-request-validators": {
        request: { validateRequestBody: true, validateRequestParameters: true },
      },
    }),
    paths: Object.fromEntries(
      paths.map((path) => {
        const here = routes.filter(({ key }) => parseRoute(key).path === path);
        const operations = Object.fromEntries(here.map((route) => [method(route), operation(route, args)]));
        const keys = here.map(({ key }) => key);
        return [path, { ...operations, ...(args.cors && { options: preflight(args.cors, keys, isBinary) }) }];
      }),
    ),
    components: {
      schemas: Object.fromEntries(models.map(({ name, schema }) => [name, schema])),
      securitySchemes: securitySchemes(args, context),
    },
  });
}

/** A method as OpenAPI names it. */
function method({ key }: Routed): string {
  const { method: name } = parseRoute(key);
  return name === "ANY" ? "x-amazon-apigateway-any-method" : name.toLowerCase();
}

function operation({ key, fn, options }: Routed, args: RestArgs): object {
  const { validate } = options;
  const auth = authOf(args, options);
  const security = [
    ...(auth === "public" ? [] : [{ [auth === "iam" ? sigV4! : auth]: [...(options.scopes ?? [])] }]),
    ...(needsKey(args, options) ? [{ [apiKey!]: [] }] : []),
  ];
  const required = (where: "path" | "query" | "header", names: readonly string[] = []) =>
    names.map((name) => ({ name, in: where, required: true, schema: { type: "string" } }));
  const parameters = [
    ...required("path", parseRoute(key).parameters),
    ...required("query", validate?.query),
    ...required("header", validate?.headers),
  ];
  return {
    ...(parameters.length > 0 && { parameters }),
    ...(validate?.body && {
      requestBody: {
        required: true,
        content: {
          "application/json": { schema: { $ref: `#/components/schemas/${modelOf(validate.body).name}` } },
        },
      },
    }),
    ...(validate && { "x-amazon-apigateway-request-validator": "request" }),
    ...(security.length > 0 && { security }),
    responses: {},
    "x-amazon-apigateway-integration": integration(fn, options),
  };
}

function integration(fn: Function, { responseTransferMode }: Partial<RestRouteOptions>): object {
  const isStreamed = responseTransferMode === "STREAM";
  const milliseconds = fn.timeout * 1_000;
  return {
    type: "aws_proxy",
    httpMethod: "POST",
    uri: isStreamed ? fn.target.invokeArn.apply(streamingUri) : fn.target.invokeArn,
    ...(isStreamed && {
      responseTransferMode,
      ...(milliseconds > integrationTimeout.usual && {
        timeoutInMillis: Math.min(milliseconds, integrationTimeout.streamed),
      }),
    }),
  };
}

/** API Gateway invokes by another path where the function streams. Source: "Set up a Lambda proxy integration with payload response streaming". */
const streamingUri = (invokeArn: string): string =>
  invokeArn
    .replace("/2015-03-31/functions/", "/2021-11-15/functions/")
    .replace(/\/invocations$/, "/response-streaming-invocations");

function securitySchemes(args: RestArgs, context: Context): Record<string, object> {
  const { routes } = context;
  const header = (name: string) => ({ type: "apiKey", name, in: "header" });
  return {
    ...Object.fromEntries(
      Object.entries(args.authorizers ?? {}).map(([name, authorizer]) => [
        name,
        { ...header("Authorization"), ...scheme(authorizer, context) },
      ]),
    ),
    ...(routes.some(({ options }) => authOf(args, options) === "iam") && {
      [sigV4!]: { ...header("Authorization"), "x-amazon-apigateway-authtype": "awsSigv4" },
    }),
    ...(routes.some(({ options }) => needsKey(args, options)) && { [apiKey!]: header("x-api-key") }),
  };
}

function scheme(authorizer: Authorizer, context: Context): object {
  if (authorizer.type === "lambda")
    return {
      ...(authorizer.payload === "token" && { name: headersOf(authorizer)[0] }),
      "x-amazon-apigateway-authtype": "custom",
      "x-amazon-apigateway-authorizer": lambda(authorizer, context),
    };
  return {
    "x-amazon-apigateway-authtype": "cognito_user_pools",
    "x-amazon-apigateway-authorizer": {
      type: "cognito_user_pools",
      providerARNs: authorizer.type === "cognito" ? [authorizer.userPoolArn] : [],
    },
  };
}

function lambda(authorizer: LambdaAuthorizer, { functionOf, settings }: Context): object {
  const payload = authorizer.payload ?? "request";
  const headers = headersOf(authorizer).map((name) => `method.request.header.${name}`);
  return {
    type: payload,
    authorizerUri: functionOf(authorizer.target).target.invokeArn,
    authorizerResultTtlInSeconds: ttlOf(authorizer, settings),
    // Method and path are part of what an answer is remembered by: without them, one for a route would count for all.
    // Variables of the context are written without a dollar (AWS: "x-amazon-apigateway-authorizer object").
    identitySource:
      payload === "token" ? headers[0] : [...headers, "context.httpMethod", "context.path"].join(","),
  };
}
