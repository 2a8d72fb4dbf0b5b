import { openApiOf } from "../../wiring/open-api.ts";
import { objectsOf } from "../../wiring/wiring-nodes.ts";
import type { Thing } from "../made.ts";
import { common, type EdgeRequest, pushed } from "./edge-request.ts";
import { publicUrl, pushes } from "./pushes.ts";
import { textOf, types, type View } from "./view.ts";

/** What gateways, load balancers, function URLs and CloudFront ask for. */
export function entrances(view: View): EdgeRequest[] {
  return [
    ...httpRoutes(view),
    ...httpAuthorizers(view),
    ...restApis(view),
    ...targets(view),
    ...publicUrls(view),
    ...origins(view),
  ];
}

function httpRoutes(view: View): EdgeRequest[] {
  return view.of("aws:apigatewayv2/route:Route").flatMap(({ inputs }) => {
    const api = view.one("aws:apigatewayv2/api:Api", inputs.apiId);
    const integration = view.one(
      "aws:apigatewayv2/integration:Integration",
      String(inputs.target).replace(/^integrations\//, ""),
    );
    if (!api || !integration) return [];
    const stages = view
      .of("aws:apigatewayv2/stage:Stage")
      .filter((stage) => stage.inputs.apiId === inputs.apiId)
      .map((stage) => String(stage.inputs.name));
    const to = view.functionArn(integration.inputs.integrationUri);
    const key = String(inputs.routeKey);
    return asRoutes(view, pushes.httpRoute, { api, stages, key, to });
  });
}

/**
 * A route's requests. AWS's pages don't say whether an `ANY` comes as the request's method, nor what comes for a parameter of the
 * path: either must be allowed.
 */
function asRoutes(
  view: View,
  push: typeof pushes.httpRoute | typeof pushes.restMethod,
  route: {
    readonly api: Thing;
    readonly stages: readonly string[];
    readonly key: string;
    readonly to: string;
  },
): EdgeRequest[] {
  const { api, stages, key, to } = route;
  const [method = "", path = ""] = key.split(" ");
  const forms =
    key === "$default"
      ? [key]
      : (method === "ANY" ? [method, "GET"] : [method]).flatMap((one) => [
          `${one}${path}`,
          `${one}${path.replaceAll(/\{[^/]*\+\}/g, "p/q").replaceAll(/\{[^/]*\}/g, "1")}`,
        ]);
  const executionArn = String(api.outputs.executionArn);
  return stages.flatMap((stage) =>
    [...new Set(forms)].flatMap((form) =>
      pushed(push, { from: api.urn, to: view.node(to), label: key }, to, {
        executionArn,
        stage,
        route: form,
      }),
    ),
  );
}

function httpAuthorizers(view: View): EdgeRequest[] {
  return view.of("aws:apigatewayv2/authorizer:Authorizer").flatMap(({ inputs, outputs }) => {
    const api = view.one("aws:apigatewayv2/api:Api", inputs.apiId);
    if (!api || inputs.authorizerUri === undefined) return [];
    const to = view.functionArn(inputs.authorizerUri);
    const label = `authorizer ${inputs.name}`;
    return pushed(pushes.authorizer, { from: api.urn, to: view.node(to), label }, to, {
      executionArn: String(api.outputs.executionArn),
      authorizer: String(outputs.id),
    });
  });
}

function restApis(view: View): EdgeRequest[] {
  return view.of("aws:apigateway/restApi:RestApi").flatMap((api) => {
    const { operations, authorizers } = openApiOf(api.inputs.body);
    const stages = view
      .of("aws:apigateway/stage:Stage")
      .filter(({ inputs }) => view.one(api.type, inputs.restApi)?.urn === api.urn)
      .map(({ inputs }) => String(inputs.stageName));
    return [
      ...operations.flatMap(({ key, uri }) =>
        asRoutes(view, pushes.restMethod, { api, stages, key, to: view.functionArn(uri) }),
      ),
      ...authorizers.flatMap(({ name, uri }) => {
        const to = view.functionArn(uri);
        const ends = { from: api.urn, to: view.node(to), label: `authorizer ${name}` };
        // An authoriser of an OpenAPI document has an id that only AWS knows.
        const source = { executionArn: String(api.outputs.executionArn), authorizer: "a1b2c3" };
        return pushed(pushes.authorizer, ends, to, source);
      }),
    ];
  });
}

function targets(view: View): EdgeRequest[] {
  const rules = view.of("aws:lb/listenerRule:ListenerRule");
  return view.of("aws:lb/targetGroupAttachment:TargetGroupAttachment").flatMap(({ inputs }) => {
    const group = String(inputs.targetGroupArn);
    const to = view.functionArn(inputs.targetId);
    const listeners = rules
      .filter((rule) => objectsOf(rule.inputs.actions).some((action) => action.targetGroupArn === group))
      .map((rule) => rule.inputs.listenerArn);
    return [...new Set(listeners)].flatMap((listener) => {
      const balancer = view.one("aws:lb/listener:Listener", listener)?.inputs.loadBalancerArn;
      const ends = { from: view.node(balancer ?? listener), to: view.node(to) };
      return pushed(pushes.targetGroup, ends, to, { arn: group });
    });
  });
}

function publicUrls(view: View): EdgeRequest[] {
  return view.of("aws:lambda/functionUrl:FunctionUrl").flatMap((url) => {
    if (url.inputs.authorizationType !== "NONE") return [];
    const resource = urlTarget(view, url);
    return publicUrl.calls.map(({ action, context }) => ({
      from: url.urn,
      to: view.node(resource),
      page: publicUrl.page,
      principal: { anyone: true } as const,
      action,
      resource,
      context: { ...common, ...context },
    }));
  });
}

/** The function or alias behind a URL. */
function urlTarget(view: View, { inputs }: Thing): string {
  const qualifier = textOf(inputs.qualifier);
  return `${view.functionArn(inputs.functionName)}${qualifier ? `:${qualifier}` : ""}`;
}

/** Buckets and function URLs that CloudFront signs its requests to; other origins are reached like any address. */
function origins(view: View): EdgeRequest[] {
  const urls = view.of("aws:lambda/functionUrl:FunctionUrl");
  return view.of("aws:cloudfront/distribution:Distribution").flatMap((distribution) => {
    const source = { arn: distribution.arn };
    return objectsOf(distribution.inputs.origins).flatMap(({ domainName, originAccessControlId }) => {
      if (textOf(originAccessControlId) === undefined) return [];
      const url = urls.find(({ outputs }) => outputs.functionUrl === `https://${domainName}/`);
      if (url) {
        const ends = { from: distribution.urn, to: url.urn };
        return [pushes.distributionToUrl, pushes.distributionThroughUrl].flatMap((push) =>
          pushed(push, ends, urlTarget(view, url), source),
        );
      }
      const bucket = view.one(types.bucket, String(domainName).split(".")[0]);
      if (!bucket) return [];
      const ends = { from: distribution.urn, to: bucket.urn };
      return pushed(pushes.distributionToBucket, ends, `${bucket.arn}/index.html`, source);
    });
  });
}
