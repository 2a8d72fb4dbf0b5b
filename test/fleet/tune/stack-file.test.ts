import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { findService } from "../../../platform/fleet/services.ts";
import { changeOf, diffLines, withSettings, writeWhole } from "../../../platform/fleet/tune/stack-file.ts";
import { write } from "../../../platform/fleet/tune/writing.ts";
import { shop } from "./support.ts";

const set = (text: string) =>
  withSettings(text, { service: "shop", name: "worker", values: { memory: 1024, timeout: 5 } });
const entry = "  shop:functions:\n    worker:\n      memory: 1024\n      timeout: 5\n";

describe("settings of a function in a stack's file", () => {
  test.each([
    ["an empty file", "", `config:\n${entry}`],
    ["a config without anything", "config:\n", `config:\n${entry}`],
    ["other config", "config:\n  aws:region: eu-west-1\n", `config:\n  aws:region: eu-west-1\n${entry}`],
    [
      "other functions",
      "config:\n  shop:functions:\n    other:\n      timeout: 3\n",
      "config:\n  shop:functions:\n    other:\n      timeout: 3\n    worker:\n      memory: 1024\n      timeout: 5\n",
    ],
    [
      "values of it",
      "config:\n  shop:functions:\n    worker: { memory: 128 } # small\n",
      "config:\n  shop:functions:\n    worker: { memory: 1024, timeout: 5 } # small\n",
    ],
    ["an entry without anything", "config:\n  shop:functions:\n    worker:\n", `config:\n${entry}`],
    [
      "a key without the service's name",
      "config:\n  functions:\n    other:\n      timeout: 3\n",
      "config:\n  functions:\n    other:\n      timeout: 3\n    worker:\n      memory: 1024\n      timeout: 5\n",
    ],
  ])("are put beside %s", (_, text, expected) => {
    expect(set(text)).toBe(expected);
  });

  test("leave comments, order, quotes, secrets, blank lines and lists as they are", () => {
    const text = [
      "# Of the crew.",
      "secretsprovider: awskms://alias/pulumi",
      "",
      "config:",
      "  # Near the warehouse.",
      '  aws:region: "eu-west-1"',
      "",
      `  shop:token:\n    secure: v1:${"a".repeat(200)}`,
      "  shop:list:",
      "  - one",
      "  - 'two' # the second",
      "",
    ].join("\n");
    expect(set(text)).toBe(text + entry);
    const indented = "config:\n  shop:list:\n    - one\n";
    expect(set(indented)).toBe(indented + entry);
  });

  test("keep the file's line ends", () => {
    expect(set("config:\r\n  aws:region: x\r\n")).toBe(
      `config:\n  aws:region: x\n${entry}`.replaceAll("\n", "\r\n"),
    );
  });

  test.each([
    ["config: 5\n", "config is no YAML object"],
    ["config:\n  shop:functions: text\n", "config.shop:functions is no YAML object"],
    ["config:\n  shop:functions:\n    worker: [1]\n", "config.shop:functions.worker is no YAML object"],
    ["config: [\n", "can't be read"],
  ])("%j is refused, not repaired", (text, message) => {
    expect(() => set(text)).toThrow(message);
  });

  test("change nothing else, whatever else there is", () => {
    const key = fc.stringMatching(/^[a-z]{1,6}:[a-zA-Z]{1,8}$/).filter((one) => one !== "shop:functions");
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { maxLength: 3 }));
    fc.assert(
      fc.property(fc.dictionary(key, value, { noNullPrototype: true }), (config) => {
        const text = stringify({ config });
        const written = set(text);
        expect(parse(written)).toEqual({
          config: { ...config, "shop:functions": { worker: { memory: 1024, timeout: 5 } } },
        });
        expect(set(written)).toBe(written);
      }),
    );
  });

  test("are shown as the lines that go and come, with those around them", () => {
    const before = "config:\n  a:b: 1\n  shop:functions:\n    worker:\n      memory: 128\n  c:d: 2\n";
    expect(diffLines({ before, after: set(before) })).toEqual([
      "    shop:functions:",
      "      worker:",
      "-       memory: 128",
      "+       memory: 1024",
      "+       timeout: 5",
      "    c:d: 2",
    ]);
  });
});

describe("a stack's file", () => {
  test("is replaced as a whole, and nothing is left beside it", () => {
    using folder = shop();
    const file = join(folder.dir, "Pulumi.dev.yaml");
    writeWhole(file, "config: {}\n");
    expect(readFileSync(file, "utf8")).toBe("config: {}\n");
    expect(readdirSync(folder.dir).filter((name) => name.includes("Pulumi.dev"))).toEqual([
      "Pulumi.dev.yaml",
    ]);
  });

  test("that can't be replaced stays, and nothing is left beside it", () => {
    using folder = shop();
    expect(() => writeWhole(join(folder.dir, "src"), "text")).toThrow();
    expect(readdirSync(folder.dir).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test("gets back its text, with all others, when what was written takes no effect", async () => {
    using folder = shop();
    writeFileSync(join(folder.dir, "Pulumi.prod.yaml"), "config: {}\n");
    const service = findService(folder.dir);
    const files = ["dev", "prod"].map((stage) => join(folder.dir, `Pulumi.${stage}.yaml`));
    const before = files.map((file) => readFileSync(file, "utf8"));
    const wanted = { memory: 1024, timeout: 5 };
    const [dev, prod] = ["dev", "prod"].map((stage) => changeOf(service, stage, "worker", wanted));
    const drafts = [dev!, { ...prod!, after: "config: {}\n# nothing\n" }].map((change) => ({
      stage: change.stage,
      change,
      consequences: [],
      obstacles: [],
    }));
    await expect(write(service, "worker", drafts, wanted)).rejects.toThrow(
      "Nothing was changed; every file is as it was: memory and timeout of worker would still be 512 and 10 in prod",
    );
    expect(files.map((file) => readFileSync(file, "utf8"))).toEqual(before);
  });

  test("is made where a stage has none, and gone again when that takes no effect", async () => {
    using folder = shop({ "Pulumi.dev.yaml": "config: {}\n" });
    const service = findService(folder.dir);
    const change = changeOf(service, "staging", "worker", { memory: 1024 });
    expect(change).toMatchObject({
      before: undefined,
      after: "config:\n  shop:functions:\n    worker:\n      memory: 1024\n",
    });
    const draft = {
      stage: "staging",
      change: { ...change, after: "config: {}\n" },
      consequences: [],
      obstacles: [],
    };
    await expect(write(service, "worker", [draft], { memory: 1024, timeout: 10 })).rejects.toThrow(
      "Nothing was changed",
    );
    expect(readdirSync(folder.dir)).not.toContain("Pulumi.staging.yaml");
  });
});
