import { ValueError } from "../../values/problems.ts";
import { toAsl } from "./conditions.ts";
import { checkHandling, checkWhole, handling } from "./errors.ts";
import type { Choice, Each, Node, Parallel, Retry, Sequence, Step } from "./nodes.ts";

/** A state in the Amazon States Language. */
interface State {
  readonly Type: string;
  readonly [field: string]: unknown;
}

interface States {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** A state machine in the Amazon States Language, in JSONPath. */
export interface Definition extends States {
  readonly Comment?: string;
  readonly TimeoutSeconds?: number;
}

export interface BuildOptions {
  readonly comment?: string;
  /** Seconds after which the whole execution fails with `States.Timeout`. */
  readonly timeoutSeconds?: number;
  /** Retry of every step on errors of Lambda itself, after the step's own retries. */
  readonly retry?: Retry;
}

/** Characters of a state's name. Source: Step Functions developer guide, "State machine structure". */
const MAX_NAME = 80;

/** What a step's function gets: its input, and the run's id, which ties the logs of all steps together. */
const envelope = { "executionId.$": "$$.Execution.Id", "input.$": "$" } as const;

/** The states of one level: the machine's own, or those of a branch. */
interface Scope {
  readonly states: Record<string, State>;
  /** Nodes already built, with what they lead to: a handler may serve several steps. */
  readonly built: Map<object, string | undefined>;
}

class Builder<R> {
  readonly problems: string[] = [];
  readonly #names = new Map<string, object>();
  readonly #retry: Retry | undefined;

  constructor(retry: Retry | undefined) {
    this.#retry = retry;
  }

  states(root: Node<R>): States {
    const scope: Scope = { states: {}, built: new Map() };
    this.#add(root, undefined, scope);
    return { StartAt: this.#first(root), States: scope.states };
  }

  #report(...problems: string[]): void {
    this.problems.push(...problems);
  }

  #handling(node: Step<R> | Parallel<R> | Each<R>, fallback: Retry | undefined): object {
    this.#report(...checkHandling(node));
    return handling(node, fallback, (handler) => this.#first(handler));
  }

  #first(node: Node<R>): string {
    return node.kind === "sequence" ? (node.nodes[0] ? this.#first(node.nodes[0]) : "") : node.name;
  }

  /** Whether nothing can come after the node. */
  #ends(node: Node<R>): boolean {
    if (node.kind === "sequence") return node.nodes.some((one) => this.#ends(one));
    if (node.kind === "choice")
      return (
        node.otherwise !== undefined &&
        [node.otherwise, ...node.rules.map((rule) => rule.next)].every((one) => this.#ends(one))
      );
    return node.kind === "succeed" || node.kind === "fail";
  }

  #add(node: Node<R>, next: string | undefined, scope: Scope): void {
    if (scope.built.has(node) && scope.built.get(node) === next) return;
    scope.built.set(node, next);
    if (node.kind === "sequence") this.#addSequence(node.nodes, next, scope);
    else {
      this.#claim(node.name, node);
      scope.states[node.name] = this.#state(node, next);
      this.#addTargets(node, next, scope);
    }
  }

  #addSequence(nodes: readonly Node<R>[], next: string | undefined, scope: Scope): void {
    if (nodes.length === 0) this.#report("A sequence has no steps; give at least one.");
    nodes.forEach((node, index) => {
      const following = nodes[index + 1];
      if (following && this.#ends(node))
        this.#report(
          `The state ${JSON.stringify(this.#first(following))} is never reached: ${JSON.stringify(this.#first(node))} ends the execution before it. Remove one of the two.`,
        );
      this.#add(node, following ? this.#first(following) : next, scope);
    });
  }

  #claim(name: string, node: object): void {
    if (name.trim() === "" || name.length > MAX_NAME)
      this.#report(
        `The state name ${JSON.stringify(name)} has ${name.length} characters; 1 to ${MAX_NAME} are allowed.`,
      );
    if (this.#names.has(name))
      this.#report(
        `Two states are called ${JSON.stringify(name)}; every state of a machine, those of branches included, needs a name of its own.`,
      );
    this.#names.set(name, node);
  }

  #state(node: Exclude<Node<R>, Sequence<R>>, next: string | undefined): State {
    const onward = next === undefined ? { End: true } : { Next: next };
    const where = `The state ${JSON.stringify(node.name)}`;
    switch (node.kind) {
      case "step":
        if (node.timeoutSeconds !== undefined)
          this.#report(...checkWhole(node.timeoutSeconds, 1, `${where}: the timeout`));
        return {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Parameters: { FunctionName: node.resource, Payload: envelope },
          OutputPath: "$.Payload",
          ...(node.timeoutSeconds !== undefined && { TimeoutSeconds: node.timeoutSeconds }),
          ...this.#handling(node, this.#retry),
          ...onward,
        };
      case "parallel":
        if (node.branches.length === 0) this.#report(`${where} has no branches; give at least one.`);
        return {
          Type: "Parallel",
          Branches: node.branches.map((branch) => this.states(branch)),
          ...resultPath(node.resultPath),
          ...this.#handling(node, undefined),
          ...onward,
        };
      case "map": {
        const { items, concurrency, selector } = node.options;
        if (concurrency !== undefined)
          this.#report(...checkWhole(concurrency, 0, `${where}: the concurrency`));
        return {
          Type: "Map",
          ...(items && { ItemsPath: items }),
          ...(concurrency !== undefined && { MaxConcurrency: concurrency }),
          ...(selector && { ItemSelector: selector }),
          ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, ...this.states(node.item) },
          ...resultPath(node.options.resultPath),
          ...this.#handling(node, undefined),
          ...onward,
        };
      }
      case "choice":
        return this.#choice(node, next, where);
      case "wait": {
        const duration = node.for;
        if (typeof duration === "number") this.#report(...checkWhole(duration, 0, `${where}: the wait`));
        const until = typeof duration === "object" ? duration.until : undefined;
        return {
          Type: "Wait",
          ...(typeof duration === "number" && { Seconds: duration }),
          ...(typeof duration === "string" && { SecondsPath: duration }),
          ...(until !== undefined && { [until.startsWith("$") ? "TimestampPath" : "Timestamp"]: until }),
          ...onward,
        };
      }
      case "pass": {
        const { result, parameters } = node.options;
        return {
          Type: "Pass",
          ...(result !== undefined && { Result: result }),
          ...(parameters && { Parameters: parameters }),
          ...resultPath(node.options.resultPath),
          ...onward,
        };
      }
      case "succeed":
        return { Type: "Succeed" };
      case "fail":
        return { Type: "Fail", Error: node.error, ...(node.cause !== undefined && { Cause: node.cause }) };
    }
  }

  #choice({ rules, otherwise }: Choice<R>, next: string | undefined, where: string): State {
    const fallback = otherwise ? this.#first(otherwise) : next;
    if (rules.length === 0) this.#report(`${where} has no rules; give at least one.`);
    if (fallback === undefined)
      this.#report(
        `${where} is the last and has no "otherwise", so an input that fits no rule would fail; give it one, such as succeed("done").`,
      );
    return {
      Type: "Choice",
      Choices: rules.map((rule) => ({
        ...toAsl(rule.when, (problem) => this.#report(`${where}: ${problem}`)),
        Next: this.#first(rule.next),
      })),
      ...(fallback !== undefined && { Default: fallback }),
    };
  }

  /** The states that a state leads to beside the next one. */
  #addTargets(node: Exclude<Node<R>, Sequence<R>>, next: string | undefined, scope: Scope): void {
    if (node.kind === "choice")
      for (const target of [
        ...node.rules.map((rule) => rule.next),
        ...(node.otherwise ? [node.otherwise] : []),
      ])
        this.#add(target, next, scope);
    else if ("catchers" in node)
      for (const { handler, resume } of node.catchers) this.#add(handler, resume ? next : undefined, scope);
  }
}

const resultPath = (path: string | null | undefined) => (path === undefined ? {} : { ResultPath: path });

/**
 * The definition of a state machine. What `R` stands for is left in place of each function's ARN
 * (`Parameters.FunctionName`). Throws a `ValueError` with all problems.
 */
export function buildDefinition<R>(root: Node<R>, options: BuildOptions = {}): Definition {
  const builder = new Builder<R>(options.retry);
  const states = builder.states(root);
  if (builder.problems.length > 0) throw new ValueError(builder.problems);
  return {
    ...(options.comment !== undefined && { Comment: options.comment }),
    ...(options.timeoutSeconds !== undefined && { TimeoutSeconds: options.timeoutSeconds }),
    ...states,
  };
}
