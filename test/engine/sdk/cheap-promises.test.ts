import { expect, test } from "vitest";
import { makePromisesCheap } from "../../../platform/engine/sdk/cheap-promises.ts";
import { type Debuggable, state } from "../../../platform/engine/sdk/modules.ts";
import { freshCopy, never } from "./support.ts";

const installed = () => freshCopy("@pulumi/pulumi/runtime/debuggable.js") as Debuggable;

test("the SDK by itself takes a stack trace for every promise", () =>
  state.withLocalStorage(async () => {
    const promise = Promise.resolve();
    await installed().debuggablePromise(promise, "a call");
    expect(Reflect.get(promise, "_debugStackTrace")).toContain("debuggable.js");
  }));

test("a promise has no stack trace with the engine, and is listed until it settles", () =>
  state.withLocalStorage(async () => {
    const debuggable = installed();
    makePromisesCheap(debuggable, state);
    const settled = Promise.resolve("value");
    const refused = Promise.reject(new Error("no"));
    expect(await debuggable.debuggablePromise(settled, "a call")).toBe("value");
    await expect(debuggable.debuggablePromise(refused, "a call")).rejects.toThrow("no");
    expect(Reflect.has(settled, "_debugStackTrace")).toBe(false);
    const waiting = never();
    void debuggable.debuggablePromise(waiting, "a call");
    expect([...debuggable.leakedPromises()[0]]).toEqual([waiting]);
  }));

test("with PULUMI_DEBUG_PROMISE_LEAKS set the SDK's own traces stay", () =>
  state.withLocalStorage(async () => {
    const debuggable = installed();
    debuggable.debugPromiseLeaks = true;
    makePromisesCheap(debuggable, state);
    const promise = Promise.resolve();
    await debuggable.debuggablePromise(promise, "a call");
    expect(Reflect.get(promise, "_debugStackTrace")).toContain("debuggable.js");
  }));
