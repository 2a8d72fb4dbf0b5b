import { partition } from "../place.ts";
import { letters, uuid } from "../stable-ids.ts";
import { arn, type Compute, type Context, created } from "./context.ts";

const invokeArn = (c: Context, of: string) =>
  `arn:${partition(c)}:apigateway:${c.region}:lambda:path/2015-03-31/functions/${of}/invocations`;

/** The name of a function that is given by its name or by its ARN. */
const functionName = (c: Context, input: string): string =>
  c.text(input).split(":function:").at(-1)?.split(":")[0] ?? "";

export const lambda: Readonly<Record<string, Compute>> = {
  "aws:lambda/function:Function": (c) => {
    const own = arn("lambda", c, `function:${c.name}`);
    const version = c.inputs.publish === true ? "1" : "$LATEST";
    return {
      arn: own,
      invokeArn: invokeArn(c, own),
      qualifiedArn: `${own}:${version}`,
      qualifiedInvokeArn: invokeArn(c, `${own}:${version}`),
      responseStreamingInvokeArn: invokeArn(c, own).replace(
        "/invocations",
        "/response-streaming-invocations",
      ),
      version,
      lastModified: created,
      memorySize: 128,
      timeout: 3,
      packageType: "Zip",
      architectures: ["x86_64"],
      reservedConcurrentExecutions: -1,
    };
  },
  "aws:lambda/alias:Alias": (c) => {
    const own = arn("lambda", c, `function:${functionName(c, "functionName")}:${c.name}`);
    return { id: own, arn: own, invokeArn: invokeArn(c, own) };
  },
  "aws:lambda/layerVersion:LayerVersion": (c) => {
    const layerArn = arn("lambda", c, `layer:${c.name}`);
    return { id: `${layerArn}:1`, arn: `${layerArn}:1`, layerArn, version: "1", createdDate: created };
  },
  "aws:lambda/functionUrl:FunctionUrl": (c) => {
    const urlId = letters(c.seed, 32);
    const name = functionName(c, "functionName");
    const host = c.apiUrl(urlId, `${name}-url`) ?? `https://${urlId}.lambda-url.${c.region}.on.aws`;
    const functionUrl = `${host}/`;
    return { id: name, urlId, functionUrl, functionArn: arn("lambda", c, `function:${name}`) };
  },
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": (c) => {
    const qualifier = c.text("qualifier");
    return { id: qualifier ? `${c.text("functionName")}:${qualifier}` : c.text("functionName") };
  },
  "aws:lambda/permission:Permission": (c) => {
    const statementId = c.text("statementId") || c.name;
    return { id: statementId, statementId };
  },
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": (c) => ({
    id: `${functionName(c, "functionName")},${c.text("qualifier")}`,
  }),
  "aws:lambda/eventSourceMapping:EventSourceMapping": (c) => {
    const id = uuid(c.seed);
    return {
      id,
      uuid: id,
      arn: arn("lambda", c, `event-source-mapping:${id}`),
      functionArn: arn("lambda", c, `function:${functionName(c, "functionName")}`),
      state: "Enabled",
      stateTransitionReason: "USER_INITIATED",
      lastModified: created,
      lastProcessingResult: "",
    };
  },
};
