import { describe, expect, test } from "vitest";
import { approval, type Function, Pipeline, type PipelineArgs, sequence } from "../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, statements } from "../../support/index.ts";

const [handler, other] = ["src/handler.ts", "src/other.ts"] as const;
const day = 86_400;
const definitionOf = (inputs: Record<string, unknown>) => JSON.parse(String(inputs.definition));

describe("a pipeline with a step that waits for a person", async () => {
  const graph = await graphOfProgram(() => {
    const flow = new Pipeline("flow", { steps: { check: handler, manager: approval(other) } });
    return { arn: flow.arn, url: flow.pages?.url };
  });
  const { States, TimeoutSeconds } = definitionOf(inputsOf(graph, "flow-state-machine"));
  const own = (name: string) =>
    statements(graph, name).filter(({ actions }) => !/^(logs|xray):/.test(actions[0]!));

  test("hands the task's token and the address of the page to the function that asks", () => {
    expect(States.manager).toMatchObject({
      Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
      Parameters: {
        FunctionName: "arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-flow-other",
        Payload: {
          "executionId.$": "$$.Execution.Id",
          "input.$": "$",
          approval: { "token.$": "$$.Task.Token", page: `${graph.outputs.url}/other`, timeout: 4 * day },
        },
      },
      End: true,
    });
  });

  test("keeps the input, with the decision as its approval", () => {
    expect(States.manager).toMatchObject({ ResultPath: "$.approval" });
    expect(States.manager).not.toHaveProperty("OutputPath");
  });

  test("waits for as long as people may take, and a run may take as much longer", () => {
    expect(States.manager.TimeoutSeconds).toBe(4 * day);
    expect(TimeoutSeconds).toBe(3600 + 4 * day);
  });

  test("keeps questions in a table that forgets them", () => {
    expect(inputsOf(graph, "flow-approvals-table")).toMatchObject({
      hashKey: "id",
      ttl: { enabled: true, attributeName: "expires" },
    });
    expect(inputsOf(graph, "flow-other-function").environment).toMatchObject({
      variables: { APPROVALS_TABLE_NAME: "shop-prod-flow-approvals" },
    });
  });

  test("shows the page by GET and takes the decision by POST, through the function that asks", () => {
    const routes = graph.of("aws:apigatewayv2/route:Route").map(({ inputs }) => inputs.routeKey);
    expect(routes).toEqual(["GET /other", "POST /other"]);
  });

  test("lets the function that asks use that table and answer for steps that wait, and nothing else", () => {
    expect(own("flow-other-policy")).toEqual([
      {
        effect: "Allow",
        actions: ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:UpdateItem"],
        resources: ["arn:aws:dynamodb:eu-west-1:123456789012:table/shop-prod-flow-approvals"],
      },
    ]);
    // AWS: "Actions, resources, and condition keys for AWS Step Functions": these two have no resource type.
    expect(statements(graph, "flow-other-answer-policy")).toEqual([
      { effect: "Allow", actions: ["states:SendTaskSuccess", "states:SendTaskFailure"], resources: ["*"] },
    ]);
  });

  test("lets no other step do so", () => {
    expect(own("flow-handler-policy")).toEqual([]);
    expect(inputsOf(graph, "flow-handler-function").environment).not.toMatchObject({
      variables: { APPROVALS_TABLE_NAME: expect.anything() },
    });
  });
});

test("a pipeline without approvals has none of it", async () => {
  const graph = await graphOfProgram(() => void new Pipeline("flow", { steps: { check: handler } }));
  for (const type of ["aws:dynamodb/table:Table", "aws:apigatewayv2/api:Api"])
    expect(graph.of(type)).toEqual([]);
});

test("an approval may say how long it waits, and a rejection leads where the definition says", async () => {
  const graph = await graphOfProgram(() => {
    new Pipeline("flow", {
      steps: { ask: approval({ handler: other, memory: 256 }, { timeout: day }), undo: handler },
      definition: (s) => sequence(s.ask.catch(["Rejected", "States.Timeout"], s.undo)),
    });
  });
  const { States } = definitionOf(inputsOf(graph, "flow-state-machine"));
  expect(States.ask).toMatchObject({
    TimeoutSeconds: day,
    Catch: [{ ErrorEquals: ["Rejected", "States.Timeout"], Next: "undo" }],
  });
  expect(inputsOf(graph, "flow-other-function").memorySize).toBe(256);
});

test("in JSONata it hands over and keeps the same", async () => {
  const graph = await graphOfProgram(
    () => void new Pipeline("flow", { query: "jsonata", steps: { ask: approval(other) } }),
  );
  expect(definitionOf(inputsOf(graph, "flow-state-machine")).States.ask).toMatchObject({
    Arguments: { Payload: { approval: { token: "{% $states.context.Task.Token %}" } } },
    Output: '{% $merge([$states.input, { "approval": $states.result }]) %}',
  });
});

describe("it is refused", () => {
  test.each([
    [
      "in an Express pipeline",
      { type: "EXPRESS", steps: { ask: approval(other) } },
      "steps.ask: an Express pipeline can't wait for a person",
    ],
    [
      "with a run that ends sooner",
      { timeout: 3600, steps: { ask: approval(other, { timeout: day }) } },
      "steps.ask: it waits for 86400 seconds, but the timeout of a run is 3600",
    ],
    [
      "for a moment",
      { steps: { ask: approval(other, { timeout: 5 }) } },
      "steps.ask.timeout: 5 given; whole numbers from 60",
    ],
  ])("%s", async (_, args, problem) => {
    expect(await errorOf(() => void new Pipeline("flow", args as PipelineArgs))).toContain(problem);
  });

  test("by the types, for a function made elsewhere", () => {
    // @ts-expect-error: its permissions belong to whoever made it
    expect(() => approval({} as Function)).not.toThrow();
  });
});
