import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import {
  type BundleOptions,
  bundle,
  sharedLayer,
} from "../../../../platform/components/function/bundle/bundle.ts";
import { checkSize } from "../../../../platform/components/function/bundle/limits.ts";
import { sharedPackages } from "../../../../platform/components/function/bundle/shared.ts";
import { buildLayer, layerLicense } from "../../../../platform/components/function/bundle/shared-layer.ts";
import { checkout } from "./support.ts";

const files = (archive: string) => unzipSync(readFileSync(archive));
const text = (archive: string) =>
  Object.values(files(archive))
    .map((data) => Buffer.from(data).toString())
    .join("\n");

/** A handler with logs, traces and two clients of the SDK. */
const sdk = {
  "src/a.ts": `import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { http } from "#runtime";
const client = new DynamoDBClient();
export const handler = http({}, async () => ({ body: await client.send(new GetCommand({ TableName: "t", Key: { id: 1 } })) }));`,
};
const bundled = (options: Partial<BundleOptions>, source: Record<string, string> = sdk) =>
  bundle({ dir: checkout(source), handler: "src/a.ts", ...options });

describe("a bundle beside the shared layer", () => {
  test("has the same bytes in two checkouts and whatever the layer's version", async () => {
    const [one, two] = await Promise.all([bundled({ sharedLayer: true }), bundled({ sharedLayer: true })]);
    expect(two.hash).toBe(one.hash);
    expect(text(one.archive)).not.toContain((await sharedLayer()).hash);
  });

  test("is less than a third of what it is without, and has no tracer of its own", async () => {
    const [whole, part] = await Promise.all([bundled({}), bundled({ sharedLayer: true })]);
    expect(part.bytes.zip).toBeLessThan(whole.bytes.zip / 3);
    expect(Object.keys(files(part.archive))).toEqual(["index.mjs"]);
  });

  test("imports only files that the layer has", async () => {
    const { archive } = await bundled({ sharedLayer: true });
    const imported = [...text(archive).matchAll(/"(\/opt\/[^"]+)"/g)].map(([, path]) =>
      path!.slice("/opt/".length),
    );
    expect(imported.sort()).toEqual(
      ["client-dynamodb", "lib-dynamodb", "tracing"].map((name) => `lambda-platform/${name}.mjs`),
    );
    expect(Object.keys(files((await sharedLayer()).archive))).toEqual(expect.arrayContaining(imported));
  });

  test("stands beside the layer on this machine, with source maps that fit both copies", async () => {
    const { archive } = await bundled({ sharedLayer: true });
    const folder = archive.replace(/\.zip$/, "");
    const local = readFileSync(join(folder, "index.mjs"), "utf8").replace(/\/\/# sourceMappingURL.*\n$/, "");
    const [, path = ""] = /"(\.\.\/layer-[^"]+\/client-dynamodb\.mjs)"/.exec(local) ?? [];
    expect(existsSync(resolve(folder, path))).toBe(true);
    expect(local.length).toBe(text(archive).length);
  });

  test("has the files that its sources name, in the archive and on this machine", async () => {
    const source = { ...sdk, "src/mail.html": "<p>Welcome</p>" };
    source["src/a.ts"] += '\nexport const mail = new URL("./mail.html", import.meta.url);';
    const { archive } = await bundled({ sharedLayer: true }, source);
    const [name = ""] = Object.keys(files(archive)).filter((file) => file.endsWith(".html"));
    expect(name).toMatch(/^mail-[0-9a-f]{12}\.html$/);
    expect(readFileSync(join(archive.replace(/\.zip$/, ""), name), "utf8")).toBe("<p>Welcome</p>");
    expect(text(archive)).toContain(`"./${name}"`);
  });

  test.each([
    [
      "a path into a package",
      'import { marshall } from "@aws-sdk/util-dynamodb/dist-es/marshall.js"; marshall(1);',
    ],
    [
      "a package that package.json doesn't name",
      'import { FetchHttpHandler } from "@smithy/fetch-http-handler"; new FetchHttpHandler();',
    ],
    ["require", 'declare const require: (name: string) => unknown; require("@aws-sdk/client-sqs");'],
  ])("can't have the SDK twice, by %s", async (_way, line) => {
    const source = { "src/a.ts": `${line}\n${sdk["src/a.ts"]}` };
    await expect(bundled({ sharedLayer: true }, source)).rejects.toThrow(
      /src\/a\.ts imports @\S+, which is not in the shared layer by that name.*loaded twice.*client-dynamodb.*sharedLayer: false/,
    );
    await expect(bundled({}, source)).resolves.toMatchObject({ handler: "index.handler" });
  });

  test("may have parts of the SDK where it takes none from the layer", async () => {
    const source = {
      "src/a.ts":
        'import { FetchHttpHandler } from "@smithy/fetch-http-handler";\nexport const handler = async () => new FetchHttpHandler();',
    };
    await expect(bundled({ sharedLayer: true }, source)).resolves.toMatchObject({ handler: "index.handler" });
  });

  test("counts together with the layer where Lambda counts them together", () => {
    const MB = 2 ** 20;
    expect(checkSize({ raw: 248 * MB, zip: 1 }, 2 * MB)).toEqual([]);
    expect(checkSize({ raw: 249 * MB, zip: 1 }, 2 * MB)).toEqual([
      expect.stringContaining("It is 251.0 MB unzipped with the shared layer; Lambda takes at most 250 MB."),
    ]);
  });
});

describe("the shared layer", () => {
  test("holds every SDK package of package.json in a folder of its own, and the tracer as bundles have it", async () => {
    const layer = files((await sharedLayer()).archive);
    const names = Object.keys(layer);
    expect(names.every((name) => /^lambda-platform\/[\w-]+\.mjs$/.test(name))).toBe(true);
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
    const packages = Object.keys(dependencies).filter((name) => name.startsWith("@aws-sdk/"));
    expect(names).toEqual(
      expect.arrayContaining(packages.map((name) => `lambda-platform/${name.split("/")[1]}.mjs`)),
    );
    const tracer = files((await bundled({})).archive)["tracing.mjs"]!;
    expect(Buffer.from(layer["lambda-platform/tracing.mjs"]!).equals(Buffer.from(tracer))).toBe(true);
  });

  test("has the same bytes when it is made again", async () => {
    const one = await sharedLayer();
    rmSync(one.archive);
    expect(await sharedLayer()).toEqual(one);
  });

  test("names the licence of everything in it", async () => {
    const { inputs } = await buildLayer("/layer");
    const folders = new Set(
      inputs.flatMap(
        (path) => /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path.replaceAll("\\", "/"))?.[0] ?? [],
      ),
    );
    const licences = [...folders].map(
      (dir) => JSON.parse(readFileSync(join(dir, "package.json"), "utf8")).license,
    );
    expect([...new Set(licences)].sort().join(" AND ")).toBe(layerLicense);
    expect(inputs.filter((path) => path.endsWith(".node"))).toEqual([]);
    expect(sharedPackages().length).toBeGreaterThan(5);
  });
});
