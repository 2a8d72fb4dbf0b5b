import { describe, expect, test } from "vitest";
import type { Graph } from "../../../platform/engine/index.ts";
import { project } from "./programs.ts";

const queues = (graph: Graph) => graph.of("aws:sqs/queue:Queue").map(({ name }) => name);

// Source of what a program may still do: Node's "Process", on the events beforeExit and exit; the CLI's runner
// (@pulumi/pulumi, cmd/run/index.js) waits for the former.
describe("a program's graph has what it makes", () => {
  test.each([
    ["in its module", "make();", 1],
    ["after an awaited timer", "await new Promise((done) => setTimeout(done, 30)); make();", 1],
    ["in a timer that nothing waits for", "setTimeout(make, 30);", 1],
    [
      "in the last of a chain of timers",
      "let n = 0; const next = () => (n++ < 5 ? setTimeout(next, 5) : make()); next();",
      1,
    ],
    [
      "in a promise that nothing awaits",
      "void import('node:fs/promises').then(({ readdir }) => readdir('.')).then(make);",
      1,
    ],
    ["in a listener of beforeExit", "process.once('beforeExit', make);", 1],
    [
      "in the third of the events beforeExit",
      "let n = 0; process.on('beforeExit', () => { n += 1; if (n < 3) setTimeout(() => {}, 5); if (n === 3) make(); });",
      1,
    ],
    [
      "asynchronously after beforeExit",
      "process.once('beforeExit', async () => { await null; setTimeout(make, 20); });",
      1,
    ],
    [
      "in an apply of what a timer made",
      "setTimeout(() => make().url.apply(() => new aws.sqs.Queue('second')), 5);",
      2,
    ],
    [
      "after a child process has ended",
      "const { execFile } = await import('node:child_process'); execFile('true', make);",
      1,
    ],
    ["by a default export that is a function", "export default async () => { make(); };", 1],
  ])("%s", async (_, program, count) => {
    using shop = project(`const make = () => new aws.sqs.Queue("jobs");\n${program}`);
    expect(queues(await shop.run())).toHaveLength(count);
  });
});

test("the notification of a bucket is made, which @pulumi/aws makes on beforeExit, in every program of a process", async () => {
  using shop = project(`
    const handler = new aws.lambda.Function("work", { role: "arn:aws:iam::123456789012:role/work", code: new pulumi.asset.StringAsset("code"), runtime: "nodejs24.x", handler: "a.b" });
    new aws.s3.Bucket("uploads").onObjectCreated("uploaded", handler);`);
  const all = await Promise.all([1, 2, 3].map(() => shop.run()));
  for (const graph of all)
    expect(graph.get("uploaded", "aws:s3/bucketNotification:BucketNotification").parent).toBe(
      graph.get("uploads").urn,
    );
});

describe("a program fails", () => {
  test.each([
    ["with an error in a timer", "setTimeout(() => { throw new Error('too late'); }, 5);", "too late"],
    [
      "with a rejection after its end",
      "setTimeout(() => Promise.reject(new Error('too late')), 5);",
      "too late",
    ],
    ["with a rejection that is no error", "Promise.reject('nothing');", "nothing"],
    [
      "with an error of a listener of exit",
      "process.on('exit', () => { throw new Error('too late'); });",
      "too late",
    ],
  ])("%s: one message, and its place", async (_, program, message) => {
    using shop = project(`\n${program}`);
    const error = await shop.failure();
    expect(error.message).toBe(message);
    expect(error.errors).toHaveLength(1);
    if (program.includes("Error")) expect(error.stack).toContain(`${shop.dir}/index.ts:4`);
  });

  test("that ends its process with a code, naming the place", async () => {
    using shop = project("new aws.sqs.Queue('jobs');\nfunction leave() {\n  process.exit(3);\n}\nleave();");
    const error = await shop.failure();
    expect(error.message).toBe("the program calls process.exit(3), which fails a deployment");
    expect(error.stack).toMatch(/\n {4}at leave \(file:.*index\.ts:5:11\)/);
  });

  test("in no way that ends its process with 0, but its graph says so", async () => {
    using shop = project(
      "const jobs = new aws.sqs.Queue('jobs');\nawait new Promise((done) => jobs.id.apply(done));\nprocess.exit(0);\nnew aws.sqs.Queue('late');",
    );
    const graph = await shop.run();
    expect(queues(graph)).toEqual(["jobs"]);
    expect(graph.logs.map(({ message }) => message)).toEqual([
      `The program calls process.exit(0) (${shop.dir}/index.ts:5): this graph ends there, and a deployment deletes what comes after it.`,
    ]);
  });

  test("that sets an exit code", async () => {
    using shop = project("process.exitCode = 7;");
    expect((await shop.failure()).message).toBe("the program sets the exit code 7, which fails a deployment");
  });

  test("that ends its process by a signal, with its last words", async () => {
    using shop = project("console.error('out of luck'); process.kill(process.pid, 'SIGKILL');");
    const { message } = await shop.failure();
    expect(message).toContain(`the process of ${shop.dir} ended by SIGKILL`);
  });

  test("that awaits what never comes, naming its file, without waiting for it", async () => {
    using shop = project("await new Promise(() => {});");
    expect((await shop.failure({ main: "index.ts" })).message).toBe(
      `${shop.dir}/index.ts waits for a promise that nothing settles any more`,
    );
  });

  test("that waits for a server which doesn't answer, naming its file and what Node waits for", async () => {
    using shop = project("setInterval(() => {}, 1_000);");
    expect((await shop.failure({ main: "index.ts", idleLimit: 1_500 })).message).toMatch(
      `${shop.dir}/index.ts gave no sign for 1.5 seconds and was ended; it waits for something that hasn't come (Node calls it Timeout)`,
    );
  });

  test("that computes without an end, naming its file, and the next program isn't hindered", async () => {
    using shop = project("while (true) {}");
    const [error, graph] = await Promise.all([
      shop.failure({ main: "index.ts", idleLimit: 1_500 }),
      (async () => {
        using other = project("new aws.sqs.Queue('jobs');");
        return await other.run();
      })(),
    ]);
    expect(error.message).toContain(`${shop.dir}/index.ts gave no sign for 1.5 seconds and was ended`);
    expect(error.message).toContain("it computes without a pause");
    expect(queues(graph)).toEqual(["jobs"]);
  });
});

test("a run that is no longer wanted is ended", async () => {
  using shop = project("while (true) {}");
  const end = new AbortController();
  const running = shop.run({ signal: end.signal });
  end.abort(new Error("saved again"));
  await expect(running).rejects.toThrow("saved again");
});
