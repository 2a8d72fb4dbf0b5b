import { describe, expect, test } from "vitest";
import { jsonata, sequence } from "../../../platform/components/pipeline/states/index.ts";
import { Pipeline } from "../../../platform/index.ts";
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

  test("refuses a language that there isn't", async () => {
    const args = { steps: { one: handler }, query: "xpath" };
    expect(await errorOf(() => void new Pipeline("flow", args as never))).toContain(
      'query: "xpath" given; "jsonpath" and "jsonata" are allowed.',
    );
  });
});
