import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { checkSize } from "../../platform/components/bundle/limits.ts";
import { layerRoot, sharedPackages } from "../../platform/components/bundle/shared.ts";
import { buildLayer, layerLicense } from "../../platform/components/bundle/shared-layer.ts";
import { type BundleOptions, bundle, sharedLayer } from "../../platform/components/bundle.ts";
import type { FunctionSettings } from "../../platform/components/function-args.ts";
import { AssetValue } from "../../platform/engine/index.ts";
import { Cron, Function, type FunctionArgs } from "../../platform/index.ts";
import { errorOf, graphOf, graphOfProgram, inputsOf, type ProgramOptions } from "../support/index.ts";
import { checkout } from "./bundle-support.ts";

const handler = "src/handler.ts";
const arn = "arn:aws:lambda:eu-west-1:123456789012:layer:foundation-prod-shared:7";
const other = "arn:aws:lambda:eu-west-1:123456789012:layer:certificates:3";

/** A stack with a foundation whose layer is `layer`, or the one that functions are bundled for. */
async function founded(defaults: object = {}, layer?: object): Promise<ProgramOptions> {
  const { hash } = await sharedLayer();
  return {
    config: { "shop:defaults": JSON.stringify({ foundation: { stack: "acme/foundation" }, ...defaults }) },
    stackReferences: {
      "acme/foundation/prod": { alarmTopicArn: "arn:topic", sharedLayer: layer ?? { arn, hash } },
    },
  };
}

const worker = (args: object) => () => void new Function("worker", { handler, ...args } as FunctionArgs);
const codeOf = async (args: object, options: ProgramOptions) => {
  const { code } = (await graphOfProgram(worker(args), options)).get("worker-function").inputs;
  return code instanceof AssetValue && code.asset.kind === "file-archive" ? code.asset.path : "";
};
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

describe("by default a function", () => {
  test("has all of its code in its bundle and no layer, with a foundation as without", async () => {
    const options = await founded();
    expect(inputsOf(await graphOfProgram(worker({}), options), "worker-function").layers).toBeUndefined();
    expect(await codeOf({}, options)).toBe(await codeOf({}, {}));
    expect(text(await codeOf({}, options))).not.toContain(layerRoot);
  });
});

describe("with sharedLayer a function", () => {
  test("has the foundation's layer, before its others, and leaves its part out of the bundle", async () => {
    const options = await founded();
    const graph = await graphOfProgram(worker({ sharedLayer: true, layers: [other] }), options);
    expect(inputsOf(graph, "worker-function").layers).toEqual([arn, other]);
    const streams = { handler: "src/stream.ts" };
    expect(text(await codeOf({ ...streams, sharedLayer: true }, options))).toContain(layerRoot);
    expect(text(await codeOf(streams, options))).not.toContain(layerRoot);
  });

  test.each<[FunctionSettings, unknown, unknown]>([
    [{ sharedLayer: true }, [arn], [arn]],
    [{ sharedLayer: false }, undefined, undefined],
    [{}, undefined, [arn]],
    [{ layers: [other] }, [other], [arn, other]],
  ])("may be so for a whole stack, above which %j is", async (args, off, on) => {
    const layers = async (sharedLayer: boolean) => {
      const options = await founded({ function: { sharedLayer } });
      return inputsOf(await graphOfProgram(worker(args), options), "worker-function").layers;
    };
    expect(await layers(false)).toEqual(off);
    expect(await layers(true)).toEqual(on);
  });

  test("may be a component's own", async () => {
    const program = () => void new Cron("nightly", { handler, schedule: "rate(1 day)", sharedLayer: true });
    const graph = await graphOfProgram(program, await founded());
    expect(inputsOf(graph, "nightly-handler-function").layers).toEqual([arn]);
  });

  test("of another language stays as it is when the stack turns it on", async () => {
    const config = {
      defaults: JSON.stringify({
        foundation: { stack: "foundation" },
        function: { sharedLayer: true, layers: [other] },
      }),
    };
    const graph = await graphOf("python-scorer", { stage: "prod", config });
    expect(graph.of("aws:lambda/function:Function").map(({ inputs }) => inputs.layers)).toEqual([[other]]);
  });
});

describe("sharedLayer is refused", () => {
  test("without a foundation, with what to do", async () => {
    expect(await errorOf(worker({ sharedLayer: true }))).toContain(
      "  - sharedLayer: there is no foundation that has the layer; deploy it and set defaults.foundation.stack, or leave this false.",
    );
  });

  test("as a sixth layer", async () => {
    const message = await errorOf(
      worker({ sharedLayer: true, layers: Array(5).fill(other) }),
      await founded(),
    );
    expect(message).toContain("  - layers: 5 given, and the shared layer is one more; 5 are allowed.");
  });

  test("for code that isn't bundled", async () => {
    const code = { type: "python", dir: "src", handler: "a.handler" };
    const message = await errorOf(worker({ handler: undefined, code, sharedLayer: true }), await founded());
    expect(message).toContain('  - sharedLayer: code of type "python" isn\'t bundled');
  });

  test("where it is no boolean", async () => {
    expect(await errorOf(worker({ sharedLayer: "yes" }), await founded())).toContain(
      '  - sharedLayer: "yes" given; true and false are allowed.',
    );
  });

  test.each([
    [{ arn, hash: "older" }, "The foundation has another shared layer than the one that functions"],
    [null, "The foundation has no shared layer, and not the one that functions"],
  ])("when the foundation's is %j, by name of the command to run first", async (layer, sentence) => {
    const options = await founded();
    const stackReferences = { "acme/foundation/prod": { alarmTopicArn: "arn:topic", sharedLayer: layer } };
    const message = await errorOf(worker({ sharedLayer: true }), { ...options, stackReferences });
    expect(message).toContain(sentence);
    expect(message).toContain("Deploy the foundation from this commit first: pulumi up --stack prod");
  });

  test("not in a preview, which may show what comes after the foundation; it warns once", async () => {
    const options = { ...(await founded({}, { arn, hash: "older" })), preview: true };
    const program = () => {
      worker({ sharedLayer: true })();
      void new Function("second", { handler, sharedLayer: true });
    };
    const graph = await graphOfProgram(program, options);
    expect(graph.logs.map(({ severity, message }) => [severity, message])).toEqual([
      ["warning", expect.stringContaining("Deploy the foundation from this commit first")],
    ]);
    expect(inputsOf(graph, "worker-function").layers).toEqual([arn]);
  });
});

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

test("plans with a foundation need none that is deployed: its own program says what it would have", async () => {
  const config = {
    defaults: JSON.stringify({ foundation: { stack: "foundation" }, function: { sharedLayer: true } }),
  };
  const graph = await graphOf("users-api", { stage: "prod", config });
  const functions = graph.of("aws:lambda/function:Function").map(({ inputs }) => inputs.layers);
  expect(new Set(functions.flat())).toEqual(
    new Set(["arn:aws:lambda:eu-west-1:123456789012:layer:foundation-prod-shared:1"]),
  );
  const [alarm] = graph.of("aws:cloudwatch/metricAlarm:MetricAlarm");
  expect(alarm?.inputs.alarmActions).toEqual(["arn:aws:sns:eu-west-1:123456789012:foundation-prod-alarms"]);
});
