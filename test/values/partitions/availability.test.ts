import { describe, expect, test } from "vitest";
import { absenceProblems, lacks } from "../../../platform/values/partitions/availability.ts";

const lambdaCn = "Getting Started with Amazon Web Services in China: Amazon Lambda";
const gatewayCn = "Getting Started with Amazon Web Services in China: Amazon API Gateway";
const lambdaGov = "AWS Lambda in AWS GovCloud (US)";
const bucket = "arn:aws-cn:s3:::failed";

/** Each with the page that says that the partition doesn't have it. */
const samples = [
  { partition: "aws-cn", type: "lambda/functionUrl:FunctionUrl", page: lambdaCn },
  { partition: "aws-us-gov", type: "lambda/functionUrl:FunctionUrl", page: lambdaGov },
  {
    partition: "aws-cn",
    type: "lambda/function:Function",
    inputs: { tracingConfig: { mode: "Active" } },
    at: "tracingConfig.mode",
    page: lambdaCn,
  },
  {
    partition: "aws-us-gov",
    type: "lambda/function:Function",
    inputs: { loggingConfig: { logFormat: "JSON" } },
    at: "loggingConfig.logFormat",
    page: lambdaGov,
  },
  {
    partition: "aws-us-gov",
    type: "lambda/function:Function",
    inputs: { runtime: "dotnet10", snapStart: { applyOn: "PublishedVersions" } },
    at: "snapStart",
    page: lambdaGov,
  },
  {
    partition: "aws-cn",
    type: "lambda/eventSourceMapping:EventSourceMapping",
    inputs: { tags: { a: "b" } },
    at: "tags",
    page: lambdaCn,
  },
  {
    partition: "aws-cn",
    type: "lambda/eventSourceMapping:EventSourceMapping",
    inputs: { provisionedPollerConfig: { minimumPollers: 2 } },
    at: "provisionedPollerConfig",
    page: lambdaCn,
  },
  {
    partition: "aws-cn",
    type: "lambda/eventSourceMapping:EventSourceMapping",
    inputs: { destinationConfig: { onFailure: { destinationArn: bucket } } },
    at: "destinationConfig.onFailure.destinationArn",
    page: lambdaCn,
  },
  {
    partition: "aws-cn",
    type: "lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
    inputs: { destinationConfig: { onFailure: { destination: bucket } } },
    at: "destinationConfig.onFailure.destination",
    page: lambdaCn,
  },
  { partition: "aws-cn", type: "lambda/functionRecursionConfig:FunctionRecursionConfig", page: lambdaCn },
  {
    partition: "aws-cn",
    type: "cognito/userPool:UserPool",
    page: "Getting Started with Amazon Web Services in China: Amazon Cognito",
  },
  {
    partition: "aws-cn",
    type: "apigateway/restApi:RestApi",
    inputs: { endpointConfiguration: { types: "EDGE" } },
    at: "endpointConfiguration.types",
    page: gatewayCn,
  },
  {
    partition: "aws-cn",
    type: "apigateway/restApi:RestApi",
    inputs: { body: '{"x-amazon-apigateway-authtype":"cognito_user_pools"}' },
    at: "body",
    page: gatewayCn,
  },
  {
    partition: "aws-us-gov",
    type: "apigateway/restApi:RestApi",
    inputs: { securityPolicy: "SecurityPolicy_TLS13_1_2_2021_06" },
    at: "securityPolicy",
    page: "Amazon API Gateway in AWS GovCloud (US)",
  },
  {
    partition: "aws-us-gov",
    type: "cloudfront/function:Function",
    page: "Deploy in AWS GovCloud (US) Regions (Distributed Load Testing on AWS)",
  },
  {
    partition: "aws-us-gov",
    type: "sfn/stateMachine:StateMachine",
    inputs: { definition: '{"Resource":"arn:aws-us-gov:states:::http:invoke"}' },
    at: "definition",
    page: "AWS Step Functions in AWS GovCloud (US)",
  },
];

describe("what a partition lacks", () => {
  test.each(samples)("$partition: $type $at", ({ partition, type, inputs = {}, at = "type", page }) => {
    expect(absenceProblems(partition, `aws:${type}`, inputs)).toEqual([
      {
        property: at,
        reason: expect.stringMatching(new RegExp(`^${partition} has no .+ \\(source: ".+"\\); .+`)),
      },
    ]);
    expect(absenceProblems(partition, `aws:${type}`, inputs)[0]?.reason).toContain(`(source: "${page}")`);
    expect(absenceProblems("aws", `aws:${type}`, inputs)).toEqual([]);
  });

  test("what isn't asked for isn't refused", () => {
    const inputs = {
      tracingConfig: { mode: "PassThrough" },
      loggingConfig: { logFormat: "Text" },
      runtime: "java21",
      snapStart: { applyOn: "PublishedVersions" },
    };
    for (const partition of ["aws-cn", "aws-us-gov"])
      expect(absenceProblems(partition, "aws:lambda/function:Function", inputs)).toEqual([]);
  });

  test("an input that a partition never takes is known without its value", () => {
    const mapping = "aws:lambda/eventSourceMapping:EventSourceMapping";
    expect(["aws", "aws-cn", "aws-us-gov"].map((partition) => lacks(partition, mapping, "tags"))).toEqual([
      false,
      true,
      true,
    ]);
    expect(lacks("aws-cn", "aws:lambda/function:Function", "tracingConfig.mode")).toBe(false);
  });
});
