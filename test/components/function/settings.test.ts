import { expect, test } from "vitest";
import { functionArgNames, functionOverlay } from "../../../platform/components/function/args.ts";
import { settingNames, settingProblems } from "../../../platform/components/function/settings.ts";
import { defaults } from "../../../platform/defaults.ts";

const handler = "src/handler.ts";

test("every setting but those of the platform alone is an argument of a function", () => {
  const internal = Object.keys(defaults.function).filter((name) => !settingNames.some((one) => one === name));
  expect(internal).toEqual([
    "runtime",
    "pythonRuntime",
    "javaRuntime",
    "customRuntime",
    "logFormat",
    "systemLogLevel",
    "imagesKept",
  ]);
  expect(functionArgNames).toEqual(expect.arrayContaining(settingNames));
});

test.each(settingNames)("the argument %s is laid over the default of its name, and over no other", (name) => {
  const overlay = functionOverlay({ handler, [name]: defaults.function[name] });
  expect(JSON.parse(JSON.stringify(overlay))).toEqual({
    deployment: {},
    function: { [name]: defaults.function[name] },
  });
});

test("the organisation's own values are within the limits of AWS", () => {
  expect(settingProblems(defaults.function)).toEqual([]);
});

test("a value outside of them is refused wherever it comes from, also where no argument sets it", () => {
  const wrong = { ...defaults.function, memory: 64, logRetentionDays: 2, systemLogLevel: "TRACE" as never };
  expect(settingProblems(wrong)).toEqual([
    "memory: 64 given; whole numbers from 128 to 10240 MB are allowed.",
    'systemLogLevel: "TRACE" given; "DEBUG", "INFO" and "WARN" are allowed.',
    expect.stringMatching(/^logRetentionDays: 2 given; CloudWatch Logs knows 1, 3, 5,/),
  ]);
});
