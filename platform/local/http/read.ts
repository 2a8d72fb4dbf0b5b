import type { Graph, Resource } from "../../engine/graph/graph.ts";
import { Fields } from "../graph/fields.ts";
import { type Part, readParts } from "../graph/part.ts";
import { functionRef } from "../lambda/ref.ts";

export interface ApiPart extends Part {
  readonly id: string;
  /** Address that the provider was told to give it; no slash at the end. */
  readonly endpoint: string;
  readonly stage: string;
  readonly cors: object | undefined;
  readonly throttling: { rateLimit?: number; burstLimit?: number } | undefined;
  readonly routes: readonly {
    routeKey: string;
    functionArn: string;
    timeoutMs: number;
    authorization?: string;
  }[];
  /** It is a function URL, and whether it streams; an HTTP API has none of this. */
  readonly url?: { readonly streaming: boolean };
}

/** HTTP APIs, then function URLs. */
export function readApis(graph: Graph): ApiPart[] {
  return [...readHttpApis(graph), ...readUrls(graph)];
}

function readHttpApis(graph: Graph): ApiPart[] {
  const integrations = graph.of("aws:apigatewayv2/integration:Integration");
  const stages = graph.of("aws:apigatewayv2/stage:Stage").map(Fields.of);
  return readParts(graph, "aws:apigatewayv2/api:Api", (f, resource) => {
    const stage = stages.find((each) => each.text("apiId") === resource.id);
    const limits = stage?.object("defaultRouteSettings");
    const rateLimit = limits?.number("throttlingRateLimit");
    const burstLimit = limits?.number("throttlingBurstLimit");
    return {
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
function readUrls(graph: Graph): ApiPart[] {
  return readParts(graph, "aws:lambda/functionUrl:FunctionUrl", (f) => {
    return {
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
  const authorization = route.text("authorizationType");
  return [{ routeKey: route.needed("routeKey"), functionArn: functionRef(uri), timeoutMs, authorization }];
}
