import type { Path } from "./states/conditions.ts";
import {
  type Choice,
  Each,
  type Fail,
  type MapOptions,
  type Node,
  Parallel,
  type Pass,
  type PassOptions,
  type Rule,
  type Sequence,
  type Step,
  type Succeed,
  type Wait,
} from "./states/nodes.ts";

export { type BuildOptions, buildDefinition, type Definition } from "./states/build.ts";
export type { Comparison, Path } from "./states/conditions.ts";
export { transientErrors } from "./states/errors.ts";
export type { MapOptions, Node, PassOptions, Rule } from "./states/nodes.ts";
export { Each, Parallel, Step } from "./states/nodes.ts";
export { validateDefinition } from "./states/validate.ts";

/** One after the other: each gets the output of the one before. */
export function sequence<R>(...nodes: readonly Node<R>[]): Sequence<R> {
  return { kind: "sequence", nodes };
}

/** What a pipeline without a definition of its own is: its steps in the order they are written. */
export function defaultSequence<R>(
  steps: Readonly<Record<string, Step<R>>> | readonly Step<R>[],
): Sequence<R> {
  return { kind: "sequence", nodes: Object.values(steps) };
}

/**
 * All branches at once, on the same input; the output is the list of their outputs, in order. With
 * `resultPath` the list is put there and the rest of the input kept.
 */
export function parallel<R>(
  name: string,
  branches: readonly Node<R>[],
  { resultPath }: { readonly resultPath?: Path | null } = {},
): Parallel<R> {
  return new Parallel(name, branches, resultPath);
}

/** A node once per item of a list (`items`, such as "$.lines"); the output is the list of their outputs. */
export function map<R>(name: string, options: MapOptions, item: Node<R>): Each<R> {
  return new Each(name, options, item);
}

/**
 * The first rule whose condition holds decides; else `otherwise`, or what follows the choice. All ways lead
 * on to what follows, unless they end in `succeed` or `fail`.
 */
export function choice<R>(name: string, rules: readonly Rule<R>[], otherwise?: Node<R>): Choice<R> {
  return { kind: "choice", name, rules, otherwise };
}

/** Waits for seconds, for as many as stand at a path, or until a time (RFC 3339, or a path to one). */
export function wait(name: string, duration: number | Path | { readonly until: string }): Wait {
  return { kind: "wait", name, for: duration };
}

/** Hands its input on, or replaces or adds to it. */
export function pass(name: string, options: PassOptions = {}): Pass {
  return { kind: "pass", name, options };
}

/** Ends the branch or the execution well. */
export function succeed(name: string): Succeed {
  return { kind: "succeed", name };
}

/** Ends the execution as failed, with the name of an error that a `catch` further out may take. */
export function fail(name: string, error: string, cause?: string): Fail {
  return { kind: "fail", name, error, cause };
}
