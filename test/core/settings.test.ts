import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { layersOf, settingsOf } from "../../platform/core/settings.ts";
import { shapeProblems } from "../../platform/core/shape.ts";
import { homePartition } from "../../platform/core/stack/home.ts";
import { type Defaults, defaults, kinds, partitions, stages } from "../../platform/defaults.ts";
import { Cron, Function } from "../../platform/index.ts";
import { overlaidStage } from "../../platform/values/layers/layers.ts";
import { overlay } from "../../platform/values/layers/tree.ts";
import { because, errorOf, graphOfProgram, inputsOf } from "../support/index.ts";

type Tree = { readonly [key: string]: unknown };
const leaf = fc.oneof(
  fc.integer(),
  fc.string(),
  fc.boolean(),
  fc.array(fc.integer()),
  fc.constant(undefined),
);
const { tree } = fc.letrec<{ tree: Tree; value: unknown }>((tie) => ({
  tree: fc.dictionary(fc.constantFrom("a", "b", "c", "d"), tie("value"), {
    maxKeys: 4,
    noNullPrototype: true,
  }),
  value: fc.oneof({ depthSize: "small" }, leaf, tie("tree")),
}));
const isTree = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value);

describe("laying one layer of settings over another", () => {
  test("gives the upper one's value wherever it has one, else the lower one's", () => {
    const check = (result: Tree, base: Tree, over: Tree) => {
      expect(new Set(Object.keys(result))).toEqual(
        new Set([...Object.keys(base), ...Object.keys(over).filter((key) => over[key] !== undefined)]),
      );
      for (const key of Object.keys(result)) {
        const [below, above] = [base[key], over[key]];
        if (isTree(below) && isTree(above)) check(result[key] as Tree, below, above);
        else expect(result[key]).toEqual(above === undefined ? below : above);
      }
    };
    fc.assert(fc.property(tree, tree, (base, over) => check(overlay(base, over), base, over)));
  });

  test("is associative, so that it doesn't matter which layers are joined first", () => {
    // Only where the layers have one shape, as the layers of settings have: a value is never laid over a group.
    const shape = fc.record(
      { a: fc.integer(), b: fc.record({ c: fc.integer(), d: fc.array(fc.integer()) }, { requiredKeys: [] }) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(shape, shape, shape, (a, b, c) => {
        expect(overlay(overlay(a, b), c)).toEqual(overlay(a, overlay(b, c)));
      }),
    );
  });

  test("changes neither of them", () => {
    fc.assert(
      fc.property(tree, tree, (base, over) => {
        const before = JSON.stringify([base, over]);
        overlay(base, over);
        expect(JSON.stringify([base, over])).toBe(before);
      }),
    );
  });
});

describe("precedence", () => {
  test("is args, stack config, stage, kind, organisation, whatever subset of them says something", async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(["kind", "stage", "config", "args"]), async (saying) => {
        const stage = saying.includes("stage") ? "dev" : "prod";
        const config: Record<string, string> = saying.includes("config")
          ? { "shop:defaults": '{"function":{"logRetentionDays":3}}' }
          : {};
        const days = saying.includes("args") ? 1 : undefined;
        let found: Defaults | undefined;
        await graphOfProgram(
          () => {
            found = settingsOf(saying.includes("kind") ? "cron" : undefined, {
              args: { function: { logRetentionDays: days } },
            });
          },
          { stage, config },
        );
        const expected = days ?? (config["shop:defaults"] ? 3 : stage === "dev" ? 7 : 30);
        expect(found?.function.logRetentionDays).toBe(expected);
        expect(found?.function.timeout).toBe(saying.includes("kind") ? 300 : 10);
      }),
      { numRuns: 16 },
    );
  });

  test("of a cron's reservation: the stage is above the kind, the stack above both, args above all", async () => {
    const reserved = async (stage: string, config: object, args: object) =>
      inputsOf(
        await graphOfProgram(
          () => void new Cron("nightly", { schedule: "rate(1 day)", handler: "src/handler.ts", ...args }),
          { stage, config: { "shop:defaults": JSON.stringify(config) } },
        ),
        "nightly-handler-function",
      ).reservedConcurrentExecutions;
    expect(await reserved("prod", {}, {})).toBe(1);
    expect(await reserved("dev", {}, {})).toBe(-1);
    const config = { function: { reservedConcurrency: because(4) } };
    expect(await reserved("dev", config, {})).toBe(4);
    expect(await reserved("dev", config, { reservedConcurrency: because(6) })).toBe(6);
  });

  test("names where each layer comes from, lowest first", async () => {
    let sources: string[] = [];
    await graphOfProgram(() => {
      sources = layersOf("cron").map(({ source }) => source);
    });
    expect(sources).toEqual([
      "organisation default",
      "kind default (cron)",
      "stage default (prod)",
      "stack config",
      "args",
    ]);
  });

  test("of a partition is above the stage, and the stack above the partition", async () => {
    const found = async (region: string, config: object) => {
      let settings: Defaults | undefined;
      let sources: string[] = [];
      await graphOfProgram(
        () => {
          settings = settingsOf(undefined);
          sources = layersOf(undefined).map(({ source }) => source);
        },
        { region, config: { "shop:defaults": JSON.stringify(config) } },
      );
      return [settings?.function.tracing, sources.find((source) => source.startsWith("partition"))];
    };
    expect(await found("eu-west-1", {})).toEqual(["Active", undefined]);
    expect(await found("cn-north-1", {})).toEqual(["PassThrough", "partition default (aws-cn)"]);
    expect(await found("us-gov-west-1", {})).toEqual(["Active", "partition default (aws-us-gov)"]);
    await expect(found("cn-north-1", { function: { tracing: "Active" } })).resolves.toEqual([
      "Active",
      "partition default (aws-cn)",
    ]);
  });

  test("of a partition is that of the region in the environment where the stack has none, but not offline", () => {
    const regions = {
      AWS_REGION: process.env.AWS_REGION,
      AWS_DEFAULT_REGION: process.env.AWS_DEFAULT_REGION,
    };
    onTestFinished(() => {
      for (const [name, value] of Object.entries(regions))
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
    });
    process.env.AWS_REGION = "cn-north-1";
    expect(homePartition().id).toBe("aws-cn");
    delete process.env.AWS_REGION;
    process.env.AWS_DEFAULT_REGION = "us-gov-east-1";
    expect(homePartition().id).toBe("aws-us-gov");
  });

  test.each(["pr-123", "alice", "test", "constructor"])(
    "a stage called %s is treated as dev",
    async (stage) => {
      expect(overlaidStage(stages, stage)).toBe("dev");
      const inputs = async (of: string) =>
        JSON.stringify(
          inputsOf(
            await graphOfProgram(() => void new Function("worker", { handler: "src/handler.ts" }), {
              stage: of,
            }),
            "worker-function",
          ),
        );
      const here = new RegExp(`(?<=shop-|"STAGE":")${stage}`, "g");
      expect((await inputs(stage)).replaceAll(here, "dev")).toBe(await inputs("dev"));
    },
  );

  test("every overlay changes only settings that there are", () => {
    for (const values of [...Object.values(kinds), ...Object.values(partitions), ...Object.values(stages)])
      expect(shapeProblems(values, defaults as unknown as Tree, "defaults")).toEqual([]);
  });
});

describe("a stack's config that doesn't fit is refused", () => {
  const refused = (given: unknown) =>
    errorOf(() => void new Function("worker", { handler: "src/handler.ts" }), {
      config: { "shop:defaults": JSON.stringify(given) },
    });

  test("with all its problems at once", async () => {
    const message = await refused({
      functoin: {},
      function: { memroy: 1, timeout: "10", layers: "arn", runtime: 20, reservedConcurrency: "none" },
      alarms: true,
      tags: { team: 4 },
    });
    expect(message.split("\n")).toEqual([
      "The config of stack prod of shop has 8 problem(s):",
      "  - defaults.functoin: there is no such setting; did you mean function?",
      "  - defaults.function.memroy: there is no such setting; did you mean memory?",
      '  - defaults.function.timeout: "10" given; a number is expected, such as 10.',
      "  - defaults.function.layers: a list is expected.",
      '  - defaults.function.runtime: 20 given; a string is expected, such as "nodejs24.x".',
      '  - defaults.function.reservedConcurrency: "none" given; a number is expected, such as 10.',
      "  - defaults.alarms: true given; an object is expected.",
      "  - defaults.tags.team: tags are strings.",
    ]);
  });

  test.each(["[]", '"text"', "null", "7"])("when it is %s", async (text) => {
    expect(await refused(JSON.parse(text))).toContain("an object is expected");
  });

  test.each(["constructor", "toString", "__proto__"])(
    "when it sets %s, which every object has",
    async (key) => {
      const message = await errorOf(() => void new Function("worker", { handler: "src/handler.ts" }), {
        config: { "shop:defaults": `{"${key}":{"a":1}}` },
      });
      expect(message).toContain(`defaults.${key}: there is no such setting`);
    },
  );

  test("when its value is outside what AWS takes, naming the component", async () => {
    expect(await refused({ function: { timeout: 901 } })).toContain(
      'Function "worker" of service shop has 1 problem(s):\n  - timeout: 901 given',
    );
  });

  test("when it is no JSON", async () => {
    const message = await errorOf(() => void settingsOf(undefined), { config: { "shop:defaults": "{" } });
    expect(message).toContain("defaults");
    expect(new pulumi.RunError(message)).toBeInstanceOf(Error);
  });
});
