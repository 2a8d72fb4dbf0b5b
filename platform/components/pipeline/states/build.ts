import { ValueError } from "../../../values/problems.ts";
import type { Report } from "./errors.ts";
import { type AnyNode, ends, firstOf, type StateNode } from "./flow.ts";
import { inJsonata } from "./in-jsonata.ts";
import { inJsonPath } from "./in-jsonpath.ts";
import type { Node, Sequence } from "./nodes.ts";
import type { Query, Retry } from "./options.ts";
import { type Position, placeOf } from "./position.ts";
import { type State, type StateContext, type States, stateOf } from "./state.ts";

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
  /** Where the program makes the machine: the place of states without one of their own. */
  readonly at?: Position;
  /** The folder that places in messages are relative to. Default: the working directory. */
  readonly folder?: string;
}

/** A finished definition, and where the program wrote each of its states. */
export interface BuiltMachine {
  readonly definition: Definition;
  readonly placeOf: (state: string) => string | undefined;
}

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
  readonly #folder: string;
  readonly #context: StateContext<R>;

  constructor({ retry, query = "jsonpath", folder = process.cwd() }: BuildOptions) {
    this.#folder = folder;
    this.#context = {
      report: this.report,
      writer: query === "jsonata" ? inJsonata : inJsonPath,
      retry,
      states: (root, at) => this.#states(root, at),
    };
  }

  machine(root: AnyNode<R>, at: Position | undefined): States & object {
    return { ...this.#context.writer.machine, ...this.#states(root, at) };
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
    return { StartAt: firstOf(root), States: scope.states };
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

  #add(node: AnyNode<R>, next: string | undefined, scope: Scope): void {
    if (scope.built.has(node) && scope.built.get(node) === next) return;
    scope.built.set(node, next);
    if (node.kind === "sequence") this.#addSequence(node, next, scope);
    else {
      this.#claim(node);
      scope.states[node.name] = stateOf(node, next, this.#context);
      this.#addTargets(node, next, scope);
    }
  }

  #addSequence({ nodes, at }: Sequence<R, Query>, next: string | undefined, scope: Scope): void {
    if (nodes.length === 0) this.report(at, "A sequence has no steps; give at least one.");
    nodes.forEach((node, index) => {
      if (!this.#isNode(node, at)) return;
      const following = nodes[index + 1];
      if (following && ends(node))
        this.report(
          following.at,
          `The state ${JSON.stringify(firstOf(following))} is never reached: ${JSON.stringify(firstOf(node))} ends the execution before it. Remove one of the two.`,
        );
      this.#add(node, following ? firstOf(following) : next, scope);
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
 * A state machine of nodes. Values of type `R` stay in place of the functions' ARNs (`FunctionName`). Throws a
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
