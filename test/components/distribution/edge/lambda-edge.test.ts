import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Bucket, Distribution } from "../../../../platform/index.ts";
import { serviceFolder } from "../../../support/folder.ts";
import { errorOf, graphOfProgram, inputsOf, statements } from "../../../support/index.ts";

describe("a function of Lambda@Edge", async () => {
  const graph = await graphOfProgram(
    () =>
      void new Distribution("site", {
        origin: new Bucket("files"),
        lambdaEdge: {
          "viewer-request": "src/handler.ts",
          "origin-request": {
            code: { type: "python", dir: "python", handler: "app.handler" },
            memory: 256,
            timeout: 20,
            includeBody: true,
            skipDestroy: true,
            permissions: [
              {
                actions: ["dynamodb:GetItem"],
                resources: ["arn:aws:dynamodb:eu-west-1:123456789012:table/t"],
              },
            ],
          },
        },
      }),
  );

  test("is in us-east-1 on x86_64, published, without environment, layers, tracing or reservation", () => {
    const { code: _, sourceCodeHash, ...rest } = inputsOf(graph, "site-viewer-request-function");
    expect(sourceCodeHash).toBeTruthy();
    expect(rest).toEqual({
      region: "us-east-1",
      name: "shop-prod-site-viewer-request",
      role: "arn:aws:iam::123456789012:role/shop-prod-site-viewer-request-edge",
      runtime: "nodejs24.x",
      handler: "index.handler",
      architectures: ["x86_64"],
      memorySize: 128,
      timeout: 5,
      publish: true,
    });
  });

  test("is run by its numbered version, at its event", () => {
    expect(inputsOf(graph, "site-distribution").defaultCacheBehavior).toMatchObject({
      lambdaFunctionAssociations: [
        {
          eventType: "viewer-request",
          lambdaArn: "arn:aws:lambda:us-east-1:123456789012:function:shop-prod-site-viewer-request:1",
        },
        {
          eventType: "origin-request",
          includeBody: true,
          lambdaArn: "arn:aws:lambda:us-east-1:123456789012:function:shop-prod-site-origin-request:1",
        },
      ],
    });
  });

  test("may write its own logs wherever it runs, and what it was given", () => {
    const logs = (event: string) => ({
      actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`arn:aws:logs:*:123456789012:log-group:/aws/lambda/us-east-1.shop-prod-site-${event}:*`],
    });
    expect(statements(graph, "site-viewer-request-policy")).toMatchObject([logs("viewer-request")]);
    expect(statements(graph, "site-origin-request-policy")).toMatchObject([
      logs("origin-request"),
      { actions: ["dynamodb:GetItem"] },
    ]);
  });

  test("may be assumed by Lambda and by its replicator at the edge", () => {
    const policy = JSON.parse(String(inputsOf(graph, "site-viewer-request-role").assumeRolePolicy));
    expect(policy.Statement[0].Principal.Service).toEqual([
      "lambda.amazonaws.com",
      "edgelambda.amazonaws.com",
    ]);
  });

  test("may be Python, with more memory and time before the origin, and stay behind when it is deleted", () => {
    expect(inputsOf(graph, "site-origin-request-function")).toMatchObject({
      runtime: "python3.13",
      handler: "app.handler",
      memorySize: 256,
      timeout: 20,
      skipDestroy: true,
    });
  });

  test("past what viewer events allow is refused when it is built, and fine before the origin", async () => {
    const noise = createHash("shake256", { outputLength: 1_300_000 }).update("noise").digest("hex");
    using folder = serviceFolder({
      "src/large.ts": `export const handler = () => ${JSON.stringify(noise)};`,
    });
    const program = (event: string) => () =>
      void new Distribution("site", {
        origin: new Bucket("files"),
        lambdaEdge: { [event]: "src/large.ts" },
      });
    expect(await errorOf(program("viewer-request"), { dir: folder.dir })).toMatch(
      /lambdaEdge\["viewer-request"\]: 1\.\d MB zipped; Lambda@Edge takes 1 MB at viewer-request \("Quotas on Lambda@Edge"\)/,
    );
    await graphOfProgram(program("origin-request"), { dir: folder.dir });
  });
});
