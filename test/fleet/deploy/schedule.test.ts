import fc from "fast-check";
import { expect, test } from "vitest";
import { runInOrder } from "../../../platform/fleet/deploy/schedule.ts";

/** Tasks 0..n, each waiting for some before it, some of which go wrong. */
const plans = fc.integer({ min: 1, max: 14 }).chain((count) =>
  fc.record({
    after: fc
      .tuple(
        ...Array.from({ length: count }, (_, i) =>
          i === 0 ? fc.constant([]) : fc.uniqueArray(fc.integer({ min: 0, max: i - 1 }), { maxLength: 3 }),
        ),
      )
      .map((all) => new Map(all.map((others, i) => [String(i), others.map(String)]))),
    bad: fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }).map(String), { maxLength: 3 }),
    parallel: fc.integer({ min: 1, max: 5 }),
    turns: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: count, maxLength: count }),
  }),
);

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("each task runs after those that it waits for, no more at a time than allowed, and a bad one stops its dependants only", async () => {
  await fc.assert(
    fc.asyncProperty(plans, async ({ after, bad, parallel, turns }) => {
      const done: string[] = [];
      let running = 0;
      const ended = await runInOrder(after, {
        parallel,
        signal: new AbortController().signal,
        lets: (isGood: boolean) => isGood,
        run: async (name) => {
          running += 1;
          expect(running).toBeLessThanOrEqual(parallel);
          expect(done).toEqual(expect.arrayContaining(after.get(name)! as string[]));
          for (let i = 0; i < turns[Number(name)]!; i++) await turn();
          running -= 1;
          done.push(name);
          return !bad.includes(name);
        },
      });
      // What can't run: the dependants of a bad one that ran, by the definition itself.
      const stopped = (name: string): boolean =>
        after.get(name)!.some((other) => stopped(other) || bad.includes(other));
      for (const [name, end] of ended) {
        expect([name, end.kind]).toEqual([name, stopped(name) ? "waits" : "ran"]);
        // It names one that went wrong, not one that waits itself.
        if (end.kind === "waits") expect(bad).toContain(end.on);
      }
      expect(ended.size).toBe(after.size);
    }),
    { numRuns: 200 },
  );
});

test("after a stop nothing new begins, and what runs comes to its end", async () => {
  const stop = new AbortController();
  const ended = await runInOrder(
    new Map([
      ["a", []],
      ["b", ["a"]],
      ["c", []],
    ]),
    {
      parallel: 1,
      signal: stop.signal,
      lets: () => true,
      run: async (name) => {
        stop.abort();
        await turn();
        return name;
      },
    },
  );
  expect(Object.fromEntries(ended)).toEqual({
    a: { kind: "ran", result: "a" },
    b: { kind: "stopped" },
    c: { kind: "stopped" },
  });
});
