import { describe, expect, test } from "vitest";
import { reveal } from "../../platform/engine/index.ts";
import { graphOf } from "../../platform/fleet/graph-of.ts";
import { findService, serviceNames } from "../../platform/fleet/services.ts";
import { UsageError } from "../../platform/values/problems.ts";
import { program, serviceFolder } from "../support/folder.ts";
import { without } from "../support/index.ts";

const settings = (config: string) => ({
  "Pulumi.yaml": `name: shop\nruntime: nodejs\nconfig:\n  owner: crew\n${config}`,
});
const reading = (key: string) =>
  program(`export const value = new pulumi.Config().get(${JSON.stringify(key)});`);

describe("a service", () => {
  test("is read from its folder", () => {
    using folder = serviceFolder({ "Pulumi.prod.yaml": "" });
    const { stages, ...service } = findService(folder.dir);
    expect(service).toEqual({
      name: "shop",
      dir: folder.dir,
      owner: "crew",
      description: "",
      main: "index.ts",
      config: { "shop:owner": "crew" },
    });
    expect([...stages].sort()).toEqual(["dev", "prod"]);
  });

  test("is found by its name, and listed", () => {
    for (const name of serviceNames()) expect(findService(name).name).toBe(name);
    expect(serviceNames()).toEqual([...serviceNames()].sort());
  });

  test("that is the root's own project is found by its name: the foundation", () => {
    expect(findService("foundation")).toMatchObject({
      name: "foundation",
      main: "platform/foundation/index.ts",
    });
    expect(() => findService("foundatio")).toThrow("Did you mean foundation?");
  });

  test.skipIf(without("users-api"))(
    "called almost as another one isn't there, and the message asks for that one",
    () => {
      expect(() => findService("users-ap")).toThrow(
        /There is no service called "users-ap". Did you mean users-api\? There are: .*users-api/,
      );
    },
  );

  test.each([
    ["", /There is no service called ""/],
    [".", /There is no service called "."/],
    ["..", /There is no service called ".."/],
    ["./nowhere", /There is no service in .\/nowhere: it has no Pulumi.yaml/],
  ])("called %j isn't there, and the message says what there is", (name, message) => {
    expect(() => findService(name)).toThrow(UsageError);
    expect(() => findService(name)).toThrow(message);
  });

  test.each([
    ["Pulumi.yaml", "runtime: nodejs\n", /has no name; add "name: /],
    ["Pulumi.yaml", "name: [\n", /Pulumi.yaml can't be read: /],
    ["Pulumi.yaml", "- name\n", /Pulumi.yaml is no YAML object/],
    ["Pulumi.yaml", "name: shop\nconfig: [1]\n", /Pulumi.yaml: config is no YAML object/],
    ["Pulumi.dev.yaml", "config: [1]\n", /Pulumi.dev.yaml: config is no YAML object/],
    ["Pulumi.dev.yaml", "config: {\n", /Pulumi.dev.yaml can't be read: /],
  ])("whose %s is %j is refused, naming the file", async (file, text, message) => {
    using folder = serviceFolder({ [file]: text });
    await expect((async () => graphOf(folder.dir))()).rejects.toThrow(message);
  });
});

describe("config", () => {
  test.each([
    ["plain", "  mode: fast\n", "fast"],
    ["with a value", "  mode:\n    value: fast\n", "fast"],
    ["with a default", "  mode:\n    default: fast\n", "fast"],
    ["typed, with a default", "  mode:\n    type: string\n    default: fast\n", "fast"],
    ["typed, without a default", "  mode:\n    type: string\n", undefined],
    ["a number", "  mode: 7\n", "7"],
    ["a boolean", "  mode: false\n", "false"],
    ["a list", "  mode:\n    value: [1, 2]\n", "[1,2]"],
    ["an empty text", '  mode: ""\n', ""],
    ["under its full key", "  shop:mode: fast\n", "fast"],
  ])("of a project may be %s", async (_, config, value) => {
    using folder = serviceFolder({ ...settings(config), "index.ts": reading("mode") });
    expect((await graphOf(folder.dir)).outputs.value).toBe(value);
  });

  test("of a stack comes before the project's, that of the call before both", async () => {
    using folder = serviceFolder({
      ...settings("  mode: project\n"),
      "Pulumi.dev.yaml": "config:\n  shop:mode: stack\n",
      "index.ts": reading("mode"),
    });
    expect((await graphOf(folder.dir, { stage: "prod" })).outputs.value).toBe("project");
    expect((await graphOf(folder.dir)).outputs.value).toBe("stack");
    expect((await graphOf(folder.dir, { config: { mode: "call" } })).outputs.value).toBe("call");
  });

  test("of a stack says the region", async () => {
    using folder = serviceFolder({ "index.ts": program("export const { url } = new Queue('jobs');") });
    expect((await graphOf(folder.dir)).outputs.url).toBe(
      "https://sqs.eu-central-1.amazonaws.com/123456789012/shop-dev-jobs",
    );
  });

  test("that is encrypted is a secret without its value, and is never printed", async () => {
    using folder = serviceFolder({
      "Pulumi.dev.yaml": "config:\n  shop:password:\n    secure: v1:abcdef\n",
      "index.ts": program("export const value = new pulumi.Config().requireSecret('password');"),
    });
    const { outputs } = await graphOf(folder.dir);
    expect(JSON.stringify(outputs)).toBe('{"stage":"dev","value":"[secret]"}');
    expect(reveal(outputs.value)).toBe("[encrypted]");
  });

  test("that is encrypted is refused as a function's variable", async () => {
    using folder = serviceFolder({
      "Pulumi.dev.yaml": "config:\n  shop:password:\n    secure: v1:abcdef\n",
      "index.ts": program(
        "const PASSWORD = new pulumi.Config().requireSecret('password'); new Function('worker', { handler: 'src/handler.ts', environment: { PASSWORD } });",
      ),
    });
    await expect(graphOf(folder.dir)).rejects.toThrow("environment: PASSWORD is a secret");
  });
});

test("a stage without a file of its own has the project's config only, and dev's defaults", async () => {
  using folder = serviceFolder();
  const graph = await graphOf(folder.dir, { stage: "pr-123" });
  expect(graph.outputs.stage).toBe("pr-123");
  expect(graph.get("jobs-queue").inputs.name).toBe("shop-pr-123-jobs");
});
