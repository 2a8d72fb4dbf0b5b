import { describe, expect, test } from "vitest";
import { Function } from "../../../../platform/index.ts";
import { graphOfProgram, inputsOf, partsOf } from "../../../support/index.ts";

const code = { type: "image", dir: "renderer" } as const;
const repositoryUrl = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop-prod-renderer";

describe("a function from a container image", async () => {
  const graph = await graphOfProgram(() => void new Function("renderer", { code }));

  test("has a repository of its own beside the parts of every function", () => {
    expect(partsOf(graph)).toEqual(
      expect.arrayContaining([
        "ecr.LifecyclePolicy renderer-repository",
        "ecr.Repository renderer-repository",
        "lambda.Function renderer-function",
      ]),
    );
  });

  test("keeps images whose tags can't be moved, scanned, the last ones only", () => {
    expect(inputsOf(graph, "renderer-repository", "aws:ecr/repository:Repository")).toEqual({
      name: "shop-prod-renderer",
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      forceDelete: true,
    });
    const { policy } = inputsOf(graph, "renderer-repository", "aws:ecr/lifecyclePolicy:LifecyclePolicy");
    expect(JSON.parse(String(policy)).rules).toEqual([
      {
        rulePriority: 1,
        description: "Keeps the last 10 images",
        selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 10 },
        action: { type: "expire" },
      },
    ]);
  });

  test("is built from its folder for its architecture, tagged by its sources", () => {
    const { imageTag, ...image } = inputsOf(graph, "renderer-image");
    expect(image).toEqual({
      repositoryUrl,
      context: "./renderer",
      dockerfile: "./renderer/Dockerfile",
      platform: "linux/arm64",
    });
    expect(imageTag).toMatch(/^[0-9a-f]{40}$/);
  });

  test("is deployed by the image's digest, without a runtime, a handler or an archive", () => {
    const inputs = inputsOf(graph, "renderer-function");
    expect(inputs).toMatchObject({ packageType: "Image", architectures: ["arm64"] });
    expect(inputs.imageUri).toMatch(new RegExp(`^${repositoryUrl}@sha256:[0-9a-f]{64}$`));
    for (const absent of ["runtime", "handler", "code", "sourceCodeHash", "imageConfig", "layers"])
      expect(inputs).not.toHaveProperty(absent);
  });
});

test("an image's command, build arguments and architecture can be said, and its parts changed", async () => {
  const graph = await graphOfProgram(
    () =>
      void new Function("renderer", {
        code: { ...code, buildArgs: { NODE: "24" }, target: "app", command: ["index.other"] },
        architecture: "x86_64",
        transform: { repository: { imageTagMutability: "MUTABLE" }, image: { cacheFrom: ["x"] } },
      }),
  );
  expect(inputsOf(graph, "renderer-image")).toMatchObject({
    platform: "linux/amd64",
    args: { NODE: "24" },
    target: "app",
    cacheFrom: ["x"],
  });
  expect(inputsOf(graph, "renderer-function").imageConfig).toEqual({ commands: ["index.other"] });
  expect(inputsOf(graph, "renderer-repository", "aws:ecr/repository:Repository")).toMatchObject({
    imageTagMutability: "MUTABLE",
  });
});

test("a program without an image doesn't load what builds images", async () => {
  const { execFileSync } = await import("node:child_process");
  const probe =
    'await import("#platform"); const { createRequire } = await import("node:module");' +
    'console.log(Object.keys(createRequire(import.meta.url).cache).filter((f) => f.includes("awsx")).length);';
  const output = execFileSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", probe], {
    encoding: "utf8",
  });
  expect(output.trim()).toBe("0");
});
