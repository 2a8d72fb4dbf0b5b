import fc from "fast-check";
import { expect, test } from "vitest";
import { type Graph, ProgramError } from "../../platform/engine/index.ts";
import {
  Bus,
  Cron,
  Event,
  Function,
  Gateway,
  Pipeline,
  Queue,
  Stream,
  Table,
  Topic,
} from "../../platform/index.ts";
import { graphOfProgram, managed } from "../support/index.ts";
import { graphOfShowcase } from "../support/showcase.ts";

const handler = "src/handler.ts";

const makers = {
  Topic: (name: string) => new Topic(name),
  Queue: (name: string) => new Queue(name),
  Stream: (name: string) => new Stream(name),
  Bus: (name: string) => new Bus(name),
  Table: (name: string) => new Table(name, { partitionKey: "id" }),
  Function: (name: string) => new Function(name, { handler }),
  Cron: (name: string) => new Cron(name, { schedule: "rate(1 day)", handler }),
  Sns: (name: string) => new Event(name, { source: { type: "sns" }, handler }),
  Sqs: (name: string) => new Event(name, { source: { type: "sqs" }, handler }),
  Gateway: (name: string) => new Gateway(name, { routes: { "GET /": "src/server.ts" } }),
  Pipeline: (name: string) => new Pipeline(name, { steps: { one: handler } }),
};
type Maker = keyof typeof makers;
/** Names that parts of others end with, so that names can meet: `jobs` and `dlq` make `jobs-dlq`. */
const name = fc
  .array(
    fc.constantFrom(
      "jobs",
      "server",
      "handler",
      "dlq",
      "errors",
      "failed",
      "one",
      "schedule",
      "function",
      "states",
    ),
    { minLength: 1, maxLength: 2 },
  )
  .map((words) => words.join("-"));
const made = fc.record({ maker: fc.constantFrom(...(Object.keys(makers) as Maker[])), name });

/** Types and names as AWS would get them, whatever the platform thinks of them. */
const namesIn = (graph: Graph) =>
  managed(graph).flatMap(({ type, inputs }) => {
    const given = inputs.name ?? inputs.bucket;
    // What is named beside its own kind, or has an id beside its name.
    const beside = /rolePolicy|apigateway|lambda\/(alias|permission)|codedeploy|dashboard/.test(type);
    return typeof given === "string" && !beside ? [`${type} ${given}`] : [];
  });

test("names that components make never meet, or the program is refused for it", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(made, {
        selector: ({ maker, name: own }) => `${maker} ${own}`,
        minLength: 2,
        maxLength: 3,
      }),
      async (components) => {
        const run = graphOfProgram(() => components.map((one) => makers[one.maker](one.name)));
        const result = await run.catch((error: unknown) => error);
        if (result instanceof ProgramError) {
          expect(result.message).toMatch(
            /is the name of two resources|has a dead-letter queue too|^Duplicate resource URN/,
          );
          if (/is the name of two/.test(result.message)) {
            const names = namesIn(result.graph);
            expect(names.length, result.message).toBeGreaterThan(new Set(names).size);
          }
        } else {
          const names = namesIn(result as Graph);
          expect(names.filter((one, i) => names.indexOf(one) !== i)).toEqual([]);
        }
      },
    ),
    { numRuns: 12 },
  );
});

test.each(["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:iam/role:Role"])(
  "the ends of names of %s are no ends of each other, so that components of two names never share one",
  async (type) => {
    const graph = await graphOfShowcase();
    const components = graph.resources.filter(({ custom }) => !custom).map(({ name }) => name);
    const ends = managed(graph, type).map(({ name, inputs }) => {
      const own = String(inputs.name).replace("shop-prod-", "");
      const [longest = ""] = components
        .filter((component) => own.startsWith(`${component}-`))
        .sort((a, b) => b.length - a.length);
      expect(longest, name).not.toBe("");
      return own.slice(longest.length);
    });
    const distinct = [...new Set(ends)];
    expect(distinct.length).toBeGreaterThan(4);
    for (const end of distinct)
      expect(
        distinct.filter((other) => other !== end && other.endsWith(end)),
        end,
      ).toEqual([]);
  },
);
