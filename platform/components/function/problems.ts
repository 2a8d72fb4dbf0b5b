import { permissionProblems } from "../../core/policy.ts";
import type { Defaults } from "../../defaults.ts";
import { checkKeys, checkOneOf, checkRange } from "../../values/problems.ts";
import { type FunctionArgs, functionArgNames, functionParts } from "./args.ts";
import { codeParts, codeProblems, runtimeOf } from "./code/index.ts";
import { deploymentProblems } from "./delivery/deployment.ts";
import { provisionedConcurrencyProblems } from "./delivery/provisioned-concurrency.ts";
import { destinationProblems } from "./destination.ts";
import { variableProblems } from "./environment.ts";
import { featureProblems } from "./features/index.ts";
import type { Invocation } from "./function.ts";
import { layerProblems } from "./layers.ts";

/** Sources: "Lambda quotas"; "PutFunctionEventInvokeConfig" (retries, event age). */
const ranges = {
  memory: { min: 128, max: 10_240, unit: "MB" },
  timeout: { min: 1, max: 900, unit: "seconds" },
  ephemeralStorage: { min: 512, max: 10_240, unit: "MB" },
  retries: { min: 0, max: 2 },
  maxEventAge: { min: 60, max: 21_600, unit: "seconds" },
} as const;

/** Days that CloudWatch Logs keeps logs for. Source: "PutRetentionPolicy". */
const retentionDays: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Values of settings that are words. Sources: "CreateFunction", "TracingConfig", "LoggingConfig". */
const words = {
  architecture: ["arm64", "x86_64"],
  tracing: ["Active", "PassThrough"],
  logFormat: ["JSON", "Text"],
  logLevel: ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"],
  systemLogLevel: ["DEBUG", "INFO", "WARN"],
} as const;

/** Args and transforms that only a function with asynchronous invocations has a use for. */
const asyncArgs = ["retries", "maxEventAge", "onFailure", "onSuccess"] as const;
const asyncTransforms = ["invokeConfig", "deadLetterQueue"] as const;

/** Everything wrong with the settings that hold for a function, wherever they come from. */
export function functionProblems(
  args: FunctionArgs,
  all: Defaults,
  {
    invocation,
    dir,
    isPart,
  }: { readonly invocation: Invocation; readonly dir: string; readonly isPart: boolean },
): string[] {
  const settings = all.function;
  const wrongCode = codeProblems(args, dir);
  // Of code that isn't known nothing is said about what its runtime can do.
  const known = wrongCode.length === 0;
  const { reservedConcurrency: reserved, logRetentionDays: days } = settings;
  return [
    ...checkKeys(args, functionArgNames),
    ...checkKeys(args.transform, functionParts, "transform."),
    ...(invocation === "async" ? [] : unusedProblems(args)),
    ...wrongCode,
    ...partProblems(args),
    ...featureProblems(args, {
      runtime: known ? runtimeOf(args, settings) : settings.runtime,
      settings,
      hasProvisionedConcurrency: args.provisionedConcurrency !== undefined,
      invocation,
      isPart,
    }),
    ...Object.entries(words).flatMap(([key, allowed]) =>
      checkOneOf(key, settings[key as keyof typeof words], allowed),
    ),
    ...Object.entries(ranges).flatMap(([key, range]) =>
      checkRange(key, settings[key as keyof typeof ranges], range),
    ),
    ...(reserved === "unreserved" ? [] : checkRange("reservedConcurrency", reserved, { min: 0, max: 1_000 })),
    ...layerProblems(args, all),
    ...(retentionDays.includes(days)
      ? []
      : [`logRetentionDays: ${days} given; CloudWatch Logs knows ${retentionDays.join(", ")}.`]),
    ...variableProblems(args),
    ...destinationProblems(args),
    ...deploymentProblems(args.deployment, all.deployment),
    ...provisionedConcurrencyProblems(args.provisionedConcurrency, all),
    ...permissionProblems(args.permissions),
  ];
}

/** Transforms of parts that the function's code has none of. */
function partProblems({ transform = {}, code }: FunctionArgs): string[] {
  return functionParts
    .filter((part) => transform[part] !== undefined && codeParts[part] && codeParts[part] !== code?.type)
    .map((part) => `transform.${part}: only a function with code of type "${codeParts[part]}" has it.`);
}

/** What would be set without any effect, because nothing invokes the function asynchronously. */
function unusedProblems({ transform = {}, ...args }: FunctionArgs): string[] {
  const unused = [
    ...asyncArgs.filter((key) => args[key] !== undefined),
    ...asyncTransforms.filter((key) => transform[key] !== undefined).map((key) => `transform.${key}`),
  ];
  return unused.map(
    (key) => `${key}: nothing invokes this function asynchronously, so it would do nothing; leave it out.`,
  );
}
