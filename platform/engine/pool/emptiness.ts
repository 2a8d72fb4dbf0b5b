/** Ends a turn of the event loop. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Node lists pipes and terminals whether they keep the process alive or not; this process has some of its own. */
const streams = new Set(["PipeWrap", "TTYWrap"]);

/** Node's names of what keeps this process alive. */
export const aliveBy = (): string[] => process.getActiveResourcesInfo().filter((name) => !streams.has(name));

/**
 * Waits until this process would end by itself: the event loop is empty, which Node tells by `beforeExit`, and listeners
 * of that event have made no work anew. `busy` tells of work that Node doesn't know.
 */
export async function untilEmpty(busy: () => boolean): Promise<void> {
  do {
    await new Promise<void>((resolve) => process.once("beforeExit", () => resolve()));
    // Listeners after this one, and the promises that they settle, come first; turns keep the process alive meanwhile.
    await turn();
    await turn();
  } while (busy() || aliveBy().length > 0);
}
