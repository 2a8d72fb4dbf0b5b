import { expect, test } from "vitest";
import { forgetLeftovers } from "../../../platform/engine/sdk/leftovers.ts";
import { type Debuggable, type Store, state } from "../../../platform/engine/sdk/modules.ts";
import { freshCopy, never } from "./support.ts";

test("the SDK complains about unsettled promises at the end of the process, until the engine forgets them", () =>
  state.withLocalStorage(async () => {
    const debuggable = freshCopy("@pulumi/pulumi/runtime/debuggable.js") as Debuggable;
    const before = process.listenerCount("exit");
    void debuggable.debuggablePromise(never(), "a call");
    // The SDK's complaint is a listener for the process's end, which reads the same list.
    const [complaint] = process.listeners("exit").slice(before);
    if (!complaint)
      throw new Error("the SDK no longer looks for unsettled promises at the end of the process");
    process.off("exit", complaint);
    const store = state.getLocalStore() as Store;
    expect(store.leakCandidates.size).toBe(1);
    store.pendingResourceRegistrations.set({}, { label: "waiting" });
    forgetLeftovers(store);
    expect(debuggable.leakedPromises()).toEqual([new Set(), ""]);
    expect(store.pendingResourceRegistrations.size).toBe(0);
  }));

test("the functions that a program registered are no longer served once its run is over", () =>
  state.withLocalStorage(async () => {
    const store = state.getLocalStore() as Store;
    let stopped = 0;
    store.callbacks = { shutdown: () => stopped++ };
    forgetLeftovers(store);
    expect(stopped).toBe(1);
  }));
