import type { Reads } from "./order.ts";

/** What came of one task: it ran, one that it waits for didn't let it, or the run was stopped before it. */
export type Ended<R> =
  | { readonly kind: "ran"; readonly result: R }
  | { readonly kind: "waits"; readonly on: string }
  | { readonly kind: "stopped" };

interface Schedule<R> {
  /** Tasks at a time. */
  readonly parallel: number;
  readonly signal: AbortSignal;
  readonly run: (name: string) => Promise<R>;
  /** Whether tasks that wait for one with this result may run. */
  readonly lets: (result: R) => boolean;
}

/**
 * Runs tasks by name, each after those that it waits for, as many at a time as are allowed. One that goes wrong stops its
 * dependants only. There must be no circle.
 */
export async function runInOrder<R>(
  after: Reads,
  schedule: Schedule<R>,
): Promise<ReadonlyMap<string, Ended<R>>> {
  const ended = new Map<string, Ended<R>>();
  const running = new Map<string, Promise<void>>();
  const open = (name: string) => !ended.has(name) && !running.has(name);

  const start = (name: string) => {
    const task = schedule
      .run(name)
      .then((result) => void ended.set(name, { kind: "ran", result }))
      .finally(() => running.delete(name));
    running.set(name, task);
  };

  for (;;) {
    settle(after, ended, schedule, open);
    for (const name of after.keys())
      if (running.size < schedule.parallel && open(name) && isReady(name, after, ended)) start(name);
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  return new Map([...after.keys()].map((name) => [name, ended.get(name) ?? { kind: "stopped" }]));
}

const isReady = <R>(name: string, after: Reads, ended: ReadonlyMap<string, Ended<R>>): boolean =>
  (after.get(name) ?? []).every((other) => ended.get(other)?.kind === "ran");

/** Ends the tasks that will not run: those behind one that went wrong, and all that are left after a stop. */
function settle<R>(
  after: Reads,
  ended: Map<string, Ended<R>>,
  { signal, lets }: Schedule<R>,
  open: (name: string) => boolean,
): void {
  const obstacle = (name: string): string | undefined => {
    const end = ended.get(name);
    if (end?.kind === "waits") return end.on;
    return end?.kind === "ran" && !lets(end.result) ? name : undefined;
  };
  for (let settled = -1; settled !== ended.size; ) {
    settled = ended.size;
    for (const [name, others] of after) {
      if (!open(name)) continue;
      const on = others.map(obstacle).find((one) => one !== undefined);
      if (on !== undefined) ended.set(name, { kind: "waits", on });
      else if (signal.aborted) ended.set(name, { kind: "stopped" });
    }
  }
}
