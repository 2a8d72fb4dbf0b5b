import { expect, test } from "vitest";
import { settingProblems } from "../../platform/components/function/settings.ts";
import { overlayProblems } from "../../platform/core/settings.ts";
import { defaults, kinds, partitions, stages } from "../../platform/defaults.ts";
import type { FunctionDefaults } from "../../platform/settings.ts";

test("a setting of a stage or kind that the defaults don't have is refused by its place, with the closest", () => {
  const tables = {
    defaults: { ...defaults },
    kinds: { cron: { function: { timeuot: 5 } } },
    stages: { prod: { qeue: {}, tags: { floor: "2" } } },
    partitions: {},
  };
  expect(overlayProblems({ ...tables, kinds, stages, partitions })).toEqual([]);
  expect(overlayProblems(tables)).toEqual([
    "kinds.cron.function.timeuot: there is no such setting; did you mean timeout?",
    "stages.prod.qeue: there is no such setting; did you mean queue?",
  ]);
});

test("a function's setting without a value in any layer is refused", () => {
  const { timeout: _, ...others } = defaults.function;
  expect(settingProblems(others as FunctionDefaults)).toEqual([
    "timeout: no value given; platform/defaults.ts has to have one, as function.timeout.",
  ]);
});
