import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { runInProcess } from "../../../platform/engine/index.ts";
import { state } from "../../../platform/engine/sdk/modules.ts";
import { untilQuiet } from "../../../platform/engine/sdk/quiet.ts";
import { program } from "../support.ts";

class Jobs extends pulumi.ComponentResource {
  constructor() {
    super("test:index:Jobs", "jobs");
    new aws.sqs.Queue("queue", {}, { parent: this, protect: true, dependsOn: new aws.sqs.Queue("other") });
    this.registerOutputs();
  }
}

test("the SDK's own mocks are given no parent, dependency or protection of a resource", () =>
  state.withLocalStorage(async () => {
    const seen: pulumi.runtime.MockResourceArgs[] = [];
    await pulumi.runtime.setMocks({
      call: () => ({}),
      newResource(args) {
        seen.push(args);
        return { id: args.name, state: args.inputs };
      },
    });
    const run = pulumi.runtime.runInPulumiStack(async () => {
      new Jobs();
    });
    await untilQuiet(state.getStore(), run);
    const queue = seen.find((args) => args.name === "queue");
    expect(Object.keys(queue ?? {}).sort()).toEqual([
      "custom",
      "id",
      "inputs",
      "name",
      "provider",
      "transforms",
      "type",
    ]);
  }));

test("a program runs connected to the engine, with parents, dependencies, options and its stack's settings", async () => {
  const graph = await runInProcess(
    program("none", {
      organization: "acme",
      preview: true,
      config: { "shop:size": "3" },
      program: () => {
        new Jobs();
        return {
          settings: [
            pulumi.getOrganization(),
            pulumi.getProject(),
            pulumi.getStack(),
            pulumi.getRootDirectory(),
            pulumi.runtime.isDryRun(),
            new pulumi.Config().require("size"),
          ],
        };
      },
    }),
  );
  expect(graph.get("queue")).toMatchObject({
    parent: graph.get("jobs").urn,
    dependencies: [graph.get("other").urn],
    protect: true,
  });
  expect(graph.outputs.settings).toEqual(["acme", "shop", "dev", program("none").dir, true, "3"]);
});
