import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { program } from "../../support/folder.ts";
import { inProgram, look, run, shop, stack, traffic } from "./support.ts";

afterEach(() => vi.unstubAllEnvs());

describe("writing", () => {
  test("reaches several stages, each with what follows there", async () => {
    using folder = shop({
      ...inProgram('new Event("jobs", { source: { type: "sqs" }, handler: "src/handler.ts" });'),
      "Pulumi.dev.yaml":
        "config:\n  aws:region: eu-central-1\n  shop:defaults:\n    function:\n      systemLogLevel: INFO\n",
      "Pulumi.prod.yaml": "config:\n  aws:region: eu-central-1\n",
    });
    const input = JSON.stringify({
      lambdaARN: "arn:aws:lambda:eu-central-1:123456789012:function:shop-dev-jobs-handler",
    });
    const { outcome, shown, message } = await run(folder, {
      options: { stages: "dev,prod" },
      answers: { DescribeExecution: [look("SUCCEEDED", { input })] },
    });
    expect(message).toBe("");
    expect(shown).toContain("Follows in prod: jobs-queue visibilityTimeoutSeconds: 180 -> 6");
    expect(shown).toContain("Written: the plan of prod now gives jobs-handler 1024 MB and 1 s.");
    expect(outcome).toMatchObject({
      status: "written",
      written: ["dev", "prod"].map((stage) => join(folder.dir, `Pulumi.${stage}.yaml`)),
    });
    expect(stack(folder, "prod")).toBe(
      "config:\n  aws:region: eu-central-1\n  shop:functions:\n    jobs-handler:\n      memory: 1024\n      timeout: 1\n",
    );
    expect(readdirSync(folder.dir).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test.each([
    ["an argument", "memory: 512"],
    ["a transform", "transform: { function: { memorySize: 512 } }"],
  ])("is left alone where %s of the program wins, which is said with file and value", async (_, args) => {
    using folder = shop(inProgram(`new Function("worker", { handler: "src/handler.ts", ${args} });`));
    const before = stack(folder);
    const { outcome, shown, asked } = await run(folder);
    expect(shown).toMatch(
      /! dev: memory stays at 512: the program itself sets it.* Change it to 1024 in \S*index\.ts\./,
    );
    expect(shown).toContain("Nothing was written.");
    expect(asked).toEqual(["Run it?"]);
    expect(outcome).toMatchObject({ status: "measured", written: [] });
    expect(stack(folder)).toBe(before);
  });

  test("is left alone where no component made the function: the stack's config doesn't reach it", async () => {
    const made = [
      'class Raw extends pulumi.CustomResource { constructor(name, args) { super("aws:lambda/function:Function", name, args); } }',
      'new Raw("worker", { name: "shop-dev-worker", role: "arn:aws:iam::123456789012:role/raw", memorySize: 512, timeout: 10, handler: "index.handler", runtime: "nodejs24.x", s3Bucket: "code", s3Key: "worker.zip" });',
    ].join("\n");
    using folder = shop({
      "index.mjs": program(made),
      "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: index.mjs\nconfig:\n  owner: crew\n",
      "Pulumi.dev.yaml": "config:\n  aws:region: eu-central-1\n",
    });
    const { shown, message } = await run(folder);
    expect(message).toBe("");
    expect(shown).toMatch(
      /No component made worker: change it by hand in \S*index\.mjs \(memory: 1024, timeout: 1\)\./,
    );
    expect(stack(folder)).toBe("config:\n  aws:region: eu-central-1\n");
  });

  test("is left alone where the program refuses the values", async () => {
    using folder = shop(
      inProgram(
        'const fn = new Function("worker", { handler: "src/handler.ts" });\nif (fn.timeout < 5) throw new Error("the till takes five seconds");',
      ),
    );
    const before = stack(folder);
    const { shown, message } = await run(folder);
    expect(message).toBe("");
    expect(shown).toContain("The program refuses it (memory: 1024, timeout: 1): the till takes five seconds");
    expect(stack(folder)).toBe(before);
  });

  test("isn't needed where the function has the values already", async () => {
    using folder = shop(
      inProgram('new Function("worker", { handler: "src/handler.ts", memory: 1024, timeout: 2 });'),
    );
    const { shown, asked } = await run(folder, { answers: { GetMetricData: [traffic(500, 700)] } });
    expect(shown).toContain("Proposed: memory stays at 1024 MB, timeout stays at 2 s.");
    expect(shown).toContain("dev: it has these values already.");
    expect(asked).toEqual(["Run it?"]);
  });
});
