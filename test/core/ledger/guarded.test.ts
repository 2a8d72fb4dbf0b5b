import { describe, expect, test } from "vitest";
import { Bucket, Cron, Event, Function, Queue, Secret } from "../../../platform/index.ts";
import { ledgerIn } from "../../../platform/policies/ledger.ts";
import { because, errorOf, graphOfProgram, inputsOf } from "../../support/index.ts";

const handler = "src/handler.ts";
const entriesOf = async (...args: Parameters<typeof graphOfProgram>) =>
  ledgerIn(await graphOfProgram(...args)).map(({ entry, resource }) => ({
    ...entry,
    parent: resource.parent?.split("::").slice(2).join(" "),
  }));
const defaults = (values: object) => ({ "shop:defaults": JSON.stringify(values) });

describe("a guarded setting in a program", () => {
  test("is refused without a reason, with what to write, together with what else is wrong", async () => {
    const text = await errorOf(
      () =>
        void new Function("worker", {
          handler,
          memory: 64,
          tracing: "PassThrough",
          reservedConcurrency: { value: 3, reason: "", owner: "Crew", expires: "soon" },
        }),
    );
    expect(text.split("\n")).toEqual([
      'Function "worker" of service shop has 5 problem(s):',
      "  - memory: 64 given; whole numbers from 128 to 10240 MB are allowed.",
      '  - tracing: "PassThrough" given, where the organisation decides "Active". The setting is guarded: leave it out, or write ' +
        'tracing: { value: "PassThrough", reason: "...", owner: "payments", expires: "2027-03-31" }. See docs/defaults.md.',
      '  - reservedConcurrency.reason: "" given; a sentence is expected that tells why.',
      expect.stringMatching(/^ {2}- reservedConcurrency\.owner: The owner's name "Crew" may hold/),
      '  - reservedConcurrency.expires: "soon" given; the last day that it holds is expected, such as "2027-03-31".',
    ]);
  });

  test.each<[string, () => unknown, RegExp]>([
    [
      "a bucket's",
      () => new Bucket("files", { versioned: false }),
      /Bucket "files".*\n {2}- versioned: false/,
    ],
    [
      "a secret's",
      () => new Secret("token", { recoveryWindowDays: 7 }),
      /recoveryWindowDays: 7 given, where/,
    ],
    [
      "that of an event's function",
      () => new Event("jobs", { source: { type: "sqs" }, handler, logRetentionDays: 1 }),
      /Function "jobs-handler".*\n {2}- logRetentionDays: 1 given, where the organisation decides 30/,
    ],
  ])("is refused, %s too", async (_, make, message) => {
    expect(await errorOf(() => void make())).toMatch(message);
  });

  test("is fine with the value that the organisation decides for the stage and the kind", async () => {
    const entries = await entriesOf(() => {
      new Function("worker", { handler, tracing: "Active", reservedConcurrency: 10 });
      new Cron("nightly", { handler, schedule: "rate(1 day)", reservedConcurrency: 1 });
    });
    expect(entries).toEqual([]);
    expect(
      await errorOf(
        () => void new Cron("nightly", { handler, schedule: "rate(1 day)", reservedConcurrency: 10 }),
      ),
    ).toContain("reservedConcurrency: 10 given, where the organisation decides 1.");
  });

  test("has its entry below the component that it holds for", async () => {
    const program = () =>
      void new Event("jobs", { source: { type: "sqs" }, handler, reservedConcurrency: because(20) });
    expect(await entriesOf(program)).toEqual([
      {
        ...because(20),
        setting: "function.reservedConcurrency",
        instead: 10,
        parent: "platform:index:Event$platform:index:Function jobs-handler",
      },
    ]);
  });

  test("is no exception where its value is the organisation's own, as tracing in China", async () => {
    const program = () => void new Function("worker", { handler, tracing: because("PassThrough") });
    expect(await entriesOf(program, { region: "cn-north-1" })).toEqual([]);
    expect(await entriesOf(program)).toHaveLength(1);
  });
});

describe("a guarded setting in a stack's config", () => {
  const twoQueues = () => {
    new Queue("first");
    new Queue("second");
  };

  test("is refused without a reason, with what to write", async () => {
    const config = {
      ...defaults({ queue: { encrypted: false }, alarms: { enabled: true } }),
      "shop:functions": '{"worker":{"tracing":"PassThrough"}}',
    };
    expect(await errorOf(() => void new Function("worker", { handler }), { config })).toBe(
      [
        "The config of stack prod of shop has 2 problem(s):",
        '  - defaults.queue.encrypted: false given, where the organisation decides true. The setting is guarded: leave it out, or write encrypted: { value: false, reason: "...", owner: "payments", expires: "2027-03-31" }. See docs/defaults.md.',
        '  - functions.worker.tracing: "PassThrough" given, where the organisation decides "Active". The setting is guarded: leave it out, or write tracing: { value: "PassThrough", reason: "...", owner: "payments", expires: "2027-03-31" }. See docs/defaults.md.',
      ].join("\n"),
    );
  });

  test("is refused with an override that is incomplete, or of the wrong type, all together", async () => {
    const { reason, owner } = because(0);
    const config = defaults({
      queue: { encrypted: { reason, owner, expires: "2027-02-29" } },
      alarms: { enabled: { ...because("no") } },
    });
    expect((await errorOf(twoQueues, { config })).split("\n")).toEqual([
      "The config of stack prod of shop has 3 problem(s):",
      '  - defaults.alarms.enabled: "no" given; a boolean is expected, such as true.',
      "  - defaults.queue.encrypted.value: it is missing; give the value that holds instead of the organisation's.",
      '  - defaults.queue.encrypted.expires: "2027-02-29" given; the last day that it holds is expected, such as "2027-03-31".',
    ]);
  });

  test("has one entry below the stack for all components, and its value holds for each", async () => {
    const config = defaults({ queue: { encrypted: because(false) } });
    const graph = await graphOfProgram(twoQueues, { config });
    for (const name of ["first-queue", "second-queue", "first-dlq"])
      expect(inputsOf(graph, name, "aws:sqs/queue:Queue").sqsManagedSseEnabled).toBe(false);
    expect(ledgerIn(graph).map(({ entry, resource }) => [entry, resource.parent?.split("::")[2]])).toEqual([
      [{ ...because(false), setting: "queue.encrypted", instead: true }, "pulumi:pulumi:Stack"],
    ]);
  });

  test("of one function has its entry below that function, unless the program overrides it too", async () => {
    const config = { "shop:functions": JSON.stringify({ worker: { reservedConcurrency: because(4) } }) };
    const args = (reservedConcurrency?: ReturnType<typeof because<number>>) => () =>
      void new Function("worker", { handler, ...(reservedConcurrency && { reservedConcurrency }) });
    expect(await entriesOf(args(), { config })).toMatchObject([
      { value: 4, instead: 10, parent: "platform:index:Function worker" },
    ]);
    expect(await entriesOf(args(because(6)), { config })).toMatchObject([
      { value: 6, instead: 4, parent: "platform:index:Function worker" },
    ]);
  });
});

test("a day without quotes in a stack's file is one, though the pulumi CLI hands on a moment in its place", async () => {
  const encrypted = { ...because(false), expires: "2099-12-31 00:00:00 +0000 UTC" };
  const entries = await entriesOf(() => void new Queue("jobs"), {
    config: defaults({ queue: { encrypted } }),
  });
  expect(entries).toMatchObject([{ setting: "queue.encrypted", expires: "2099-12-31" }]);
});

test("the inputs of a component are the settings that its program gives, and nothing else", async () => {
  const graph = await graphOfProgram(() => {
    new Queue("plain");
    new Event("jobs", { source: { type: "sqs", batchSize: 5 }, handler, memory: 1024 });
  });
  expect(graph.get("plain", "platform:index:Queue").inputs).toEqual({});
  expect(graph.get("jobs", "platform:index:Event").inputs).toEqual({
    sourceSettings: { event: { batchSize: 5 } },
  });
  expect(graph.get("jobs-handler", "platform:index:Function").inputs).toEqual({
    settings: { function: { memory: 1024 } },
    sourceSettings: { event: { batchSize: 5 } },
  });
});
