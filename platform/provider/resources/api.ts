import { dnsSuffix, partition } from "../place.ts";
import { letters } from "../stable-ids.ts";
import { type Compute, type Context, created } from "./context.ts";

const apiId = (c: Context) => letters(c.seed, 10);
const path = (c: Context) => `arn:${partition(c)}:apigateway:${c.region}::/apis`;

export const api: Readonly<Record<string, Compute>> = {
  "aws:apigatewayv2/api:Api": (c) => {
    const id = apiId(c);
    const scheme = c.text("protocolType") === "WEBSOCKET" ? "wss" : "https";
    return {
      id,
      arn: `${path(c)}/${id}`,
      apiEndpoint: c.apiUrl(id, c.name) ?? `${scheme}://${id}.execute-api.${c.region}.${dnsSuffix(c)}`,
      executionArn: `arn:${partition(c)}:execute-api:${c.region}:${c.account}:${id}`,
    };
  },
  "aws:apigatewayv2/stage:Stage": (c) => {
    const id = c.text("apiId");
    const local = c.apiUrl(id);
    const host = local ?? `https://${id}.execute-api.${c.region}.${dnsSuffix(c)}`;
    return {
      arn: `${path(c)}/${id}/stages/${c.name}`,
      executionArn: `arn:${partition(c)}:execute-api:${c.region}:${c.account}:${id}/${c.name}`,
      // The default stage is served at the root.
      invokeUrl: c.name === "$default" ? `${host}/` : `${host}/${c.name}`,
    };
  },
  "aws:apigatewayv2/route:Route": (c) => ({ id: letters(c.seed, 7) }),
  "aws:apigatewayv2/integration:Integration": (c) => ({
    id: letters(c.seed, 7),
    integrationResponseSelectionExpression: "",
  }),
  "aws:apigatewayv2/authorizer:Authorizer": (c) => ({ id: letters(c.seed, 6) }),
  "aws:apigatewayv2/deployment:Deployment": (c) => ({ id: letters(c.seed, 6), autoDeployed: false }),
  "aws:apigateway/restApi:RestApi": (c) => {
    const id = apiId(c);
    return {
      id,
      arn: `arn:${partition(c)}:apigateway:${c.region}::/restapis/${id}`,
      executionArn: `arn:${partition(c)}:execute-api:${c.region}:${c.account}:${id}`,
      rootResourceId: letters(`${c.seed} root`, 10),
      createdDate: created,
    };
  },
  "aws:apigateway/deployment:Deployment": (c) => ({ id: letters(c.seed, 6), createdDate: created }),
  "aws:apigateway/methodSettings:MethodSettings": (c) => ({
    id: `${c.text("restApi")}-${c.text("stageName")}-${c.text("methodPath")}`,
  }),
  "aws:apigateway/usagePlan:UsagePlan": (c) => {
    const id = letters(c.seed, 6);
    return { id, arn: `arn:${partition(c)}:apigateway:${c.region}::/usageplans/${id}` };
  },
  "aws:apigateway/apiKey:ApiKey": (c) => {
    const id = letters(c.seed, 10);
    return {
      id,
      arn: `arn:${partition(c)}:apigateway:${c.region}::/apikeys/${id}`,
      value: letters(`${c.seed} value`, 40),
    };
  },
  "aws:apigateway/usagePlanKey:UsagePlanKey": (c) => ({ id: c.text("keyId") }),
  "aws:apigateway/stage:Stage": (c) => {
    const [id, stage] = [c.text("restApi"), c.text("stageName")];
    return {
      id: `ags-${id}-${stage}`,
      arn: `arn:${partition(c)}:apigateway:${c.region}::/restapis/${id}/stages/${stage}`,
      executionArn: `arn:${partition(c)}:execute-api:${c.region}:${c.account}:${id}/${stage}`,
      invokeUrl: `https://${id}.execute-api.${c.region}.${dnsSuffix(c)}/${stage}`,
    };
  },
};
