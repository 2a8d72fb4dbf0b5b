import * as aws from "@pulumi/aws";
import { getProject, runtime } from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { type Graph, ProgramError, runInProcess, type Secret } from "../../../platform/engine/index.ts";
import { program } from "../support.ts";

/** Runs jobs, so many at a time. */
async function pool<T>(count: number, width: number, job: (i: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < count; i = next++) results[i] = await job(i);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}

const run = (i: number, fail = false) =>
  runInProcess(
    program("many", {
      project: `service-${i}`,
      config: Object.fromEntries(
        Object.entries({ name: `n${i}`, size: "4", secret: `secret-${i}`, fail: `${fail}` }).map(([k, v]) => [
          `service-${i}:${k}`,
          v,
        ]),
      ),
      secretKeys: [`service-${i}:secret`],
    }),
  );

function expectOwn(graph: Graph, i: number) {
  expect(graph.project).toBe(`service-${i}`);
  // Stack, default provider, component, and four queues with a policy each.
  expect(graph.resources).toHaveLength(11);
  expect(graph.resources.every((r) => r.urn.startsWith(`urn:pulumi:dev::service-${i}::`))).toBe(true);
  for (const queue of graph.of("aws:sqs/queue:Queue"))
    expect(queue.inputs.tags).toEqual({ project: `service-${i}`, stamp: `service-${i}` });
  expect(graph.outputs.project).toBe(`service-${i}`);
  expect((graph.outputs.secret as Secret).reveal()).toBe(`secret-${i}`);
}

test("50 programs in one process, 16 at a time, don't see each other", async () => {
  const graphs = await pool(50, 16, (i) => run(i));
  graphs.forEach(expectOwn);
});

test("a failing program leaves the ones beside it alone", async () => {
  const results = await pool(24, 8, async (i) => {
    try {
      return await run(i, i % 3 === 0);
    } catch (error) {
      return error;
    }
  });
  results.forEach((result, i) => {
    if (i % 3 !== 0) expectOwn(result as Graph, i);
    else {
      expect(result).toBeInstanceOf(ProgramError);
      expect((result as ProgramError).message).toBe(`failing service-${i}`);
    }
  });
});

test("a rejection outside of a program goes to whoever listened before", async () => {
  const before = process.listeners("unhandledRejection");
  const seen: unknown[] = [];
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (reason) => seen.push(reason));
  try {
    const running = run(1);
    Promise.reject(new Error("not the program's"));
    expectOwn(await running, 1);
    expect(seen).toEqual([new Error("not the program's")]);
    expect(process.listenerCount("unhandledRejection")).toBe(1);
  } finally {
    process.removeAllListeners("unhandledRejection");
    for (const listener of before) process.on("unhandledRejection", listener);
  }
});

test("setup runs inside the program's stack, before the program", async () => {
  const stamp = () =>
    runtime.registerResourceTransform(({ props, opts }) => ({
      props: { ...props, tags: { by: getProject() } },
      opts,
    }));
  const graph = await runInProcess(program("hooks", { project: "prepared", setup: stamp }));
  expect(graph.get("jobs").inputs.tags).toEqual({ by: "prepared" });
});

test("a function is a program too, and what it returns are the stack's outputs", async () => {
  const graph = await runInProcess(
    program("none", { program: () => ({ url: new aws.sqs.Queue("made-here").url }) }),
  );
  expect(graph.outputs.url).toBe(graph.get("made-here").outputs.url);
});
