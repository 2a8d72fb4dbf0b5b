import { join } from "node:path";
import nodePlop from "node-plop";
import { expect, test } from "vitest";
import { kindNames, specOf } from "../../../generators/kinds/index.ts";
import { promptOf } from "../../../generators/plopfile.ts";
import { region } from "../../../platform/organisation.ts";
import { emptyFolder, everythingIn, finished, newService, root, start } from "../support/run.ts";

/** Answers prompts as a person would: waits until the question is shown, then types. */
async function answer(args: string[], dialogue: readonly (readonly [string, string])[]) {
  const child = start("test/generators/support/ask.ts", args);
  const end = finished(child);
  let shown = "";
  let at = 0;
  child.stdout?.on("data", (data) => {
    shown += data;
    const next = dialogue[at];
    if (!next || !shown.includes(next[0])) return;
    at += 1;
    shown = "";
    child.stdin?.write(next[1]);
  });
  const { stdout, stderr, code } = await end;
  const told = /^answers (.*)/m.exec(stdout)?.[1];
  return { stdout, stderr, code, answered: at, ...(told && JSON.parse(told)) };
}

test("asks for the kind first, then for what that kind needs; Enter takes the default", async () => {
  const { kind, told, answered } = await answer(
    [],
    [
      ["What kind of service", "\u001b[B\n"],
      ["Name of the service", "orders\n"],
      ["Team that owns it", "payments\n"],
      ["What it does", "\n"],
      ["AWS region", "\n"],
      ["Where its events come from", "\n"],
      ["Messages per invocation", "\n"],
    ],
  );

  expect(answered).toBe(7);
  expect(kind).toBe("event");
  expect(told).toEqual({
    name: "orders",
    owner: "payments",
    description: "Consumer of orders",
    region,
    source: "sqs",
    batchSize: "",
  });
});

test("asks nothing that it was told, and derives defaults from what it was told", async () => {
  const told = { name: "orders-api", owner: "payments", description: "Orders", region: "eu-west-1" };

  const result = await answer(
    ["gateway", JSON.stringify(told)],
    [
      ["What stands before its functions", "\n"],
      ["Path of its resource", "\n"],
      ["DynamoDB table", "orders\n"],
    ],
  );

  expect(result.answered).toBe(3);
  expect(result.stdout).not.toMatch(/Name of the service|Team that owns it|AWS region/);
  expect(result.told).toEqual({ ...told, api: "http", path: "/orders", table: "orders" });
});

test.each([
  ["gateway", "api", "rest", { rest: { path: "/orders" }, never: /DynamoDB table/ }],
  ["event", "source", "s3", { rest: {}, never: /Messages per invocation/ }],
])(
  "of the kind %s, a service whose %s is %s is not asked what goes with others only",
  async (kind, question, value, { rest, never }) => {
    const told = { name: "orders", owner: "payments", description: "Orders", region: "eu-west-1" };

    const result = await answer(
      [kind, JSON.stringify({ ...told, [question]: value })],
      kind === "gateway" ? [["Path of its resource", "\n"]] : [],
    );

    expect(result.code).toBe(0);
    expect(result.stdout).not.toMatch(never);
    expect(result.told).toEqual({ ...told, ...rest, [question]: value });
  },
);

test("the answer given a moment ago decides what is asked next", async () => {
  const told = { name: "orders", owner: "payments", description: "Orders", region: "eu-west-1" };

  const result = await answer(
    ["gateway", JSON.stringify(told)],
    [
      // One down: the REST API.
      ["What stands before its functions", "\u001b[B\n"],
      ["Path of its resource", "\n"],
    ],
  );

  expect(result.told).toEqual({ ...told, api: "rest", path: "/orders" });
});

test("only those choices are left that go with what was told", async () => {
  const told = {
    name: "orders",
    owner: "payments",
    description: "Orders",
    region: "eu-west-1",
    batchSize: "5",
  };

  const { stdout, told: all } = await answer(
    ["event", JSON.stringify(told)],
    // One up from the first is the last.
    [["Where its events come from", "\u001b[A\n"]],
  );

  expect(stdout).not.toMatch(/eventbridge|cognito/);
  expect(all).toEqual({ ...told, source: "sns" });
});

test("an answer that isn't allowed is refused in words, and asked for again", async () => {
  const told = { name: "nightly", owner: "payments", description: "x", region: "eu-west-1", timezone: "UTC" };

  const result = await answer(
    ["cron", JSON.stringify(told)],
    [
      ["When it runs", "every night\n"],
      ["isn't a schedule", `${"\u007f".repeat(11)}rate(1 day)\n`],
    ],
  );

  expect(result.told.schedule).toBe("rate(1 day)");
});

test("a name that is taken is refused at once, not after everything else was answered", async () => {
  const told = {
    owner: "web",
    description: "x",
    region: "eu-west-1",
    schedule: "rate(1 day)",
    timezone: "UTC",
  };
  const asked = await answer(
    ["cron", JSON.stringify(told)],
    [
      ["Name of the service", "taken\n"],
      ["There is one already", "-too\n"],
    ],
  );
  expect(asked.told.name).toBe("taken-too");

  const args = ["gateway", "orders", "--dir", emptyFolder()];
  await newService([...args, "--owner", "web"]);
  const flagged = await newService(args, {
    NODE_OPTIONS: "--import=./test/generators/support/terminal.mjs",
  });
  expect(flagged).toMatchObject({ code: 3, stdout: "" });
});

test("Ctrl-C at a question ends the command with exit code 130 and leaves nothing behind", async () => {
  const dir = emptyFolder();
  const child = start("platform/commands/new-service.ts", ["gateway", "orders", "--dir", dir], {
    NODE_OPTIONS: "--import=./test/generators/support/terminal.mjs",
  });
  const end = finished(child);
  await new Promise((resolve) => child.stdout?.once("data", resolve));

  child.kill("SIGINT");

  expect(await end).toMatchObject({ code: 130, stderr: expect.stringContaining("nothing was written") });
  expect(everythingIn(dir)).toEqual([]);
});

test("plop's own action checks the answers, which it takes without prompts", async () => {
  const plop = await nodePlop(join(root, "generators/plopfile.ts"));

  const { changes, failures } = await plop.getGenerator("gateway").runActions({ name: "No!", owner: "" });

  expect(changes).toEqual([]);
  expect(failures[0]?.error).toMatch(/--owner: It is missing[\s\S]*--name: /);
});

test("plop has a generator for each kind, whose prompts have a condition where they depend on another", async () => {
  const plop = await nodePlop(join(root, "generators/plopfile.ts"));

  expect(plop.getGeneratorList().map(({ name }) => name)).toEqual(kindNames);
  for (const kind of kindNames)
    for (const question of specOf(kind).questions)
      expect("when" in promptOf(question), question.name).toBe(question.only !== undefined);
});
