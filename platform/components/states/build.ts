import { ValueError } from "../../values/problems.ts";
import { checkHandling, checkWhole, handling, type Report } from "./errors.ts";
import { inJsonata } from "./in-jsonata.ts";
import { inJsonPath } from "./in-jsonpath.ts";
import type { Choice, Each, Node, Parallel, Query, Retry, Sequence, Step } from "./nodes.ts";
import { type Position, placeOf } from "./position.ts";
import type { Say, Writer } from "./writer.ts";

/** A state in the Amazon States Language. */
interface State {
  readonly Type: string;
  readonly [field: string]: unknown;
}

interface States {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** A state machine in the Amazon States Language. */
export interface Definition extends States {
  readonly QueryLanguage?: "JSONata";
  readonly Comment?: string;
  readonly TimeoutSeconds?: number;
}

export interface BuildOptions {
  readonly comment?: string;
  /** The language that states pick data in. Default: `jsonpath`. */
  readonly query?: Query;
  /** Seconds after which the whole execution fails with `States.Timeout`. */
  readonly timeoutSeconds?: number;
  /** Retry of every step on errors of Lambda itself, after the step's own retries. */
  readonly retry?: Retry;
  /** Names of steps that must be reached. Default: none. */
  readonly steps?: readonly string[];
  /** Where the program makes the machine: the place of what has none of its own. */
  readonly at?: Position;
  /** The folder that places in messages are relative to. Default: the working directory. */
  readonly folder?: string;
}

/** A finished definition, and where the program wrote each of its states. */
export interface BuiltMachine {
  readonly definition: Definition;
  readonly placeOf: (state: string) => string | undefined;
}

type AnyNode<R> = Node<R, Query>;
type StateNode<R> = Exclude<AnyNode<R>, Sequence<R, Query>>;

/** Characters of a state's name. Source: Step Functions developer guide, "State machine structure". */
const MAX_NAME = 80;

/** The states of one level: the machine's own, or those of a branch. */
interface Scope {
  readonly states: Record<string, State>;
  /** Nodes already built, with what they lead to: a handler may serve several steps. */
  readonly built: Map<object, string | undefined>;
}

class Builder<R> {
  readonly problems: string[] = [];
  readonly names = new Map<string, StateNode<R>>();
  readonly #retry: Retry | undefined;
  readonly #folder: string;
  readonly #writer: Writer<R>;

  constructor({ retry, query = "jsonpath", folder = process.cwd() }: BuildOptions) {
    this.#retry = retry;
    this.#folder = folder;
    this.#writer = query === "jsonata" ? inJsonata : inJsonPath;
  }

  machine(root: AnyNode<R>, at: Position | undefined): States & object {
    return { ...this.#writer.machine, ...this.#states(root, at) };
  }

  place(at: Position | undefined): string | undefined {
    return placeOf(at, this.#folder);
  }

  readonly report: Report = (at, ...problems) => {
    if (problems.length === 0) return;
    const place = this.place(at);
    this.problems.push(...problems.map((problem) => (place ? `${place}: ${problem}` : problem)));
  };

  #states(root: AnyNode<R>, at: Position | undefined): States {
    const scope: Scope = { states: {}, built: new Map() };
    if (this.#isNode(root, at)) this.#add(root, undefined, scope);
    return { StartAt: this.#first(root), States: scope.states };
  }

  /** Whether it is a node; types rule out anything else, but programs run without being type-checked. */
  #isNode(node: AnyNode<R> | undefined, at: Position | undefined): node is AnyNode<R> {
    if (typeof node === "object" && node !== null && "kind" in node) return true;
    this.report(
      at,
      `${node === undefined ? "Nothing" : JSON.stringify(node)} stands where a step is expected; is the name of a step misspelt, or a \`return\` missing?`,
    );
    return false;
  }

  #handling(node: Step<R, Query> | Parallel<R, Query> | Each<R, Query>, fallback: Retry | undefined): object {
    checkHandling(node, this.report);
    return handling(node, {
      fallback,
      writer: this.#writer,
      first: (handler) => this.#first(handler),
      say: (at) => this.#say(node.name, at),
    });
  }

  #say(name: string, at: Position): Say {
    return (problem) => this.report(at, `The state ${JSON.stringify(name)}: ${problem}`);
  }

  #first(node: AnyNode<R> | undefined): string {
    if (typeof node !== "object" || node === null) return "";
    return node.kind === "sequence" ? this.#first(node.nodes[0]) : node.name;
  }

  /** Whether nothing can come after the node. */
  #ends(node: AnyNode<R> | undefined): boolean {
    if (typeof node !== "object" || node === null) return false;
    if (node.kind === "sequence") return node.nodes.some((one) => this.#ends(one));
    if (node.kind === "choice")
      return (
        node.otherwise !== undefined &&
        [node.otherwise, ...node.rules.map((rule) => rule.next)].every((one) => this.#ends(one))
      );
    return node.kind === "succeed" || node.kind === "fail";
  }

  #add(node: AnyNode<R>, next: string | undefined, scope: Scope): void {
    if (scope.built.has(node) && scope.built.get(node) === next) return;
    scope.built.set(node, next);
    if (node.kind === "sequence") this.#addSequence(node, next, scope);
    else {
      this.#claim(node);
      scope.states[node.name] = this.#state(node, next);
      this.#addTargets(node, next, scope);
    }
  }

  #addSequence({ nodes, at }: Sequence<R, Query>, next: string | undefined, scope: Scope): void {
    if (nodes.length === 0) this.report(at, "A sequence has no steps; give at least one.");
    nodes.forEach((node, index) => {
      if (!this.#isNode(node, at)) return;
      const following = nodes[index + 1];
      if (following && this.#ends(node))
        this.report(
          following.at,
          `The state ${JSON.stringify(this.#first(following))} is never reached: ${JSON.stringify(this.#first(node))} ends the execution before it. Remove one of the two.`,
        );
      this.#add(node, following ? this.#first(following) : next, scope);
    });
  }

  #claim(node: StateNode<R>): void {
    const { name, at } = node;
    if (name.trim() === "" || name.length > MAX_NAME)
      this.report(
        at,
        `The state name ${JSON.stringify(name)} has ${name.length} characters; 1 to ${MAX_NAME} are allowed.`,
      );
    const before = this.names.get(name);
    if (before === node)
      this.report(
        at,
        `The state ${JSON.stringify(name)} is used in two places that go on differently; give the second a state of its own.`,
      );
    else if (before) {
      const place = this.place(before.at);
      this.report(
        at,
        `Two states are called ${JSON.stringify(name)}${place ? ` (the other in ${place})` : ""}; every state of a machine, those of branches included, needs a name of its own.`,
      );
    }
    this.names.set(name, node);
  }

  #state(node: StateNode<R>, next: string | undefined): State {
    const onward = next === undefined ? { End: true } : { Next: next };
    const [where, say] = [`The state ${JSON.stringify(node.name)}`, this.#say(node.name, node.at)];
    switch (node.kind) {
      case "step":
        if (node.timeoutSeconds !== undefined)
          this.report(node.at, ...checkWhole(node.timeoutSeconds, 1, `${where}: the timeout`));
        return {
          Type: "Task",
          ...this.#writer.step(node, say),
          ...(node.timeoutSeconds !== undefined && { TimeoutSeconds: node.timeoutSeconds }),
          ...this.#handling(node, this.#retry),
          ...onward,
        };
      case "parallel":
        if (node.branches.length === 0) say("it has no branches; give at least one.");
        return {
          Type: "Parallel",
          Branches: node.branches.map((branch) => this.#states(branch, node.at)),
          ...this.#writer.parallel(node.options, say),
          ...this.#handling(node, undefined),
          ...onward,
        };
      case "map": {
        const { concurrency } = node.options;
        if (concurrency !== undefined)
          this.report(node.at, ...checkWhole(concurrency, 0, `${where}: the concurrency`));
        return {
          Type: "Map",
          ...(concurrency !== undefined && { MaxConcurrency: concurrency }),
          ...this.#writer.map(node.options, say),
          ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, ...this.#states(node.item, node.at) },
          ...this.#handling(node, undefined),
          ...onward,
        };
      }
      case "choice":
        return this.#choice(node, next, say);
      case "wait":
        if (typeof node.for === "number")
          this.report(node.at, ...checkWhole(node.for, 0, `${where}: the wait`));
        return { Type: "Wait", ...this.#writer.wait(node, say), ...onward };
      case "pass":
        return { Type: "Pass", ...this.#writer.pass(node.options, say), ...onward };
      case "succeed":
        return { Type: "Succeed", ...this.#writer.succeed(node.options, say) };
      case "fail":
        return { Type: "Fail", ...this.#writer.fail(node, say) };
    }
  }

  #choice({ rules, otherwise }: Choice<R, Query>, next: string | undefined, say: Say): State {
    const fallback = otherwise ? this.#first(otherwise) : next;
    if (rules.length === 0) say("it has no rules; give at least one.");
    if (fallback === undefined)
      say(
        `it is the last and has no "otherwise", so an input that fits no rule would fail; give it one, such as succeed("done").`,
      );
    return {
      Type: "Choice",
      Choices: rules.map((rule) => ({ ...this.#writer.rule(rule, say), Next: this.#first(rule.next) })),
      ...(fallback !== undefined && { Default: fallback }),
    };
  }

  /** The states that a state leads to beside the next one. */
  #addTargets(node: StateNode<R>, next: string | undefined, scope: Scope): void {
    if (node.kind === "choice") {
      const { rules, otherwise, at } = node;
      for (const target of [...rules.map((rule) => rule.next), ...(otherwise ? [otherwise] : [])])
        if (this.#isNode(target, at)) this.#add(target, next, scope);
    } else if ("catchers" in node)
      for (const { handler, options, at } of node.catchers)
        if (this.#isNode(handler, at))
          this.#add(handler, (options as { resume?: boolean }).resume ? next : undefined, scope);
  }
}

/**
 * A state machine of nodes. What `R` stands for is left in place of each function's ARN (`FunctionName`). Throws a
 * `ValueError` with all problems, each with the line of the program that it is about. States that don't exist, states
 * without an end and loops can't be written: nodes lead to nodes, not to names.
 */
export function buildMachine<R>(root: Node<R, Query>, options: BuildOptions = {}): BuiltMachine {
  const builder = new Builder<R>(options);
  const machine = builder.machine(root, options.at);
  for (const step of options.steps ?? [])
    if (!builder.names.has(step))
      builder.report(
        options.at,
        `steps.${step}: nothing in the definition leads to it; use it there, or leave it out.`,
      );
  if (builder.problems.length > 0) throw new ValueError(builder.problems);
  return {
    definition: {
      ...(options.comment !== undefined && { Comment: options.comment }),
      ...(options.timeoutSeconds !== undefined && { TimeoutSeconds: options.timeoutSeconds }),
      ...machine,
    },
    placeOf: (state) => builder.place(builder.names.get(state)?.at),
  };
}

/** The definition alone. */
export const buildDefinition = <R>(root: Node<R, Query>, options: BuildOptions = {}): Definition =>
  buildMachine(root, options).definition;
