import { debuggable, type Store } from "./modules.ts";

/** Ends a turn of the event loop; unhandled rejections of the turn are reported by then. */
export const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Waits for the program and for every call it has under way; calls made by the answers count too. The SDK (3.270) gives
 * the stack's outputs while resources inside of `apply` are still to come. A promise that never settles can't be told
 * from a slow one, so a program fails when it has been silent for `idleLimit` milliseconds.
 */
export async function untilQuiet(store: Store, program: Promise<unknown>, idleLimit = 60_000): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const stuck = new Promise<never>((_resolve, reject) => {
    let seen: unknown;
    const look = () => {
      if (seen === store.settings.rpcDone)
        reject(
          new Error(
            debuggable.leakedPromises()[1] || `the program has been silent for ${idleLimit / 1000} seconds`,
          ),
        );
      seen = store.settings.rpcDone;
    };
    look();
    timer = setInterval(look, idleLimit);
  });
  const quiet = async () => {
    await program;
    for (let idle = 0; idle < 2; ) {
      const before = store.settings.rpcDone;
      await before;
      await nextTurn();
      idle = store.settings.rpcDone === before ? idle + 1 : 0;
    }
  };
  try {
    await Promise.race([quiet(), stuck]);
  } finally {
    clearInterval(timer);
  }
}
