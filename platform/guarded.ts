/** What services owe the organisation. The platform team changes this file, as it does `defaults.ts`. */
import type { Defaults } from "./settings.ts";
import type { Override } from "./values/ledger.ts";

/**
 * Settings that a service sets otherwise only with a reason, an owner and a last day: `{ value, reason, owner, expires }`, in its
 * program as in a stack's config. `npm run overrides` lists them.
 */
export const guarded = [
  "function.runtime", // Runtimes end, and the platform team follows their dates for all.
  "function.pythonRuntime",
  "function.javaRuntime",
  "function.customRuntime",
  "function.runtimeUpdates", // A runtime that waits for deployments misses AWS's security patches.
  "function.reservedConcurrency", // The account's concurrency is everybody's.
  "function.recursiveLoop", // A loop is billed until a person sees it.
  "function.tracing", // A trace ends at a function without it.
  "function.logRetentionDays", // Short hides incidents, long is billed, and both may break the law.
  "queue.encrypted",
  "stream.encrypted",
  "table.pointInTimeRecovery", // Data that can't be made again.
  "table.deletionProtection",
  "userPool.deletionProtection",
  "bucket.versioned",
  "bucket.forceDestroy",
  "secret.recoveryWindowDays",
  "distribution.accessLog", // The only trace of who asked for what at the edge.
  "alarms.enabled", // A service without alarms fails unseen.
] as const satisfies readonly SettingPath[];

/** Tags that every service has to have, beside those above: their keys. Services write them in Pulumi.yaml, under config: tags. */
export const requiredTags: readonly string[] = []; // An organisation's own, such as "cost-centre".

/** What an argument takes for a setting: its value, and for a guarded one also an override. */
export type Given<P extends SettingPath> =
  | SettingAt<P>
  | (P extends (typeof guarded)[number] ? Override<SettingAt<P>> : never);

/** A setting's path: `function.memory`. */
export type SettingPath = {
  [G in keyof Defaults & string]: `${G}.${keyof Defaults[G] & string}`;
}[keyof Defaults & string];

/** The type of the setting at a path. */
export type SettingAt<P extends SettingPath> = P extends `${infer G extends keyof Defaults}.${infer K}`
  ? K extends keyof Defaults[G]
    ? Defaults[G][K]
    : never
  : never;

/** Some of the settings as a service gives them: a guarded one is a value with its reason. */
export type GivenOverlay<T = Defaults> = {
  readonly [K in keyof T]?: T[K] extends string | number | boolean | readonly unknown[]
    ? T[K] | Override<T[K]>
    : string extends keyof T[K]
      ? T[K]
      : GivenOverlay<T[K]>;
};
