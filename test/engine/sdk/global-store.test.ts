import { expect, test } from "vitest";
import { setGlobalStore } from "../../../platform/engine/sdk/global-store.ts";
import { type Store, state } from "../../../platform/engine/sdk/modules.ts";

const storeOf = (name: string) =>
  state.withLocalStorage(async () => {
    const store = state.getLocalStore() as Store;
    store.resourcePackages = name;
    return store;
  });

test("outside of a program's context the SDK by itself has another state than the program", async () => {
  const store = await storeOf("own");
  expect(state.getLocalStore()).toBeUndefined();
  expect(state.getStore()).not.toBe(store);
});

test("a program's state becomes that of the process, with what packages have registered for all programs", async () => {
  const holder: { globalStore?: Store } = {};
  const [first, second] = [await storeOf("registered once"), await storeOf("empty")];
  setGlobalStore(first, holder);
  setGlobalStore(second, holder);
  expect(holder.globalStore).toBe(second);
  expect(second.resourcePackages).toBe("registered once");
});
