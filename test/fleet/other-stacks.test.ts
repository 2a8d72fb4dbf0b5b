import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { Secret } from "../../platform/engine/index.ts";
import { graphOf, graphsOf } from "../../platform/fleet/graph-of.ts";
import { CircleError } from "../../platform/fleet/other-stacks.ts";
import { findService } from "../../platform/fleet/services.ts";
import { local } from "../../platform/local/index.ts";
import { platformDir as root } from "../../platform/values/places.ts";

interface ServiceText {
  readonly program: string;
  /** Stages with a stack file, to its region. Default: none. */
  readonly stages?: Readonly<Record<string, string>>;
}

/** A folder of services that read each other's outputs, as `services/` is. */
function services(all: Readonly<Record<string, ServiceText>>) {
  const dir = mkdtempSync(join(tmpdir(), "services-"));
  writeFileSync(join(dir, "package.json"), '{ "type": "module" }');
  for (const [name, { program, stages = {} }] of Object.entries(all)) {
    mkdirSync(join(dir, name, "src"), { recursive: true });
    writeFileSync(join(dir, name, "Pulumi.yaml"), `name: ${name}\nruntime: nodejs\nconfig:\n  owner: crew\n`);
    writeFileSync(join(dir, name, "src/send.mjs"), "export const handler = async () => process.env;\n");
    writeFileSync(
      join(dir, name, "index.ts"),
      [
        `import { appendFileSync } from "node:fs";`,
        `import * as pulumi from ${JSON.stringify(import.meta.resolve("@pulumi/pulumi"))};`,
        `import { Function, outputsOf, Queue } from ${JSON.stringify(pathToFileURL(join(root, "platform/index.ts")).href)};`,
        `appendFileSync(${JSON.stringify(join(dir, "runs"))}, "${name}\\n");`,
        program,
      ].join("\n"),
    );
    for (const [stage, region] of Object.entries(stages))
      writeFileSync(join(dir, name, `Pulumi.${stage}.yaml`), `config:\n  aws:region: ${region}\n`);
  }
  return {
    of: (name: string) => join(dir, name),
    runs: () => readFileSync(join(dir, "runs"), "utf8").trim().split("\n").sort(),
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }),
  };
}

const orders = { program: 'export const queueUrl = new Queue("jobs").url;' };
const reading = (service: string, output = "queueUrl") => ({
  program: `export const ${output} = outputsOf("${service}").${output};`,
});

describe("outputs of another service of the repository", () => {
  test("are those of its own program in the same stage", async () => {
    using all = services({ orders, shop: reading("orders") });
    for (const stage of ["dev", "prod"])
      expect((await graphOf(all.of("shop"), { stage })).outputs).toEqual({
        queueUrl: `https://sqs.eu-west-1.amazonaws.com/123456789012/orders-${stage}-jobs`,
      });
  });

  test("are of its own region", async () => {
    using all = services({
      orders: { ...orders, stages: { dev: "eu-central-1" } },
      shop: { ...reading("orders"), stages: { dev: "us-east-1" } },
    });
    const { outputs } = await graphOf(all.of("shop"));
    expect(outputs.queueUrl).toBe("https://sqs.eu-central-1.amazonaws.com/123456789012/orders-dev-jobs");
  });

  test("that are secret, or hold a secret, stay secret", async () => {
    using all = services({
      orders: { program: 'export const key = { of: [pulumi.secret("hush-6f1d0c")] };' },
      shop: reading("orders", "key"),
    });
    const { outputs } = await graphOf(all.of("shop"));
    expect(outputs.key).toBeInstanceOf(Secret);
    expect(JSON.stringify(outputs)).not.toContain("hush");
  });

  test("come from one run of it, however many read them", async () => {
    using all = services({
      base: orders,
      left: reading("base"),
      right: reading("base"),
      top: {
        program: `export const left = outputsOf("left").queueUrl;
          export const right = outputsOf("right").queueUrl;`,
      },
    });
    const url = "https://sqs.eu-west-1.amazonaws.com/123456789012/base-dev-jobs";
    expect((await graphOf(all.of("top"))).outputs).toEqual({ left: url, right: url });
    expect(all.runs()).toEqual(["base", "left", "right", "top"]);
  });

  test("that stackReferences give are those, and it isn't run", async () => {
    using all = services({ orders, shop: reading("orders") });
    const stackReferences = { "organization/orders/dev": { queueUrl: "given" } };
    expect((await graphOf(all.of("shop"), { stackReferences })).outputs.queueUrl).toBe("given");
    expect(all.runs()).toEqual(["shop"]);
  });
});

describe("a program fails that reads", () => {
  test("a service that isn't there, naming the one that may be meant", async () => {
    using all = services({ orders, shop: reading("order") });
    await expect(graphOf(all.of("shop"))).rejects.toThrow(
      /shop reads the outputs of stack organization\/order\/dev.* no service called "order"\. Did you mean orders\?/,
    );
  });

  test("an output that the other program doesn't have, in the SDK's words", async () => {
    using all = services({ orders, shop: reading("orders", "queueArn") });
    // Source: requireOutput of @pulumi/pulumi's stackReference.js.
    await expect(graphOf(all.of("shop"))).rejects.toThrow(
      "Required output 'queueArn' does not exist on stack 'organization/orders/dev'.",
    );
  });

  test("a service in a stage that it has no stack file for, though the program has one", async () => {
    using all = services({
      orders: { ...orders, stages: { dev: "eu-west-1" } },
      shop: { ...reading("orders"), stages: { dev: "eu-west-1", prod: "eu-west-1" } },
    });
    await expect(graphOf(all.of("shop"), { stage: "prod" })).rejects.toThrow(
      "orders has no stack prod; it has: dev.",
    );
    // A pull request's stage has no files at all.
    expect((await graphOf(all.of("shop"), { stage: "pr-1" })).outputs.queueUrl).toMatch(/orders-pr-1-jobs$/);
  });

  test("a service whose own program fails, naming that one", async () => {
    using all = services({ orders: { program: 'throw new Error("no stock");' }, shop: reading("orders") });
    await expect(graphOf(all.of("shop"))).rejects.toThrow(
      "orders, whose outputs shop reads, fails: no stock",
    );
  });

  test.each<[string, string, Record<string, ServiceText>]>([
    ["itself", "a -> a", { a: reading("a") }],
    ["a service that reads it", "a -> b -> a", { a: reading("b"), b: reading("a") }],
    [
      "two services that read each other",
      "(b -> c -> b|c -> b -> c)",
      {
        a: { program: 'export const x = [outputsOf("b").queueUrl, outputsOf("c").queueUrl];' },
        b: reading("c"),
        c: reading("b"),
      },
    ],
  ])(
    "%s, naming the circle",
    async (_, names, texts) => {
      using all = services(texts);
      await expect(graphOf(all.of("a"))).rejects.toThrow(
        new RegExp(`read each other's outputs in a circle: ${names}\\. None of them`),
      );
    },
    20_000,
  );
});

describe("graphs of several services", () => {
  test("come from one run of each, though others read them; a program that fails is an error of its own", async () => {
    using all = services({
      orders,
      shop: reading("orders"),
      broken: { program: 'throw new Error("no luck");' },
    });
    const graphs = await graphsOf(["orders", "shop", "broken"].map((name) => findService(all.of(name))));
    expect(all.runs()).toEqual(["broken", "orders", "shop"]);
    expect(graphs.get("shop")).toMatchObject({ project: "shop", stack: "dev" });
    expect(graphs.get("broken")).toEqual(expect.objectContaining({ message: "no luck" }));
  });

  test("that read each other in a circle don't wait for each other for ever", async () => {
    using all = services({ a: reading("b"), b: reading("c"), c: reading("a"), d: orders });
    const error = await graphsOf(["a", "b", "c", "d"].map((name) => findService(all.of(name)))).catch(
      (e) => e,
    );
    expect(error).toBeInstanceOf(CircleError);
    expect([...error.services].sort()).toEqual(["a", "b", "c"]);
  }, 20_000);
});

test("on localhost, a function gets the other service's addresses: a queue's never lead to AWS", async () => {
  using all = services({
    orders: {
      program: 'const jobs = new Queue("jobs"); export const { url, arn } = jobs;',
      stages: { dev: "eu-central-1" },
    },
    shop: {
      program: `const { url, arn } = outputsOf("orders");
        new Function("send", { handler: "src/send.mjs", environment: { QUEUE: url, ARN: arn } });`,
    },
  });
  await using app = await local(all.of("shop"));
  const { ARN, QUEUE } = JSON.parse((await app.invoke("send", {})).payload.toString());
  expect(ARN).toBe("arn:aws:sqs:eu-central-1:000000000000:orders-dev-jobs");
  expect(QUEUE).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/000000000000\/orders-dev-jobs$/);
});
