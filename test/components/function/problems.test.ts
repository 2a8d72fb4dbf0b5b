import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { Event, Function, type FunctionArgs, Queue, Table } from "../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf } from "../../support/index.ts";

const handler = "src/handler.ts";
/** Args that TypeScript would refuse, as JavaScript or a cast may pass them. */
const refused = (args: object) =>
  errorOf(() => void new Function("worker", { handler, ...args } as FunctionArgs));

describe("a function refuses", () => {
  test.each([
    [{ memory: 64 }, "memory: 64 given; whole numbers from 128 to 10240 MB are allowed."],
    [{ memory: 10_241 }, "memory: 10241 given; whole numbers from 128 to 10240 MB are allowed."],
    [{ memory: "512" }, 'memory: "512" given; whole numbers from 128 to 10240 MB are allowed.'],
    [{ timeout: 0 }, "timeout: 0 given; whole numbers from 1 to 900 seconds are allowed."],
    [{ timeout: 901 }, "timeout: 901 given; whole numbers from 1 to 900 seconds are allowed."],
    [{ timeout: 1.5 }, "timeout: 1.5 given; whole numbers from 1 to 900 seconds are allowed."],
    [
      { ephemeralStorage: 256 },
      "ephemeralStorage: 256 given; whole numbers from 512 to 10240 MB are allowed.",
    ],
    [{ retries: 3 }, "retries: 3 given; whole numbers from 0 to 2 are allowed."],
    [{ maxEventAge: 59 }, "maxEventAge: 59 given; whole numbers from 60 to 21600 seconds are allowed."],
    [{ reservedConcurrency: -1 }, "reservedConcurrency: -1 given; whole numbers from 0 to 1000 are allowed."],
    [{ layers: Array(6).fill("arn") }, "layers: 6 given; 5 are allowed."],
    [{ logRetentionDays: 31 }, "logRetentionDays: 31 given; CloudWatch Logs knows 1, 3, 5, 7, 14, 30, 60"],
    [{ architecture: "arm" }, 'architecture: "arm" given; "arm64" and "x86_64" are allowed.'],
    [{ tracing: "On" }, 'tracing: "On" given; "Active" and "PassThrough" are allowed.'],
    [
      { logLevel: "LOUD" },
      'logLevel: "LOUD" given; "TRACE", "DEBUG", "INFO", "WARN", "ERROR" and "FATAL" are allowed.',
    ],
    [{ handler: undefined }, "handler: undefined given; a TypeScript or JavaScript file is expected"],
    [{ handler: "src/handler.py" }, 'handler: "src/handler.py" given; a TypeScript or JavaScript file'],
    [
      { handler: "../other/src/handler.ts" },
      'handler: "../other/src/handler.ts" given; a path inside the service\'s folder',
    ],
    [{ handler: "/src/handler.ts" }, 'handler: "/src/handler.ts" given; a path inside the service\'s folder'],
    [{ memroy: 512 }, "memroy: there is no such argument; did you mean memory?"],
    [
      { environment: { AWS_REGION: "x" } },
      "environment: AWS_REGION is set by Lambda itself; choose another name.",
    ],
    [{ environment: { _HANDLER: "x" } }, "environment: _HANDLER is set by Lambda itself"],
    [{ environment: { X_Y: undefined } }, "environment: X_Y is undefined; give it a text, or leave it out."],
    [{ environment: { X_Y: null } }, "environment: X_Y is null; give it a text, or leave it out."],
    [{ environment: { X_Y: Number.NaN } }, "environment: X_Y is NaN; give it a text, or leave it out."],
    [{ environment: { X_Y: 5 } }, "environment: X_Y is 5; give it a text, or leave it out."],
    [
      { environment: { "MY-NAME": "x" } },
      'environment: "MY-NAME" is not a valid variable name: use at least two letters, digits or "_"',
    ],
    [
      { permissions: [{ actions: ["s3:*"], resources: ["arn"] }] },
      'permissions: the action "s3:*" has a "*"',
    ],
  ])("%j", async (args, problem) => {
    const message = await refused(args);
    expect(message).toContain('Function "worker" of service shop has 1 problem(s):');
    expect(message).toContain(`  - ${problem}`);
  });

  test("all that is wrong at once", async () => {
    const message = await refused({ memory: 1, timeout: 1_000, retries: 9, colour: "red" });
    expect(message.split("\n")).toHaveLength(5);
    for (const word of ["memory: 1 given", "timeout: 1000 given", "retries: 9 given", "colour: there is no"])
      expect(message).toContain(word);
  });

  test("a handler that does not exist, saying where it looked", async () => {
    expect(await refused({ handler: "src/missing.ts" })).toContain("src/missing.ts");
  });

  test("a name that AWS could not take", async () => {
    const message = await errorOf(() => void new Function("Worker_1", { handler }));
    expect(message).toContain('Function "Worker_1" of service shop has 1 problem(s):');
    expect(message).toContain("lower-case letters, digits and single hyphens");
  });

  test("a secret in its environment, without printing it", async () => {
    const message = await errorOf(() => {
      const password = pulumi.secret("hunter2");
      new Function("worker", {
        handler,
        environment: { PASSWORD: password, OTHER: pulumi.interpolate`x${password}` },
      });
    });
    expect(message).toContain('Function "worker" of service shop has 2 problem(s):');
    expect(message).toContain(
      "environment: PASSWORD is a secret; keep it in a secret store and link that instead.",
    );
    expect(message).toContain("environment: OTHER is a secret");
    expect(message).not.toContain("hunter2");
  });

  test("more than 4 KB of variables, those of links and of the platform included", async () => {
    expect(await refused({ environment: { LONG: "x".repeat(4_001) } })).toContain(
      "environment: 4097 bytes in all; Lambda takes 4096.",
    );
    const graph = await graphOfProgram(
      () => void new Function("worker", { handler, environment: { LONG: "x".repeat(4_000) } }),
    );
    expect(inputsOf(graph, "worker-function")).toBeDefined();
  });

  test.each([
    ["STAGE", "the platform"],
    ["POWERTOOLS_SERVICE_NAME", "the platform"],
    ["USERS_TABLE_NAME", "a link"],
  ])("a variable %s that would hide that of %s", async (variable, by) => {
    const message = await errorOf(() => {
      const users = new Table("users", { partitionKey: "id" });
      new Function("worker", { handler, link: [users], environment: { [variable]: "mine" } });
    });
    expect(message).toContain(`environment: ${variable} is set by ${by}; choose another name.`);
  });

  test("two links that give the same variable different values", async () => {
    const message = await errorOf(() => {
      const orders = new Event("orders", { source: { type: "sqs" }, handler });
      const queue = new Queue("other-orders", {}).url;
      const other = {
        link: { names: ["ORDERS_QUEUE_URL"], environment: { ORDERS_QUEUE_URL: queue }, statements: [] },
      };
      new Function("worker", { handler, link: [orders.source.queue, other] });
    });
    expect(message).toContain(
      'link: two different things give the variable ORDERS_QUEUE_URL; rename it in one of them: linkAs("ANOTHER_NAME", ...).',
    );
  });

  test.each([
    [
      { transform: { fucntion: {} } },
      "transform.fucntion: there is no such argument; did you mean function?",
    ],
    [{ transform: { queue: {} } }, "transform.queue: there is no such argument"],
  ])("a transform of a part that it doesn't have", async (args, problem) => {
    expect(await refused(args)).toContain(problem);
  });

  test("destinations where nothing invokes it asynchronously would never be used", async () => {
    const message = await errorOf(() => {
      const failed = new Queue("failed");
      new Function(
        "worker",
        { handler, onFailure: failed, retries: 1, transform: { invokeConfig: {} } },
        { invocation: "sync" },
      );
    });
    for (const given of ["onFailure", "retries", "transform.invokeConfig"])
      expect(message).toContain(`${given}: nothing invokes this function asynchronously`);
  });
});
