/** What the platform team makes of the rules for services. It changes this file, as it does `defaults.ts`. */
import type { Stage } from "./settings.ts";

/** The severity that a rule has, or that it isn't asked. */
export type PolicySwitch = "error" | "warning" | "off";

/** Switches of rules, by the rule's id. */
export type PolicySwitches = Readonly<Record<"every" | Stage, Readonly<Record<string, PolicySwitch>>>>;

/**
 * Rules of `platform/policies` that are off or of another severity than their own: `"public-function-urls": "error"`. A stage's line
 * holds before that of every stage; a branch is a `dev`. All rules: docs/policies.md.
 */
export const policySwitches: PolicySwitches = {
  every: {},
  dev: {},
  staging: {},
  prod: {},
};

/** Days before AWS deprecates a runtime from which functions that use it are told of. */
export const runtimeWarningDays = 180; // Two quarters: time to plan the change.

/**
 * Concurrent executions that the account of a stage allows in a region. AWS gives 1,000, new accounts less until they ask.
 * Source: "Lambda quotas".
 */
export const concurrencyLimits: Readonly<Record<Stage, number>> = { dev: 1000, staging: 1000, prod: 1000 };
