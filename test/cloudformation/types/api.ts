import { tagMap } from "../properties.ts";
import type { Mapping } from "./mapping.ts";

export const api: Readonly<Record<string, Mapping>> = {
  "aws:apigatewayv2/api:Api": { type: "AWS::ApiGatewayV2::Api", tags: tagMap },
  "aws:apigatewayv2/stage:Stage": {
    type: "AWS::ApiGatewayV2::Stage",
    names: { name: "StageName" },
    tags: tagMap,
  },
  "aws:apigatewayv2/route:Route": { type: "AWS::ApiGatewayV2::Route" },
  "aws:apigatewayv2/integration:Integration": { type: "AWS::ApiGatewayV2::Integration" },
};
