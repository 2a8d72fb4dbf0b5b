import type { Path } from "./conditions.ts";
import type { Jsonata, Template } from "./jsonata.ts";
import {
  type Choice,
  Each,
  type Fail,
  type Node,
  Parallel,
  type Pass,
  type RuleIn,
  type Sequence,
  type Step,
  type Succeed,
  type Wait,
} from "./nodes.ts";
import type { Expressions, MapOptionsIn, ParallelOptionsIn, PassOptions, Query } from "./options.ts";
import { position } from "./position.ts";

export { type BuildOptions, buildDefinition, buildMachine, type Definition } from "./build.ts";
export type { Comparison, Path } from "./conditions.ts";
export { transientErrors } from "./errors.ts";
export { Jsonata, jsonata, type Template } from "./jsonata.ts";
export type { Node } from "./nodes.ts";
export { Each, Parallel, Step } from "./nodes.ts";
export type { PassOptions, Query } from "./options.ts";
export { position } from "./position.ts";
export { validateDefinition } from "./validate.ts";

/** One after the other: each gets the output of the one before. */
export function sequence<R, Q extends Query = "jsonpath">(...nodes: readonly Node<R, Q>[]): Sequence<R, Q> {
  return { kind: "sequence", nodes, at: position() };
}

/** The default definition: the steps in the order they are written. */
export function defaultSequence<R, Q extends Query = "jsonpath">(
  steps: Readonly<Record<string, Step<R, Q>>> | readonly Step<R, Q>[],
): Sequence<R, Q> {
  return sequence(...Object.values(steps));
}

/**
 * All branches in parallel, on the same input; the output is the list of theirs, in order. With `resultPath` the list is
 * put there and the rest of the input kept; in JSONata `output` decides the output.
 */
export function parallel<R, Q extends Query = "jsonpath">(
  name: string,
  branches: readonly Node<R, Q>[],
  options: NoInfer<ParallelOptionsIn[Q]> = {},
): Parallel<R, Q> {
  return new Parallel(name, branches, options);
}

/** A node once per item of a list (`items`, such as "$.lines"); the output is the list of their outputs. */
export function map<R, Q extends Query = "jsonpath">(
  name: string,
  options: NoInfer<MapOptionsIn[Q]>,
  item: Node<R, Q>,
): Each<R, Q> {
  return new Each(name, options, item);
}

/**
 * The first rule whose condition holds decides; else `otherwise`, or what follows the choice. All ways lead
 * on to what follows, unless they end in `succeed` or `fail`.
 */
export function choice<R>(
  name: string,
  rules: readonly RuleIn<R>["jsonpath"][],
  otherwise?: Node<R, "jsonpath">,
): Choice<R, "jsonpath">;
export function choice<R>(
  name: string,
  rules: readonly RuleIn<R>["jsonata"][],
  otherwise?: Node<R, "jsonata">,
): Choice<R, "jsonata">;
export function choice<R, Q extends Query>(
  name: string,
  rules: readonly RuleIn<R>[Q][],
  otherwise?: Node<R, Q>,
): Choice<R, Q> {
  return { kind: "choice", name, rules, otherwise, at: position() };
}

/** Waits for seconds, for as many as a path or an expression gives, or until a time (RFC 3339, or what leads to one). */
export function wait(name: string, duration: number): Wait<never>;
export function wait(name: string, duration: Path | { readonly until: string }): Wait<"jsonpath">;
export function wait(
  name: string,
  duration: Jsonata | { readonly until: Jsonata },
  options?: Expressions,
): Wait<"jsonata">;
export function wait(name: string, duration: Wait["for"], options: Expressions = {}): Wait<Query> {
  return { kind: "wait", name, for: duration, options, at: position() };
}

/** Hands its input on, or replaces or adds to it. */
export function pass(name: string): Pass<never>;
export function pass(name: string, options: PassOptions): Pass<"jsonpath">;
export function pass(name: string, options: Expressions): Pass<"jsonata">;
export function pass(name: string, options: PassOptions & Expressions = {}): Pass<Query> {
  return { kind: "pass", name, options, at: position() };
}

/** Ends the branch or the execution well. */
export function succeed(name: string): Succeed<never>;
export function succeed(name: string, options: { readonly output: Template }): Succeed<"jsonata">;
export function succeed(name: string, options: { readonly output?: Template } = {}): Succeed<Query> {
  return { kind: "succeed", name, options, at: position() };
}

/** Ends the execution as failed, with the name of an error that a `catch` further out may take. */
export function fail(name: string, error: string, cause?: string): Fail<never>;
export function fail(name: string, error: string | Jsonata, cause?: string | Jsonata): Fail<"jsonata">;
export function fail(name: string, error: string | Jsonata, cause?: string | Jsonata): Fail<Query> {
  return { kind: "fail", name, error, cause, at: position() };
}
