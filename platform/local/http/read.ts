import type { Graph, Resource } from "../../engine/graph/graph.ts";
import { Fields } from "../graph/fields.ts";
import type { ApiPart, Part } from "../graph/types.ts";

const functionArn = /arn:aws[a-z-]*:lambda:[^:]+:\d+:function:[^:/]+/;

/** The function that an ARN, an invoke ARN (`arn:aws:apigateway:...`), an alias ARN or a name refers to. */
export function functionRef(given: string): string {
  return functionArn.exec(given)?.[0] ?? given;
}

export function readApis(graph: Graph, named: (r: Resource) => Part): ApiPart[] {
  const integrations = graph.of("aws:apigatewayv2/integration:Integration");
  const stages = graph.of("aws:apigatewayv2/stage:Stage").map(Fields.of);
  return graph.of("aws:apigatewayv2/api:Api").map((resource) => {
    const f = Fields.of(resource);
    const stage = stages.find((each) => each.text("apiId") === resource.id);
    const limits = stage?.object("defaultRouteSettings");
    const rateLimit = limits?.number("throttlingRateLimit");
    const burstLimit = limits?.number("throttlingBurstLimit");
    return {
      ...named(resource),
      id: resource.id,
      endpoint: f.needed("apiEndpoint").replace(/\/$/, ""),
      stage: stage?.text("name") ?? "$default",
      cors: f.has("corsConfiguration") ? (f.raw("corsConfiguration") as object) : undefined,
      throttling: rateLimit === undefined && burstLimit === undefined ? undefined : { rateLimit, burstLimit },
      routes: graph
        .of("aws:apigatewayv2/route:Route")
        .map(Fields.of)
        .filter((route) => route.text("apiId") === resource.id)
        .flatMap((route) => readRoute(route, integrations)),
    };
  });
}

/** Function URLs: one route for everything, for as long as the function may take. */
export function readUrls(graph: Graph, named: (r: Resource) => Part): ApiPart[] {
  return graph.of("aws:lambda/functionUrl:FunctionUrl").map((resource) => {
    const f = Fields.of(resource);
    return {
      ...named(resource),
      id: f.needed("urlId"),
      endpoint: f.needed("functionUrl").replace(/\/$/, ""),
      stage: "$default",
      cors: f.has("cors") ? (f.raw("cors") as object) : undefined,
      throttling: undefined,
      routes: [
        { routeKey: "$default", functionArn: functionRef(f.needed("functionArn")), timeoutMs: 900_000 },
      ],
      url: { streaming: f.text("invokeMode") === "RESPONSE_STREAM" },
    };
  });
}

function readRoute(route: Fields, integrations: Resource[]): ApiPart["routes"][number][] {
  const id = route.text("target")?.replace(/^integrations\//, "");
  const found = integrations.find((each) => each.id === id);
  const uri = found && Fields.of(found).text("integrationUri");
  if (!found || !uri?.includes(":lambda:")) return [];
  // HTTP API's longest and default integration time is 30 s (AWS: Quotas for HTTP APIs).
  const timeoutMs = Fields.of(found).number("timeoutMilliseconds") ?? 30_000;
  return [{ routeKey: route.needed("routeKey"), functionArn: functionRef(uri), timeoutMs }];
}
