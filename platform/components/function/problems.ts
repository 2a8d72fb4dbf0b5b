import { permissionProblems } from "../../core/policy.ts";
import type { Defaults } from "../../settings.ts";
import { checkKeys } from "../../values/problems.ts";
import { type FunctionArgs, functionArgNames } from "./args.ts";
import { codeParts, codeProblems, runtimeOf } from "./code/index.ts";
import { deploymentProblems } from "./delivery/deployment.ts";
import { provisionedConcurrencyProblems } from "./delivery/provisioned-concurrency.ts";
import { destinationProblems } from "./destination.ts";
import { variableProblems } from "./environment.ts";
import { featureProblems } from "./features/index.ts";
import { layerProblems } from "./layers.ts";
import { asyncSettings, settingProblems } from "./settings.ts";
import { functionParts } from "./transform.ts";
import type { Invocation } from "./types.ts";

/** Args and transforms that only a function with asynchronous invocations has a use for. */
const asyncArgs = [...asyncSettings, "onFailure", "onSuccess"] as const;
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
  // The runtime of unknown code isn't known either.
  const known = wrongCode.length === 0;
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
    ...settingProblems(settings),
    ...layerProblems(args, all),
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

/** Arguments without any effect, because nothing invokes the function asynchronously. */
function unusedProblems({ transform = {}, ...args }: FunctionArgs): string[] {
  const unused = [
    ...asyncArgs.filter((key) => args[key] !== undefined),
    ...asyncTransforms.filter((key) => transform[key] !== undefined).map((key) => `transform.${key}`),
  ];
  return unused.map(
    (key) => `${key}: nothing invokes this function asynchronously, so it would do nothing; leave it out.`,
  );
}
