import * as aws from "@pulumi/aws";
import type { Transform } from "../../../core/component.ts";
import { type Linkable, linkOf } from "../../../core/link.ts";
import { constantCase } from "../../../values/names.ts";
import { checkOneOf } from "../../../values/problems.ts";
import type { FunctionTransform } from "../../function/args.ts";
import { type CorsArgs, corsConfiguration, corsProblems } from "./shared/cors.ts";
import type { CommonArgs, GatewayRoute, Route, TypeRow } from "./type.ts";

const auths = ["iam", "public"] as const;

/** A function URL: one handler for every method and path, no charge of its own, responses that may be streamed. */
export interface UrlArgs extends CommonArgs {
  readonly type: "url";
  /** The one handler. A function URL has no routing: it answers every request. */
  readonly routes: { readonly $default: Route };
  /** Callers: `iam`, those with the permission, by signed requests; `public`, all. Default: `iam`. */
  readonly auth?: (typeof auths)[number];
  /** Sends the response as it is made; the handler is one of `#runtime/streaming`. Default: false. */
  readonly streaming?: boolean;
  readonly cors?: CorsArgs;
  readonly transform?: {
    readonly url?: Transform<aws.lambda.FunctionUrlArgs>;
    readonly urlPermission?: Transform<aws.lambda.PermissionArgs>;
    readonly invokePermission?: Transform<aws.lambda.PermissionArgs>;
    readonly function?: FunctionTransform;
  };
}

export interface UrlParts {
  readonly url: aws.lambda.FunctionUrl;
  readonly auth: (typeof auths)[number];
  /** Lets a function call the URL: the variable `<NAME>_URL` and both permissions that a call needs. */
  readonly call: Linkable;
}

/** Longest name of a method that a function URL's CORS takes. Source: "Cors" (Lambda API), AllowMethods. */
const maxMethod = 6;

export const url: TypeRow<UrlArgs, UrlParts> = {
  title: "a function URL",
  options: ["auth", "streaming", "cors"],
  routeOptions: [],
  parts: ["url", "urlPermission", "invokePermission"],
  problems: ({ routes, auth, cors }) => [
    ...Object.keys(routes ?? {})
      .filter((key) => key !== "$default")
      .map(
        (key) =>
          `routes: ${JSON.stringify(key)}: a function URL has no routing; write { "$default": "src/handler.ts" }, ` +
          'or choose type: "http" for several routes.',
      ),
    ...checkOneOf("auth", auth, auths),
    ...corsProblems(cors),
    ...(cors?.methods ?? [])
      .filter((method) => typeof method === "string" && method.length > maxMethod)
      .map(
        (method) =>
          `cors.methods: ${JSON.stringify(method)} is longer than the ${maxMethod} letters that a function URL takes; ` +
          'leave it out (it answers OPTIONS itself), or write "*".',
      ),
    ...(cors?.maxAge === -1
      ? ["cors.maxAge: -1 given; a function URL takes 0, which also turns remembering off."]
      : []),
  ],
  build({ auth = "iam", streaming = false, cors, transform = {} }, { component, name, routes }) {
    const [{ fn }] = routes as readonly [GatewayRoute];
    const qualifier = fn.target.qualifier && { qualifier: fn.target.qualifier };
    const made = new aws.lambda.FunctionUrl(
      `${name}-url`,
      ...component.part(transform.url, {
        functionName: fn.function.name,
        ...qualifier,
        authorizationType: auth === "iam" ? "AWS_IAM" : "NONE",
        invokeMode: streaming ? "RESPONSE_STREAM" : "BUFFERED",
        cors: cors && corsConfiguration(cors),
      }),
    );
    // Public calls need both. Source: "Control access to Lambda function URLs". Callers who sign have them by their role.
    if (auth === "public") {
      new aws.lambda.Permission(
        `${name}-url-permission`,
        ...component.part(transform.urlPermission, {
          action: "lambda:InvokeFunctionUrl",
          function: fn.function.name,
          ...qualifier,
          principal: "*",
          functionUrlAuthType: "NONE",
        }),
      );
      new aws.lambda.Permission(
        `${name}-invoke-permission`,
        ...component.part(transform.invokePermission, {
          action: "lambda:InvokeFunction",
          function: fn.function.name,
          ...qualifier,
          principal: "*",
          // Not by the API: only through the URL.
          invokedViaFunctionUrl: true,
        }),
      );
    }
    const base = made.functionUrl.apply((address) => address.replace(/\/$/, ""));
    const actions = ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"];
    return {
      parts: { url: made, auth, call: linkOf(`${constantCase(name)}_URL`, base, actions, [fn.target.arn]) },
      url: base,
      serverErrors: {
        namespace: "AWS/Lambda",
        metric: "Url5xxCount",
        dimensions: { FunctionName: fn.function.name },
      },
    };
  },
};
