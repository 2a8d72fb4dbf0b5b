import { describe, expect, test } from "vitest";
import { Function, Gateway } from "../../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, partsOf, statements } from "../../../support/index.ts";

const handler = "src/handler.ts";
const routes = { $default: handler } as const;
const functionArn = "arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-chat-handler";

describe("a function URL of which only the handler is said", async () => {
  const graph = await graphOfProgram(() => {
    const chat = new Gateway("chat", { type: "url", routes });
    return { url: chat.url };
  });

  test("consists of these parts and no others: whoever may call brings the permission along", () => {
    expect(partsOf(graph).filter((part) => !part.includes("chat-handler"))).toEqual([
      "cloudwatch.MetricAlarm chat-5xx",
      "lambda.FunctionUrl chat-url",
    ]);
  });

  test("asks for signed requests and answers them whole", () => {
    expect(inputsOf(graph, "chat-url")).toMatchObject({
      functionName: "shop-prod-chat-handler",
      authorizationType: "AWS_IAM",
      invokeMode: "BUFFERED",
    });
  });

  test("has an address without a slash at its end", () => {
    expect(graph.outputs.url).toMatch(/^https:\/\/[a-z0-9]+\.lambda-url\.eu-west-1\.on\.aws$/);
  });

  test("raises an alarm on server errors", () => {
    expect(inputsOf(graph, "chat-5xx")).toMatchObject({
      namespace: "AWS/Lambda",
      metricName: "Url5xxCount",
      dimensions: { FunctionName: "shop-prod-chat-handler" },
    });
  });
});

test("a public one lets everybody in, by the URL alone", async () => {
  const graph = await graphOfProgram(() => {
    new Gateway("chat", { type: "url", routes, auth: "public" });
  });
  expect(inputsOf(graph, "chat-url").authorizationType).toBe("NONE");
  expect(inputsOf(graph, "chat-url-permission")).toMatchObject({
    action: "lambda:InvokeFunctionUrl",
    function: "shop-prod-chat-handler",
    principal: "*",
    functionUrlAuthType: "NONE",
  });
  expect(inputsOf(graph, "chat-invoke-permission")).toMatchObject({
    action: "lambda:InvokeFunction",
    function: "shop-prod-chat-handler",
    principal: "*",
    invokedViaFunctionUrl: true,
  });
});

test("streaming, CORS and transforms reach the URL", async () => {
  const graph = await graphOfProgram(() => {
    new Gateway("chat", {
      type: "url",
      routes,
      streaming: true,
      cors: { origins: ["https://shop.example.com"], methods: ["POST"], credentials: true, maxAge: 60 },
      transform: { url: { region: "eu-central-1" } },
    });
  });
  expect(inputsOf(graph, "chat-url")).toMatchObject({
    invokeMode: "RESPONSE_STREAM",
    region: "eu-central-1",
    cors: {
      allowOrigins: ["https://shop.example.com"],
      allowMethods: ["POST"],
      allowCredentials: true,
      maxAge: 60,
    },
  });
});

test("a function that calls it gets its address and both permissions", async () => {
  const graph = await graphOfProgram(() => {
    const chat = new Gateway("chat", { type: "url", routes });
    new Function("web", { handler: "src/other.ts", link: [chat.parts.call] });
  });
  expect(inputsOf(graph, "web-function").environment).toMatchObject({
    variables: { CHAT_URL: expect.stringMatching(/^https:.*on\.aws$/) },
  });
  expect(statements(graph, "web-policy")).toContainEqual(
    expect.objectContaining({
      actions: ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"],
      resources: [expect.stringContaining(functionArn)],
    }),
  );
});

test.each<[string, object, RegExp]>([
  ["another route", { routes: { "GET /": handler } }, /routes: "GET \/": a function URL has no routing/],
  ["no route", { routes: {} }, /routes: there is none/],
  ["an unknown auth", { routes, auth: "none" }, /auth: "none" given; "iam" and "public" are allowed/],
  ["throttling", { routes, throttlingRate: 5 }, /throttlingRate: a function URL has none; leave it out/],
  [
    "a method that its CORS doesn't take",
    { routes, cors: { origins: ["*"], methods: ["OPTIONS"] } },
    /cors.methods: "OPTIONS" is longer than the 6 letters/,
  ],
  [
    "credentials for every origin",
    { routes, cors: { origins: ["*"], credentials: true } },
    /credentials and the origin "\*" exclude each other/,
  ],
])("%s is refused", async (_, args, message) => {
  const program = () => {
    new Gateway("chat", { type: "url", ...args } as never);
  };
  expect(await errorOf(program)).toMatch(message);
});

test("streaming is refused for a gateway that can't", async () => {
  const program = () => {
    new Gateway("api", { routes: { "GET /": handler }, streaming: true } as never);
  };
  expect(await errorOf(program)).toMatch(/streaming: an HTTP API has none; .*choose type: "url"/);
});
