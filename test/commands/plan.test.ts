import { describe, expect, test } from "vitest";
import { configIn, findService } from "../../platform/fleet/services.ts";
import { program, serviceFolder } from "../support/folder.ts";
import { without } from "../support/index.ts";
import { runCommand } from "./support.ts";

const plan = (...args: string[]) => runCommand("plan", args);

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what begins a colour.
const colour = /\u001b\[/;

describe.skipIf(without("users-api")).concurrent("npm run plan, of an example", () => {
  const regionIn = (stage: string) => configIn(findService("users-api"), stage)["aws:region"];

  test("prints the plan of a service, without colours in a pipe", async () => {
    const { code, out, err } = await plan("users-api");
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(out).toContain(`users-api in stage dev, ${regionIn("dev")}: `);
    expect(out).toMatch(/^users-api.*: \d+ resources. Offline: nothing was asked of AWS.\n/);
    expect(out).toContain("\nGateway api  HTTP API\n  api-create-user  512 MB, ");
    expect(out).not.toMatch(colour);
  });

  test("--json prints JSON that a program can read", async () => {
    const { code, out } = await plan("users-api", "--json", "--stage", "prod");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      service: "users-api",
      stage: "prod",
      region: regionIn("prod"),
      warnings: [expect.stringContaining("No account is named for prod")],
      findings: expect.arrayContaining([expect.objectContaining({ rule: "alarm-actions" })]),
      wiring: { nodes: expect.any(Array), edges: expect.any(Array) },
    });
  });

  test("--full prints every resource with its settings and the exact IAM, and the whole estimate", async () => {
    const [{ out: short }, { code, out }] = await Promise.all([
      plan("users-api", "--requests", "1000000"),
      plan("users-api", "--requests", "1000000", "--full"),
    ]);
    expect(code).toBe(0);
    const only = [
      "+ api-create-user-function lambda.Function\n",
      "      memorySize: 512\n",
      "allow dynamodb:PutItem, dynamodb:UpdateItem, dynamodb:ConditionCheckItem on arn:aws:dynamodb:",
      "  Taken for granted:\n",
    ];
    for (const part of only) {
      expect(out).toContain(part);
      expect(short).not.toContain(part);
    }
    expect(short.split("\n").length).toBeLessThan(40);
  });

  test("estimates the cost of the traffic that it is given, in text and in JSON", async () => {
    const text = await plan("users-api", "--requests", "1000000");
    expect(text.out).toMatch(/\nAbout \d+\.\d\d US dollars a month\n/);
    const { code, out } = await plan("users-api", "--json", "--requests", "1000000", "--duration", "50");
    expect(code).toBe(0);
    expect(JSON.parse(out).cost).toMatchObject({ currency: "USD", total: expect.any(Number) });
  });

  test.each([
    [["users-ap"], 'There is no service called "users-ap". Did you mean users-api?'],
    [
      ["users-api", "--stage", "prd"],
      "users-api has no stack prd; it has: dev, prod, staging. Did you mean prod?",
    ],
    [["users-api", "order-events"], "Name one service; 2 given."],
    [["users-api", "--stgae", "prod"], "--stgae: There is no such flag; did you mean --stage? See --help."],
    [["users-api", "--requests", "many"], "traffic.requests: NaN given; a number from 0 is expected."],
  ])("%j is bad input: exit code 2 and one message", async (args, message) => {
    const { code, out, err } = await plan(...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^error /);
    expect(err).toContain(message);
    expect(err).toContain("Usage: npm run plan");
    expect(err).not.toMatch(/^\s+at /m);
  });
});

describe.concurrent("npm run plan", () => {
  test("--help says how it is used and asks nothing else", async () => {
    const { code, out, err } = await plan("--help");
    expect([code, err]).toEqual([0, ""]);
    for (const part of [
      "Usage: npm run plan -- <service>",
      "--stage <stage>",
      "(default: dev)",
      "--json",
      "-h, --help",
    ])
      expect(out).toContain(part);
  });

  test.each([
    ["throws", "throw new Error('the shop is closed');", "the shop is closed"],
    ["doesn't parse", "const = 1;", "Unexpected token"],
  ])("a program that %s fails with its own message: exit code 1", async (_, body, message) => {
    using folder = serviceFolder({ "index.ts": program(body) });
    const { code, out, err } = await plan(folder.dir);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(message);
    expect(err).toMatch(/^ {2}at .*index\.ts:3$/m);
    expect(err).not.toContain("Usage:");
  });

  test.each([
    ["a syntax error in a handler", "const broken = ;\n", "src/handler.ts:1:16: Unexpected"],
    [
      "an import in a handler of a file that isn't there",
      'import "./none.ts";\n',
      'src/handler.ts:1:8: Could not resolve "./none.ts"',
    ],
  ])("%s is reported with its place, once, and no other", async (_, handler, place) => {
    using folder = serviceFolder({
      "src/handler.ts": handler,
      "index.ts": program("new Function('worker', { handler: 'src/handler.ts' });"),
    });
    const { code, err } = await plan(folder.dir);
    expect(code).toBe(1);
    expect(err).toContain(place);
    expect(err.match(/[^\s(]+\.ts:\d+/g)).toEqual([expect.stringMatching(/^src\/handler\.ts:1$/)]);
  });

  test("an error whose message names a file has the place of the error, not of that file", async () => {
    using folder = serviceFolder({ "index.ts": program("throw new Error('see /docs/a.ts:3');") });
    const { err } = await plan(folder.dir);
    expect(err).toMatch(/^ {2}at .*index\.ts:3$/m);
    expect(err).not.toMatch(/^ {2}at .*a\.ts/m);
  });

  test("a service without an owner fails, saying where to set it", async () => {
    using folder = serviceFolder({ "Pulumi.yaml": "name: shop\nruntime: nodejs\n" });
    const { code, err } = await plan(folder.dir);
    expect(code).toBe(1);
    expect(err).toContain("owner: The owner's name is missing");
    expect(err).toContain("Pulumi.yaml");
  });
});
