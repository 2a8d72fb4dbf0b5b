import { describe, expect, test } from "vitest";
import { jsonata, pass, sequence } from "../../../platform/components/pipeline/states/index.ts";
import { Pipeline, Queue } from "../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf } from "../../support/index.ts";

describe("a pipeline", () => {
  const handler = "src/handler.ts";
  test("is written in JSONPath unless it says otherwise", async () => {
    const graph = await graphOfProgram(() => {
      new Pipeline("paths", { steps: { one: handler } });
      new Pipeline("expressions", {
        query: "jsonata",
        steps: { one: handler, two: handler },
        definition: (s) => sequence(s.one.output(jsonata`$states.input`), s.two),
      });
    });
    const definition = (name: string) =>
      JSON.parse(String(inputsOf(graph, `${name}-state-machine`).definition));
    expect(definition("paths")).not.toHaveProperty("QueryLanguage");
    expect(definition("expressions")).toMatchObject({
      QueryLanguage: "JSONata",
      States: { one: { Output: "{% $states.input %}" } },
    });
  });

  test("takes outputs among the data of its states, in both languages", async () => {
    const graph = await graphOfProgram(() => {
      const queue = new Queue("jobs");
      new Pipeline("paths", {
        steps: { one: handler },
        definition: (s) => sequence(s.one, pass("note", { result: { to: [queue.url] } })),
      });
      new Pipeline("expressions", {
        query: "jsonata",
        steps: { one: handler },
        definition: (s) =>
          sequence(s.one.output({ to: [queue.url], was: jsonata`$states.input` }).assign({ arn: queue.arn })),
      });
    });
    const { url, arn } = graph.get("jobs-queue").outputs;
    const states = (name: string) =>
      JSON.parse(String(inputsOf(graph, `${name}-state-machine`).definition)).States;
    expect(states("paths").note.Result).toEqual({ to: [url] });
    expect(states("expressions").one).toMatchObject({
      Output: { to: [url], was: "{% $states.input %}" },
      Assign: { arn },
    });
  });

  test("refuses an output inside an expression, which is written before it is known", async () => {
    const message = await errorOf(() => {
      const queue = new Queue("jobs");
      new Pipeline("flow", {
        query: "jsonata",
        steps: { one: handler },
        definition: (s) => s.one.output(jsonata`{"to": ${queue.url}}`),
      });
    });
    expect(message).toContain("jsonata: an output stands in an expression");
  });

  test("refuses a language that there isn't", async () => {
    const args = { steps: { one: handler }, query: "xpath" };
    expect(await errorOf(() => void new Pipeline("flow", args as never))).toContain(
      'query: "xpath" given; "jsonpath" and "jsonata" are allowed.',
    );
  });
});
