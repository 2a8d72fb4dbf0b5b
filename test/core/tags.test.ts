import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { applyTags, isTaggable } from "../../platform/core/tags.ts";
import { type Graph, reveal } from "../../platform/engine/index.ts";
import { Queue } from "../../platform/index.ts";
import { errorOf, graphOfProgram, managed } from "../support/index.ts";
import { graphOfShowcase } from "../support/showcase.ts";

const tags = { "managed-by": "pulumi", service: "shop", stage: "prod", owner: "crew" };

/** Resources with every option that a graph has, and with none. */
function withOptions(): void {
  const other = new aws.sns.Topic("other");
  const provider = new aws.Provider("west", { region: "us-west-2" });
  const options: pulumi.CustomResourceOptions = {
    additionalSecretOutputs: ["arn"],
    aliases: ["urn:pulumi:prod::shop::aws:sqs/queue:Queue::first", { name: "second" }],
    deletedWith: other,
    dependsOn: [other],
    ignoreChanges: ["delaySeconds"],
    protect: true,
    provider,
    replaceOnChanges: ["delaySeconds"],
    retainOnDelete: true,
  };
  new aws.sqs.Queue("first", { name: "first" }, { ...options, deleteBeforeReplace: true });
  new aws.sqs.Queue("second", { name: "second" }, { ...options, deleteBeforeReplace: false });
  new aws.sqs.Queue("none", { name: "none" });
  new aws.sqs.Queue("imported", { name: "imported" }, { import: "imported", version: "7.47.0" });
}

describe("tags", () => {
  test("reach every taggable resource of every component, and only those", async () => {
    const graph = await graphOfShowcase();
    const tagged = managed(graph).filter(({ type }) => isTaggable(type));
    expect(tagged.length).toBeGreaterThan(20);
    for (const resource of tagged) expect(resource.inputs.tags, resource.urn).toEqual(tags);
    for (const resource of managed(graph).filter(({ type }) => type.startsWith("aws:") && !isTaggable(type)))
      expect(resource.inputs, resource.urn).not.toHaveProperty("tags");
  });

  test("reach resources made without a component, before and after the first one", async () => {
    const graph = await graphOfProgram(() => {
      applyTags();
      new aws.s3.Bucket("before");
      new Queue("jobs");
      new aws.s3.Bucket("after");
      new aws.s3.BucketPolicy("untaggable", { bucket: "after", policy: "{}" });
    });
    expect(graph.get("before").inputs.tags).toEqual(tags);
    expect(graph.get("after").inputs.tags).toEqual(tags);
    expect(graph.get("untaggable").inputs).not.toHaveProperty("tags");
  });

  test("reach raw resources inside other people's components", async () => {
    class Theirs extends pulumi.ComponentResource {
      constructor(name: string) {
        super("their:own:Thing", name);
        new aws.sns.Topic(`${name}-topic`, {}, { parent: this });
        this.registerOutputs();
      }
    }
    const graph = await graphOfProgram(() => {
      applyTags();
      new Theirs("theirs");
    });
    expect(graph.get("theirs-topic").inputs.tags).toEqual(tags);
  });

  test("that a resource sets itself stay, also when they come from an output", async () => {
    const graph = await graphOfProgram(() => {
      applyTags();
      const topic = new aws.sns.Topic("topic", { tags: { team: "billing", owner: "somebody-else" } });
      new aws.s3.Bucket("bucket", { tags: { topic: topic.arn } });
    });
    expect(graph.get("topic").inputs.tags).toEqual({ ...tags, team: "billing", owner: "somebody-else" });
    expect(graph.get("bucket").inputs.tags).toEqual({
      ...tags,
      topic: expect.stringMatching(/^arn:aws:sns:eu-west-1:123456789012:topic-/),
    });
  });

  test("leave a resource's options as the program sets them, also those that it doesn't set", async () => {
    const [plain, tagged] = await Promise.all([
      graphOfProgram(withOptions),
      graphOfProgram(() => {
        applyTags();
        withOptions();
      }),
    ]);
    const comparable = (graph: Graph) =>
      graph.resources.map(({ inputs: { tags: _, ...inputs }, outputs: __, ...rest }) => ({
        ...rest,
        inputs,
      }));
    expect(comparable(tagged)).toEqual(comparable(plain));
    const deletesFirst = ["first", "second", "none"].map((name) => tagged.get(name).deleteBeforeReplace);
    expect(deletesFirst).toEqual([true, false, undefined]);
    expect(tagged.get("first").inputs.tags).toEqual(tags);
  });

  test("leave it to the provider whether a component's resource is deleted before it is replaced", async () => {
    const graph = await graphOfShowcase();
    const decided = graph.resources.filter(({ deleteBeforeReplace }) => deleteBeforeReplace !== undefined);
    expect(decided.map(({ urn }) => urn)).toEqual([]);
  });

  test("that are secret stay secret", async () => {
    const graph = await graphOfProgram(() => {
      applyTags();
      new aws.s3.Bucket("bucket", { tags: pulumi.secret({ code: "hush" }) });
    });
    expect(JSON.stringify(graph.get("bucket").inputs)).not.toContain("hush");
    expect(reveal(graph.get("bucket").inputs.tags)).toEqual({ ...tags, code: "hush" });
  });

  test("are those of the stage and of the stack's config", async () => {
    const graph = await graphOfProgram(() => void new Queue("jobs"), {
      stage: "pr-123",
      config: { "shop:defaults": '{"tags":{"cost-centre":"4711"}}' },
    });
    expect(graph.get("jobs-queue").inputs.tags).toEqual({ ...tags, stage: "pr-123", "cost-centre": "4711" });
  });

  test("are applied once, however often they are asked for", async () => {
    const graph = await graphOfProgram(() => {
      for (let i = 0; i < 3; i++) applyTags();
      new aws.s3.Bucket("bucket");
    });
    expect(graph.get("bucket").inputs.tags).toEqual(tags);
  });

  test.each(["", "Crew", "c", "my crew"])(
    "need an owner: %j is refused, saying where it is set",
    async (owner) => {
      const message = await errorOf(() => void new Queue("jobs"), { config: { "shop:owner": owner } });
      expect(message).toContain("The config of shop has");
      expect(message).toMatch(/owner: The owner's name .* It is set in Pulumi.yaml, under config./);
    },
  );
});

test("what counts as taggable is what the types of the installed @pulumi/aws say, for every resource there is", () => {
  const root = dirname(createRequire(import.meta.url).resolve("@pulumi/aws/package.json"));
  const types = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
    .flatMap(({ name }) => readdirSync(join(root, name)).map((file) => join(root, name, file)))
    .filter((file) => file.endsWith(".js"))
    .flatMap((file) => {
      const code = readFileSync(file, "utf8");
      const type = /__pulumiType = '([^']+)'/.exec(code)?.[1];
      return type && code.includes("extends pulumi.CustomResource") ? [{ type, file }] : [];
    })
    .map(({ type, file }) => {
      const text = readFileSync(file.replace(/\.js$/, ".d.ts"), "utf8");
      const args = text.slice(text.indexOf(`export interface ${type.split(":").at(-1)}Args {`));
      // A map spans three lines: `tags?: pulumi.Input<{`, its index signature, and the end.
      return { type, isMap: /^ {4}tags\??: pulumi\.Input<\{$\n^ {8}\[key: string\]/m.test(args) };
    });
  expect(types.length).toBeGreaterThan(1_500);
  expect(types.filter(({ isMap }) => isMap).length).toBeGreaterThan(500);
  expect(types.filter(({ type, isMap }) => isTaggable(type) !== isMap)).toEqual([]);
});

test.each([
  "pulumi:pulumi:Stack",
  "platform:index:Queue",
  "random:index/randomId:RandomId",
  "aws:sqs/nothing:Nothing",
  "",
])("%j, which is no resource of AWS, is not taggable", (type) => {
  expect(isTaggable(type)).toBe(false);
});
