import type { ServiceRow } from "../aws-service.ts";
import { Apis } from "./apis.ts";

/** HTTP APIs of API Gateway, and function URLs of Lambda. */
export const http: ServiceRow = {
  serves: [
    "aws:apigatewayv2/api:Api",
    "aws:apigatewayv2/stage:Stage",
    "aws:apigatewayv2/route:Route",
    "aws:apigatewayv2/integration:Integration",
    "aws:lambda/functionUrl:FunctionUrl",
  ],
  // A domain's name is looked up by nothing on this machine.
  inert: [/^aws:apigatewayv2\/(authorizer|domainName|apiMapping):/],
  lacks: {
    "aws:apigatewayv2/route:Route": ({ fields }) => [
      !["NONE", undefined].includes(fields.text("authorizationType")) &&
        "has an authoriser: every caller is let in.",
    ],
    "aws:lambda/functionUrl:FunctionUrl": ({ fields }) => [
      fields.text("authorizationType") === "AWS_IAM" && "asks for IAM: every caller is let in.",
    ],
  },
  open: async (context) => {
    const apis = new Apis(context);
    await apis.grow();
    return apis;
  },
};
