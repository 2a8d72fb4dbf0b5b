import * as pulumi from "@pulumi/pulumi";
import { perProgram } from "./per-program.ts";

const makers = new Set<() => void>();

/** Registers something that every program with a component gets once, such as its dashboard. */
export function inEveryProgram(make: () => void): void {
  makers.add(make);
}

/** Makes what every program gets. Called for each component; safe to call again. */
export const beginProgram = perProgram((): void => {
  if (!pulumi.runtime.getStackResource()) return;
  for (const make of makers) make();
});

/**
 * The result of `then`, called when the program has ended and its resources are known; undefined without a stack. The
 * outputs of the stack resolve at that moment.
 */
export function whenProgramEnds<T>(then: () => T): pulumi.Output<T> | undefined {
  return pulumi.runtime.getStackResource()?.outputs.apply(then);
}
