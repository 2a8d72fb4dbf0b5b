import type { Given } from "../../guarded.ts";
import type { FunctionDefaults } from "../../settings.ts";
import { checkOneOf, checkRange } from "../../values/problems.ts";

/** One setting of a function, `defaults.function.<its key>`. */
interface Setting {
  /** Whether the platform alone decides it; else it is an argument of the same name. */
  readonly internal?: true;
  /** Whether it only has an effect on asynchronous invocations. */
  readonly asyncOnly?: true;
  /** Problems with a value, wherever it comes from. */
  readonly check?: (argument: string, value: unknown) => string[];
}

const range =
  (min: number, max: number, unit?: string) =>
  (argument: string, value: unknown): string[] =>
    checkRange(argument, value, { min, max, unit });

const oneOf =
  (...allowed: readonly string[]) =>
  (argument: string, value: unknown): string[] =>
    checkOneOf(argument, value, allowed);

/** Source: npm's "package.json", `name`. */
const packageName = /^(@[a-z0-9-~][a-z0-9-._~]*\/)?[a-z0-9-~][a-z0-9-._~]*$/;

function packageNames(argument: string, value: unknown): string[] {
  if (Array.isArray(value) && value.every((name) => typeof name === "string" && packageName.test(name)))
    return [];
  return [
    `${argument}: ${JSON.stringify(value)} given; a list of packages' names is allowed, such as ["pg", "@scope/name"].`,
  ];
}

/** Days that CloudWatch Logs keeps logs for. Source: "PutRetentionPolicy". */
const retentionDays: readonly unknown[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * Every setting of a function. A new one is a row here, its type in `platform/settings.ts` and its value in
 * `platform/defaults.ts`; arguments, precedence and checks follow. Sources of limits and words: "Lambda quotas",
 * "CreateFunction", "TracingConfig", "LoggingConfig", "PutFunctionEventInvokeConfig".
 */
const settings = {
  runtime: { internal: true },
  pythonRuntime: { internal: true },
  javaRuntime: { internal: true },
  customRuntime: { internal: true },
  memory: { check: range(128, 10_240, "MB") },
  timeout: { check: range(1, 900, "seconds") },
  reservedConcurrency: {
    check: (argument, value) => (value === "unreserved" ? [] : range(0, 1_000)(argument, value)),
  },
  ephemeralStorage: { check: range(512, 10_240, "MB") },
  layers: {},
  sharedLayer: {
    check: (argument, value) =>
      typeof value === "boolean"
        ? []
        : [`${argument}: ${JSON.stringify(value)} given; true and false are allowed.`],
  },
  external: { check: packageNames },
  nodeModules: { check: packageNames },
  architecture: { check: oneOf("arm64", "x86_64") },
  tracing: { check: oneOf("Active", "PassThrough") },
  logFormat: { internal: true, check: oneOf("JSON", "Text") },
  logLevel: { check: oneOf("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL") },
  systemLogLevel: { internal: true, check: oneOf("DEBUG", "INFO", "WARN") },
  logRetentionDays: {
    check: (argument, value) =>
      retentionDays.includes(value)
        ? []
        : [`${argument}: ${value} given; CloudWatch Logs knows ${retentionDays.join(", ")}.`],
  },
  retries: { asyncOnly: true, check: range(0, 2) },
  maxEventAge: { asyncOnly: true, check: range(60, 21_600, "seconds") },
  imagesKept: { internal: true },
  recursiveLoop: { check: oneOf("Terminate", "Allow") },
  runtimeUpdates: { check: oneOf("Auto", "FunctionUpdate") },
} as const satisfies { readonly [K in keyof FunctionDefaults]: Setting };

type Name = keyof typeof settings;

/** Settings that a service may give for one function. */
export type SettingName = {
  [K in Name]: (typeof settings)[K] extends { readonly internal: true } ? never : K;
}[Name];

/** Arguments of a function that are settings, guarded ones with their overrides. */
export type FunctionSettingArgs = { readonly [K in SettingName]?: Given<`function.${K}`> };

const rows = Object.entries<Setting>(settings) as [Name, Setting][];

/** Arguments of a function that are settings. */
export const settingNames = rows.flatMap(([name, row]) => (row.internal ? [] : [name])) as SettingName[];

/** Those of them that only have an effect on asynchronous invocations. */
export const asyncSettings = settingNames.filter((name) => "asyncOnly" in settings[name]);

/** A function's arguments as a layer of settings. */
export function settingsGiven(args: FunctionSettingArgs): FunctionSettingArgs {
  return Object.fromEntries(settingNames.map((name) => [name, args[name]]));
}

/** Everything wrong with the settings that hold for a function. */
export function settingProblems(given: FunctionDefaults): string[] {
  return rows.flatMap(([name, { check }]) =>
    given[name] === undefined
      ? [`${name}: no value given; platform/defaults.ts has to have one, as function.${name}.`]
      : (check?.(name, given[name]) ?? []),
  );
}
