import { output } from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { type Store, state } from "../../../platform/engine/sdk/modules.ts";
import { nextTurn } from "../../../platform/engine/sdk/quiet.ts";
import { collectRejections } from "../../../platform/engine/sdk/rejections.ts";

test("the SDK leaves promises of one failing output rejected, which belong to the program's run", () =>
  state.withLocalStorage(async () => {
    const before = process.listeners("unhandledRejection");
    const seen: unknown[] = [];
    const release = collectRejections(state.getLocalStore() as Store, (reason) => seen.push(reason));
    const error = new Error("no answer");
    output(Promise.reject<string>(error)).apply((value) => value);
    await nextTurn();
    await nextTurn();
    release();
    expect(seen.length).toBeGreaterThan(1);
    expect(new Set(seen)).toEqual(new Set([error]));
    expect(process.listeners("unhandledRejection")).toEqual(before);
  }));

test("each of two runs gets its own rejections", async () => {
  const run = (reason: string) =>
    state.withLocalStorage(async () => {
      const seen: unknown[] = [];
      const release = collectRejections(state.getLocalStore() as Store, (given) => seen.push(given));
      void Promise.reject(reason);
      await nextTurn();
      await nextTurn();
      release();
      return seen;
    });
  expect(await Promise.all([run("first"), run("second")])).toEqual([["first"], ["second"]]);
});
