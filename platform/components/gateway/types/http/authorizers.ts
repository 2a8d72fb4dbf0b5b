import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { partitionOf } from "../../../../values/partitions/partitions.ts";
import {
  type Authorizer,
  authOf,
  type CognitoAuthorizer,
  headersOf,
  type JwtAuthorizer,
  type LambdaAuthorizer,
  type RouteAuth,
  ttlOf,
} from "../shared/authorizers.ts";
import { permitAuthorizer } from "../shared/permission.ts";
import type { GatewayContext } from "../type.ts";
import type { HttpArgs, HttpAuthorizers } from "./args.ts";

/** The authorisers of an HTTP API by name, with the permission to ask their functions. */
export function createAuthorizers(
  api: aws.apigatewayv2.Api,
  args: HttpArgs,
  context: GatewayContext,
): HttpAuthorizers {
  return Object.fromEntries(
    Object.entries(args.authorizers ?? {}).map(([name, authorizer]) => [
      name,
      new aws.apigatewayv2.Authorizer(
        `${context.name}-authorizer ${name}`,
        ...context.component.part(args.transform?.authorizer, {
          apiId: api.id,
          name,
          ...(authorizer.type === "lambda"
            ? lambda(authorizer, context)
            : {
                authorizerType: "JWT",
                identitySources: ["$request.header.Authorization"],
                ...jwt(authorizer),
              }),
        }),
      ),
    ]),
  );
}

/** Lets each Lambda authoriser invoke its function, and no other authoriser of the API. */
export function permitAuthorizers(
  api: aws.apigatewayv2.Api,
  authorizers: HttpAuthorizers,
  args: HttpArgs,
  context: GatewayContext,
): void {
  for (const [name, authorizer] of Object.entries<Authorizer>(args.authorizers ?? {}))
    if (authorizer.type === "lambda")
      permitAuthorizer(
        context,
        { name, target: authorizer.target },
        pulumi.interpolate`${api.executionArn}/authorizers/${authorizers[name]!.id}`,
        args.transform?.permission,
      );
}

/** The authorisation of a route. */
export function routeAuthorization(
  route: RouteAuth,
  args: HttpArgs,
  authorizers: HttpAuthorizers,
): Pick<aws.apigatewayv2.RouteArgs, "authorizationType" | "authorizerId" | "authorizationScopes"> {
  const auth = authOf(args, route);
  if (auth === "public") return {};
  if (auth === "iam") return { authorizationType: "AWS_IAM" };
  return {
    authorizationType: args.authorizers?.[auth]?.type === "lambda" ? "CUSTOM" : "JWT",
    authorizerId: authorizers[auth]!.id,
    authorizationScopes: route.scopes && [...route.scopes],
  };
}

function jwt(
  authorizer: JwtAuthorizer | CognitoAuthorizer,
): Pick<aws.apigatewayv2.AuthorizerArgs, "jwtConfiguration"> {
  if (authorizer.type === "jwt")
    return { jwtConfiguration: { issuer: authorizer.issuer, audiences: [...authorizer.audience] } };
  return {
    jwtConfiguration: {
      issuer: pulumi.output(authorizer.userPoolArn).apply(issuerOf),
      audiences: [...(authorizer.clientIds ?? [])],
    },
  };
}

/** `arn:<partition>:cognito-idp:<region>:<account>:userpool/<id>` to the issuer of the pool's tokens. */
function issuerOf(userPoolArn: string): string {
  const [, , , region = "", , resource = ""] = userPoolArn.split(":");
  return `https://cognito-idp.${region}.${partitionOf(region).dnsSuffix}/${resource.replace(/^userpool\//, "")}`;
}

function lambda(
  authorizer: LambdaAuthorizer,
  { functionOf, settings }: GatewayContext,
): Omit<aws.apigatewayv2.AuthorizerArgs, "apiId"> {
  return {
    authorizerType: "REQUEST",
    authorizerUri: functionOf(authorizer.target).target.invokeArn,
    authorizerPayloadFormatVersion: "2.0",
    enableSimpleResponses: true,
    authorizerResultTtlInSeconds: ttlOf(authorizer, settings),
    // Method and path are part of what an answer is remembered by: without them, one for a route would count for all.
    // Any variable of the access log can be a source (AWS: "Control access to HTTP APIs with AWS Lambda authorizers").
    identitySources: [
      ...headersOf(authorizer).map((header) => `$request.header.${header}`),
      "$context.httpMethod",
      "$context.path",
    ],
  };
}
