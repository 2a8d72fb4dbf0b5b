import { expect, test } from "vitest";
import { dropDebugLines } from "../../../platform/engine/sdk/debug-log.ts";
import { type Store, state } from "../../../platform/engine/sdk/modules.ts";
import { freshCopy } from "./support.ts";

type Log = typeof import("@pulumi/pulumi").log;

/** How many calls to the engine a debug line and a warning make. */
function calls(log: Log): Promise<number> {
  return state.withLocalStorage(async () => {
    let count = 0;
    const engine = {
      close() {},
      log(_request: unknown, done: (error: unknown) => void) {
        count += 1;
        done(null);
      },
    };
    (state.getLocalStore() as Store).settings.engine = engine;
    await log.debug("a call begins");
    await log.warn("a warning");
    return count;
  });
}

test("the SDK by itself calls the engine for every debug line", async () => {
  expect(await calls(freshCopy("@pulumi/pulumi/log/index.js") as Log)).toBe(2);
});

test("debug lines are dropped with the engine, and warnings arrive", async () => {
  const log = freshCopy("@pulumi/pulumi/log/index.js") as Log;
  dropDebugLines(log);
  expect(await calls(log)).toBe(1);
});
