import { checkHandling, checkWhole, handling, type Report } from "./errors.ts";
import { type AnyNode, firstOf, type StateNode } from "./flow.ts";
import type { Choice, Each, Parallel, Step } from "./nodes.ts";
import type { Query, Retry } from "./options.ts";
import type { Position } from "./position.ts";
import type { Say, Writer } from "./writer.ts";

/** A state in the Amazon States Language. */
export interface State {
  readonly Type: string;
  readonly [field: string]: unknown;
}

/** States of one level, and which of them is the first. */
export interface States {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** The machine that a state is written for. */
export interface StateContext<R> {
  readonly report: Report;
  readonly writer: Writer<R>;
  /** Retry of every step, after its own. */
  readonly retry: Retry | undefined;
  /** The states of a branch, of a node at a place of the program. */
  states(root: AnyNode<R>, at: Position | undefined): States;
}

/** A node as a state that leads on to `next`, or ends what it is in. */
export function stateOf<R>(node: StateNode<R>, next: string | undefined, context: StateContext<R>): State {
  const { report, writer } = context;
  const onward = next === undefined ? { End: true } : { Next: next };
  const [where, say] = [`The state ${JSON.stringify(node.name)}`, sayOf(node, report)];
  switch (node.kind) {
    case "step":
      if (node.timeoutSeconds !== undefined)
        report(node.at, ...checkWhole(node.timeoutSeconds, 1, `${where}: the timeout`));
      return {
        Type: "Task",
        ...writer.step(node, say),
        ...(node.timeoutSeconds !== undefined && { TimeoutSeconds: node.timeoutSeconds }),
        ...errorsOf(node, context.retry, context),
        ...onward,
      };
    case "parallel":
      if (node.branches.length === 0) say("it has no branches; give at least one.");
      return {
        Type: "Parallel",
        Branches: node.branches.map((branch) => context.states(branch, node.at)),
        ...writer.parallel(node.options, say),
        ...errorsOf(node, undefined, context),
        ...onward,
      };
    case "map": {
      const { concurrency } = node.options;
      if (concurrency !== undefined)
        report(node.at, ...checkWhole(concurrency, 0, `${where}: the concurrency`));
      return {
        Type: "Map",
        ...(concurrency !== undefined && { MaxConcurrency: concurrency }),
        ...writer.map(node.options, say),
        ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, ...context.states(node.item, node.at) },
        ...errorsOf(node, undefined, context),
        ...onward,
      };
    }
    case "choice":
      return choiceOf(node, next, writer, say);
    case "wait":
      if (typeof node.for === "number") report(node.at, ...checkWhole(node.for, 0, `${where}: the wait`));
      return { Type: "Wait", ...writer.wait(node, say), ...onward };
    case "pass":
      return { Type: "Pass", ...writer.pass(node.options, say), ...onward };
    case "succeed":
      return { Type: "Succeed", ...writer.succeed(node.options, say) };
    case "fail":
      return { Type: "Fail", ...writer.fail(node, say) };
  }
}

function choiceOf<R>(
  { rules, otherwise }: Choice<R, Query>,
  next: string | undefined,
  writer: Writer<R>,
  say: Say,
): State {
  const fallback = otherwise ? firstOf(otherwise) : next;
  if (rules.length === 0) say("it has no rules; give at least one.");
  if (fallback === undefined)
    say(
      `it is the last and has no "otherwise", so an input that fits no rule would fail; give it one, such as succeed("done").`,
    );
  return {
    Type: "Choice",
    Choices: rules.map((rule) => ({ ...writer.rule(rule, say), Next: firstOf(rule.next) })),
    ...(fallback !== undefined && { Default: fallback }),
  };
}

/** Retries and catchers of a node that can fail. */
function errorsOf<R>(
  node: Step<R, Query> | Parallel<R, Query> | Each<R, Query>,
  fallback: Retry | undefined,
  { report, writer }: StateContext<R>,
): object {
  checkHandling(node, report);
  return handling(node, {
    fallback,
    writer,
    first: firstOf,
    say: (at) => sayOf({ name: node.name, at }, report),
  });
}

const sayOf =
  ({ name, at }: { readonly name: string; readonly at: Position }, report: Report): Say =>
  (problem) =>
    report(at, `The state ${JSON.stringify(name)}: ${problem}`);
