import { describe, expect, test } from "vitest";
import { Event, type EventArgs, Table } from "../../../../../platform/index.ts";
import { graphOfProgram, managed } from "../../../../support/index.ts";

const handler = "src/handler.ts";

/** An event of each source that Lambda polls, each with a source of its own. */
const programs: Readonly<Record<string, () => void>> = {
  sqs: () => made({ type: "sqs", pollers: { minimum: 2, maximum: 4 } }),
  "sqs-fifo": () => made({ type: "sqs-fifo" }),
  kinesis: () => made({ type: "kinesis", consumer: true }),
  dynamodb: () =>
    made({ type: "dynamodb", table: new Table("part-items", { partitionKey: "id", stream: "new" }) }),
};
const made = (source: EventArgs["source"]) => void new Event("part", { source, handler });

describe.each(Object.keys(programs))("an event of type %s", (type) => {
  const program = programs[type]!;

  test("can be previewed before anything exists, when nothing that AWS gives is known", async () => {
    const [preview, deployed] = await Promise.all([
      graphOfProgram(program, { preview: true }),
      graphOfProgram(program),
    ]);
    expect(preview.resources.map(({ urn }) => urn)).toEqual(deployed.resources.map(({ urn }) => urn));
  });

  test("has the same parts in every stage but for its alarms", async () => {
    const parts = async (stage: string) =>
      managed(await graphOfProgram(program, { stage }))
        .map(({ type: of, name }) => `${of} ${name}`)
        .filter((part) => !/MetricAlarm|Dashboard/.test(part))
        .sort();
    expect(await parts("dev")).toEqual(await parts("prod"));
  });

  test("is polled only when its function may read it", async () => {
    const graph = await graphOfProgram(program);
    const mapping = graph.get("part-mapping");
    const fn = graph.get("part-handler-function");
    expect(mapping.inputs.functionName).toBe(fn.outputs.arn);
    expect(fn.dependencies).toContain(graph.get("part-handler-policy").urn);
  });

  test("is polled for the version that is live, where traffic is shifted", async () => {
    const deployment = { strategy: "canary", percentage: 10, minutes: 5 } as const;
    const graph = await graphOfProgram(() => {
      const table = new Table("part-items", { partitionKey: "id", stream: "new" });
      const source = type === "dynamodb" ? { type, table } : { type };
      new Event("part", { source, handler, deployment } as EventArgs);
    });
    expect(graph.get("part-mapping").inputs.functionName).toMatch(/:shop-prod-part-handler:live$/);
  });

  test("makes one role only, that of its function", async () => {
    const graph = await graphOfProgram(program);
    expect(graph.of("aws:iam/role:Role").map(({ name }) => name)).toEqual(["part-handler-role"]);
  });
});
