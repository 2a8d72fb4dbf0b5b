import type { Graph } from "../../../../../platform/engine/index.ts";
import { Gateway, type GatewayArgs } from "../../../../../platform/index.ts";
import { graphOfProgram, inputsOf } from "../../../../support/index.ts";

export const handler = "src/handler.ts";

type RestArgs = Extract<GatewayArgs, { type: "rest" }>;
export const rest = (args: Omit<RestArgs, "type">) =>
  graphOfProgram(() => void new Gateway("api", { type: "rest", ...args }));

interface Operation {
  readonly [key: string]: unknown;
  readonly "x-amazon-apigateway-integration": Record<string, unknown>;
}
interface Document {
  readonly [key: string]: unknown;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: Record<"schemas" | "securitySchemes", Record<string, Record<string, unknown>>>;
}
export const documentOf = (graph: Graph): Document => JSON.parse(String(inputsOf(graph, "api-rest").body));
export const integration = "x-amazon-apigateway-integration";
export const triggers = (graph: Graph) => inputsOf(graph, "api-rest-deployment").triggers;
