import * as pulumi from "@pulumi/pulumi";
import { afterEach, expect, test, vi } from "vitest";
import { withProgress } from "../../../../platform/components/function/code/progress.ts";
import { graphOfProgram } from "../../../support/index.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("code that takes minutes shows more often than once a minute that it is under way, until it is there", async () => {
  vi.useFakeTimers();
  const info = vi.spyOn(pulumi.log, "info").mockResolvedValue();
  const work = Promise.withResolvers<string>();
  const code = withProgress(work.promise, "slow: still bundling.", {} as pulumi.Resource);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(info.mock.calls.length).toBeGreaterThan(1);
  expect(info).toHaveBeenCalledWith("slow: still bundling.", expect.anything(), undefined, true);

  work.resolve("code");
  expect(await code).toBe("code");
  info.mockClear();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(info).not.toHaveBeenCalled();
});

test("what a program only shows while it runs is no line of its graph", async () => {
  const { logs } = await graphOfProgram(
    async () => {
      await pulumi.log.info("under way", undefined, undefined, true);
      await pulumi.log.info("done");
    },
    { stage: "dev" },
  );
  expect(logs.map(({ message }) => message)).toEqual(["done"]);
});
