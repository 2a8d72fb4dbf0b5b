import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { settingsOf } from "../../../platform/core/settings.ts";
import { defaults } from "../../../platform/defaults.ts";
import type { Resource } from "../../../platform/engine/index.ts";
import { graphOf } from "../../../platform/fleet/graph-of.ts";
import { findService } from "../../../platform/fleet/services.ts";
import { DefaultPlaces } from "../../../platform/fleet/why/default-places.ts";
import { questionOf } from "../../../platform/fleet/why/question.ts";
import { whyText } from "../../../platform/fleet/why/text.ts";
import { Reasons, settingPaths } from "../../../platform/fleet/why/why.ts";
import { merged } from "../../../platform/values/layers/layers.ts";
import { at } from "../../../platform/values/layers/tree.ts";
import { program, serviceFolder } from "../../support/folder.ts";
import { because, graphOfProgram } from "../../support/index.ts";
import { graphWith, resourceOf } from "../impact/support.ts";

const index = program(
  [
    'new Function("worker", {',
    '  handler: "src/handler.ts",',
    "  memory: 1024,",
    `  tracing: ${JSON.stringify(because("PassThrough"))},`,
    "  transform: { function: { timeout: 77 } },",
    "});",
    'new Event("jobs", { source: { type: "sqs", batchSize: 5 }, handler: "src/handler.ts" });',
    'new Queue("letters");',
  ].join("\n"),
);
const stackFile = [
  "config:",
  "  shop:defaults:",
  "    function:",
  "      ephemeralStorage: 1024",
  "  shop:functions:",
  "    worker:",
  "      retries: 0",
  "",
].join("\n");

describe("why a setting has its value", () => {
  test("is told by layer, with reason, file and line, and what would hold without it", async () => {
    using folder = serviceFolder({ "index.ts": index, "Pulumi.prod.yaml": stackFile });
    const service = findService(folder.dir);
    const reasons = new Reasons(await graphOf(service, { stage: "prod" }), service);
    const answer = (name: string, setting: string) => {
      const [found] = reasons.components
        .filter((one) => one.name === name)
        .flatMap((one) => reasons.of(one, setting));
      return found && { ...found, place: found.place?.replace(/^.*\//, "") };
    };
    expect(answer("worker", "function.memory")).toMatchObject({
      value: 1024,
      layer: "args",
      place: "index.ts:5",
      without: { value: 512, source: "organisation default" },
    });
    expect(answer("worker", "function.tracing")).toMatchObject({
      value: "PassThrough",
      layer: "args",
      place: "index.ts:6",
      reason: "A test is about it.",
      override: { owner: "crew", expires: "2099-12-31" },
      without: { value: "Active" },
    });
    expect(answer("worker", "function.retries")).toMatchObject({
      value: 0,
      layer: "function",
      place: "Pulumi.prod.yaml:7",
    });
    expect(answer("jobs-handler", "function.ephemeralStorage")).toMatchObject({
      value: 1024,
      layer: "stack",
      place: "Pulumi.prod.yaml:4",
      without: { value: 512 },
    });
    expect(answer("jobs-handler", "function.timeout")).toMatchObject({
      value: 30,
      layer: "kind",
      source: "kind default (event)",
      reason: "No caller waits for it, and a batch takes longer than a request.",
      without: { value: 10, source: "organisation default" },
    });
    expect(answer("jobs", "event.batchSize")).toMatchObject({
      value: 5,
      layer: "source",
      place: "index.ts:9",
    });
    expect(answer("letters", "queue.encrypted")).toMatchObject({
      value: true,
      layer: "organisation",
      reason: "With SQS's own key: no charge and no key policy to maintain.",
    });
    expect(answer("letters", "queue.encrypted")).not.toHaveProperty("without");
    expect(answer("worker", "function.timeout")).toMatchObject({
      value: 10,
      transform: { resource: "Function worker-function", input: "timeout", value: 77 },
    });
  });

  test("is the value that the program's components get, whatever the layers say", async () => {
    const stages = fc.constantFrom("dev", "staging", "prod", "pr-7");
    const some = fc.record(
      {
        memory: fc.integer({ min: 128, max: 4096 }),
        timeout: fc.integer({ min: 1, max: 99 }),
        retries: fc.nat(2),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(stages, some, some, some, async (stage, ofAll, ofOne, args) => {
        const config = {
          "shop:defaults": JSON.stringify({ function: ofAll }),
          "shop:functions": JSON.stringify({ worker: ofOne }),
        };
        using folder = serviceFolder();
        const service = { ...findService(folder.dir), config: { "shop:owner": "crew", ...config } };
        let held: unknown;
        const { Function } = await import("../../../platform/index.ts");
        const graph = await graphOfProgram(
          () => {
            held = settingsOf(undefined, { args: { function: args }, functionName: "worker" });
            new Function("worker", { handler: "src/handler.ts", ...args });
          },
          { stage, config, region: "eu-central-1" },
        );
        const reasons = new Reasons(graph, service);
        const component = graph.get("worker", "platform:index:Function");
        expect(merged(reasons.layersOf(component))).toEqual(held);
        for (const { setting, value } of reasons.of(component))
          expect(value, setting).toEqual(at(held, setting.split(".")));
      }),
      { numRuns: 12 },
    );
  });
});

describe("the reader of platform/defaults.ts", () => {
  test("finds every default, and a line for it", () => {
    const places = new DefaultPlaces();
    for (const setting of settingPaths)
      expect(places.of(["defaults"], setting.split("."))?.place, setting).toMatch(/defaults\.ts:\d+$/);
    expect(settingPaths.length).toBeGreaterThan(80);
    expect(Object.keys(defaults).length).toBeGreaterThan(10);
  });

  test("takes the comment beside a value, above it, or above its group, and no other", () => {
    const text = [
      "export const defaults: Defaults = {",
      "  a: {",
      "    beside: 1, // Beside.",
      "    /** Above,",
      "     * on two lines. */",
      "    above: 2,",
      "    none: 3,",
      "  },",
      "  /** Of the group. */",
      "  b: { one: 1, two: 2 },",
      "};",
      "export const stages = { dev: { a: { none: 4 /* Inside. */ } } } as const satisfies object;",
    ].join("\n");
    const places = new DefaultPlaces("d.ts", text);
    const of = (table: string[], path: string) => places.of(table, path.split("."), { dev: {} });
    expect(of(["defaults"], "a.beside")).toEqual({ place: "d.ts:3", reason: "Beside." });
    expect(of(["defaults"], "a.above")).toEqual({ place: "d.ts:6", reason: "Above, on two lines." });
    expect(of(["defaults"], "a.none")).toEqual({ place: "d.ts:7", reason: undefined });
    expect(of(["defaults"], "b.two")).toEqual({ place: "d.ts:10", reason: "Of the group." });
    expect(of(["stages", "pr-7"], "a.none")?.place).toBe("d.ts:12");
    expect(of(["defaults"], "a.missing")).toBeUndefined();
  });
});

test("an override whose last day is over is told as expired", () => {
  const why = {
    for: "Function worker",
    setting: "function.tracing",
    value: "PassThrough",
    layer: "args",
    source: "args",
    reason: "A test is about it.",
    place: undefined,
  } as const;
  const told = (expires: string) =>
    whyText([{ ...why, override: { owner: "crew", expires } }], { full: true });
  expect(told("2020-12-31")).toContain("\n    expired on  2020-12-31, crew answers for it\n");
  expect(told("2099-12-31")).toContain("\n    until       2099-12-31, crew answers for it\n");
});

describe("a question", () => {
  const of = (type: string, name: string): Resource => resourceOf(`platform:index:${type}`, name);
  const worker = of("Function", "worker");
  const letters = of("Queue", "letters");
  const positions = of("Stream", "positions");
  const components = [letters, positions, worker];
  const ask = (...words: string[]) => questionOf(words, components, graphWith(components));

  test("names a component, a setting, both or neither", () => {
    expect(ask()).toEqual({ components: [undefined, ...components], setting: undefined });
    expect(ask("worker")).toEqual({ components: [worker], setting: undefined });
    expect(ask("memory")).toEqual({ components: [undefined, ...components], setting: "function.memory" });
    expect(ask("letters", "queue.retention")).toEqual({
      components: [letters],
      setting: "queue.retention",
    });
  });

  test("means the setting that the component has, where others have one of the same name", () => {
    expect(ask("worker", "timeout").setting).toBe("function.timeout");
    expect(ask("positions", "encrypted").setting).toBe("stream.encrypted");
    // No component of the service is a pipeline.
    expect(ask("timeout").setting).toBe("function.timeout");
  });

  test.each([
    [["wroker"], '"wroker" is neither a component of shop nor a setting. Did you mean worker?'],
    [
      ["wroker", "memory"],
      'shop has no component called "wroker". Did you mean worker? There are: letters, positions, worker.',
    ],
    [["worker", "memroy"], 'There is no setting called "memroy". Did you mean memory?'],
    [
      ["positions", "memory"],
      "positions has no setting memory. Its settings: alarms.enabled, alarms.evaluationPeriods, alarms.period, alarms.throttledWrites, stream.encrypted, stream.retentionHours.",
    ],
    [["timezone"], "No component of shop has the setting timezone."],
    [["encrypted"], "2 settings are called encrypted: name one of queue.encrypted, stream.encrypted."],
  ])("%j is refused with what may be meant", (words, message) => {
    expect(() => ask(...words)).toThrow(message);
  });
});
