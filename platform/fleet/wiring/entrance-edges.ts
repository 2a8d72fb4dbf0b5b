import { edge, type WiringEdge } from "./edges.ts";
import type { Places } from "./node-places.ts";
import { openApiOf } from "./open-api.ts";
import { objectsOf } from "./wiring-nodes.ts";

const api = "aws:apigatewayv2/api:Api";

/** Edges from gateways and distributions to the resources that answer their requests. */
export function entranceEdges(places: Places): WiringEdge[] {
  return [
    ...routes(places),
    ...authorizers(places),
    ...restRoutes(places),
    ...balancerRules(places),
    ...functionUrls(places),
    ...behaviors(places),
  ];
}

function routes(places: Places): WiringEdge[] {
  return places.inputs("aws:apigatewayv2/route:Route").flatMap(({ inputs }) => {
    const integration = places.resource(
      "aws:apigatewayv2/integration:Integration",
      String(inputs.target).replace(/^integrations\//, ""),
    );
    return join(
      places.node(api, inputs.apiId),
      places.anywhere(integration?.inputs.integrationUri),
      String(inputs.routeKey),
    );
  });
}

function authorizers(places: Places): WiringEdge[] {
  return places
    .inputs("aws:apigatewayv2/authorizer:Authorizer")
    .flatMap(({ inputs }) =>
      join(
        places.node(api, inputs.apiId),
        places.anywhere(inputs.authorizerUri),
        `authorizer ${inputs.name}`,
      ),
    );
}

/** The routes of REST APIs that an OpenAPI document describes. */
function restRoutes(places: Places): WiringEdge[] {
  return places.inputs("aws:apigateway/restApi:RestApi").flatMap(({ urn, inputs }) => {
    const { operations, authorizers } = openApiOf(inputs.body);
    return [
      ...operations.flatMap(({ key, uri }) => join(urn, places.anywhere(uri), key)),
      ...authorizers.flatMap(({ name, uri }) => join(urn, places.anywhere(uri), `authorizer ${name}`)),
    ];
  });
}

function balancerRules(places: Places): WiringEdge[] {
  const attached = places.inputs("aws:lb/targetGroupAttachment:TargetGroupAttachment");
  const listener = (arn: unknown) => places.resource("aws:lb/listener:Listener", arn)?.inputs.loadBalancerArn;
  return places.inputs("aws:lb/listenerRule:ListenerRule").flatMap(({ inputs }) => {
    const { values: methods = [] } = condition(inputs.conditions, "httpRequestMethod");
    const { values: paths = ["*"] } = condition(inputs.conditions, "pathPattern");
    const label = `${[methods].flat().join(" or ") || "ANY"} ${[paths].flat().join(" or ")}`;
    return objectsOf(inputs.actions).flatMap(({ targetGroupArn }) =>
      attached
        .filter((one) => one.inputs.targetGroupArn === targetGroupArn)
        .flatMap((one) =>
          join(
            places.at(listener(inputs.listenerArn)) ?? places.anywhere(inputs.listenerArn),
            places.anywhere(one.inputs.targetId),
            label,
          ),
        ),
    );
  });
}

function condition(conditions: unknown, key: string): Record<string, unknown> {
  return objectsOf(objectsOf(conditions).find((one) => key in one)?.[key])[0] ?? {};
}

function functionUrls(places: Places): WiringEdge[] {
  return places
    .inputs("aws:lambda/functionUrl:FunctionUrl")
    .flatMap(({ urn, inputs }) => join(urn, functionNamed(places, inputs.functionName)));
}

/** The URN of a function by its name or ARN. */
export function functionNamed(places: Places, name: unknown): string | undefined {
  return places.node("aws:lambda/function:Function", name) ?? places.anywhere(name);
}

function behaviors(places: Places): WiringEdge[] {
  return places.inputs("aws:cloudfront/distribution:Distribution").flatMap(({ urn, inputs }) => {
    const origins = new Map(
      objectsOf(inputs.origins).map(({ originId, domainName }) => [originId, domainName]),
    );
    return [...objectsOf(inputs.defaultCacheBehavior), ...objectsOf(inputs.orderedCacheBehaviors)].flatMap(
      (behavior) => {
        const path = String(behavior.pathPattern ?? "*");
        const origin = atDomain(places, origins.get(behavior.targetOriginId));
        return [
          ...(origin === undefined ? [] : [edge(urn, origin, "serves", path)]),
          ...objectsOf(behavior.lambdaFunctionAssociations).flatMap(({ lambdaArn, eventType }) =>
            join(urn, places.anywhere(lambdaArn), `${eventType} of ${path}`),
          ),
        ];
      },
    );
  });
}

/** The bucket, API or function URL that answers at a domain. */
function atDomain(places: Places, domain: unknown): string | undefined {
  const name = String(domain);
  const [first] = name.split(".");
  return (
    places.node("aws:s3/bucket:Bucket", first) ??
    places.node(api, first) ??
    places.node("aws:apigateway/restApi:RestApi", first) ??
    places.node("aws:lambda/functionUrl:FunctionUrl", `https://${name}/`)
  );
}

function join(from: string | undefined, to: string | undefined, label?: string): WiringEdge[] {
  return from === undefined || to === undefined ? [] : [edge(from, to, "invokes", label)];
}
