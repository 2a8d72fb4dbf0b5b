import { expect, test } from "vitest";
import { graphOf, statements } from "#test";

const dir = `${import.meta.dirname}/..`;
const graph = await graphOf(dir);

/** What the function may do with Bedrock. */
const bedrock = (of: typeof graph) =>
  statements(of, "chat-answer-policy").filter(({ actions }) =>
    actions.some((one) => one.startsWith("bedrock:")),
  );

test("the function URL streams and asks for signed requests", () => {
  const [url] = graph.of("aws:lambda/functionUrl:FunctionUrl");

  expect(url?.inputs).toMatchObject({ authorizationType: "AWS_IAM", invokeMode: "RESPONSE_STREAM" });
});

test("the function may stream answers of the configured profile and of no other model", () => {
  expect(bedrock(graph)).toEqual([
    {
      effect: "Allow",
      actions: ["bedrock:InvokeModelWithResponseStream"],
      resources: [
        "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.amazon.nova-lite-v1:0",
        "arn:aws:bedrock:*::foundation-model/amazon.nova-lite-v1:0",
      ],
    },
  ]);
});

test("with a model of its own region it may call that one there only", async () => {
  const own = await graphOf(dir, { config: { modelId: "amazon.nova-lite-v1:0" } });

  expect(bedrock(own).map(({ resources }) => resources)).toEqual([
    ["arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0"],
  ]);
});

test("the function has time for a long answer", () => {
  expect(graph.get("chat-answer-function").inputs.timeout).toBe(60);
});
