import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { type Store, state } from "../../../platform/engine/sdk/modules.ts";
import { untilQuiet } from "../../../platform/engine/sdk/quiet.ts";
import { never } from "./support.ts";

/** A call to the engine, as the SDK counts it: `rpcDone` settles when all calls so far have been answered. */
function call(store: Store, answered: () => void): void {
  const before = store.settings.rpcDone;
  const work = new Promise<void>((resolve) => setImmediate(resolve)).then(answered);
  store.settings.rpcDone = Promise.all([before, work]);
}

test("calls that the answers of other calls make are waited for too, after the program's end", () =>
  state.withLocalStorage(async () => {
    const store = state.getLocalStore() as Store;
    const answers: number[] = [];
    const next = (n: number) =>
      call(store, () => {
        answers.push(n);
        if (n < 5) next(n + 1);
      });
    next(1);
    await untilQuiet(store, Promise.resolve());
    expect(answers).toEqual([1, 2, 3, 4, 5]);
  }));

test("the SDK gives a stack's outputs before resources inside of apply are made, which the engine waits for", () =>
  state.withLocalStorage(async () => {
    const made: string[] = [];
    await pulumi.runtime.setMocks({
      call: () => ({}),
      newResource({ name, inputs }) {
        made.push(name);
        return { id: name, state: inputs };
      },
    });
    const run = pulumi.runtime.runInPulumiStack(async () => {
      new aws.sqs.Queue("first").id.apply(() => new aws.sqs.Queue("second"));
    });
    await run;
    expect(made).not.toContain("second");
    await untilQuiet(state.getStore(), run);
    expect(made).toContain("second");
  }));

test("a program that is silent for the limit fails", () =>
  state.withLocalStorage(async () => {
    const running = untilQuiet(state.getLocalStore() as Store, never(), 20);
    await expect(running).rejects.toThrow("the program has been silent for 0.02 seconds");
  }));
