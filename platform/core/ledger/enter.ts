import type * as pulumi from "@pulumi/pulumi";
import { perProgram } from "../per-program.ts";
import { Override } from "./entries.ts";
import type { Entry } from "./held.ts";

/** Settings for which the stack's override has its entry. */
const ofStack = perProgram(() => new Set<string>());

/** Makes the entries of a component's overrides: below it, or below the stack for those that its config states for all components. */
export function enter(component: pulumi.Resource, name: string, entries: readonly Entry[]): void {
  for (const { layer, inputs } of entries) {
    const { setting } = inputs;
    if (layer !== "stack") new Override(`${name}.${setting}`, inputs, { parent: component });
    else if (!ofStack().has(setting)) {
      ofStack().add(setting);
      new Override(`defaults.${setting}`, inputs);
    }
  }
}
