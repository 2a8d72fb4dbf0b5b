import type { Condition, Path } from "./conditions.ts";
import type { Jsonata, Template } from "./jsonata.ts";
import type {
  CatchOptionsIn,
  Expressions,
  MapOptionsIn,
  ParallelOptionsIn,
  PassOptions,
  Query,
  RetryOn,
} from "./options.ts";
import { type Position, position } from "./position.ts";

export interface Catcher<R, Q extends Query = Query> {
  readonly errors: readonly string[];
  readonly handler: Node<R, Q>;
  readonly options: CatchOptionsIn[Q];
  readonly at: Position;
}

interface Retrier extends RetryOn {
  readonly at: Position;
}

/** A state whose errors can be retried and caught. Every method gives a changed copy. */
abstract class Attempt<R, Q extends Query> {
  readonly name: string;
  readonly at: Position = position();
  readonly retriers: readonly Retrier[] = [];
  readonly catchers: readonly Catcher<R, Q>[] = [];
  /** Tells the types of the two languages apart; never set. */
  declare readonly query?: Q;

  constructor(name: string) {
    this.name = name;
  }

  /** Tries again on these errors. The first `retry` or default that names an error decides. */
  retry(retry: RetryOn): this {
    return this.with({ retriers: [...this.retriers, { ...retry, at: position() }] });
  }

  /** Goes to the handler on these errors, once there are no retries left. The first `catch` that fits decides. */
  catch(errors: readonly string[], handler: Node<R, Q>, options: CatchOptionsIn[Q] = {}): this {
    return this.with({ catchers: [...this.catchers, { options, errors, handler, at: position() }] });
  }

  protected with(changes: object): this {
    return Object.assign(Object.create(Object.getPrototypeOf(this)), this, changes);
  }
}

/** Runs a function; the state's output is what the function returned. */
export class Step<R, Q extends Query = "jsonpath"> extends Attempt<R, Q> {
  readonly kind = "step";
  /** The function's ARN, or a placeholder until it is known. */
  readonly resource: R;
  readonly timeoutSeconds?: number;
  /** The function's input in place of the state's. */
  readonly given?: Path | Template;
  readonly options: Expressions = {};
  /** Address of the page on which a person decides. The run waits until the task's token is sent back. */
  readonly page?: unknown;

  constructor(name: string, resource: R) {
    super(name);
    this.resource = resource;
  }

  /** Seconds after which an attempt fails with `States.Timeout`. */
  timeout(seconds: number): this {
    return this.with({ timeoutSeconds: seconds, at: position() });
  }

  /** Waits for a person, who decides on the page at an address, for seconds. */
  waitForPerson(page: unknown, seconds: number): this {
    return this.with({ page, timeoutSeconds: seconds });
  }

  /** The function's input in place of the state's: a path, or in JSONata anything made of expressions. */
  input(given: { jsonpath: Path; jsonata: Template }[Q]): this {
    return this.with({ given, at: position() });
  }

  /** In JSONata: the state's output. The function's result is `$states.result.Payload`, which is the default. */
  output(this: Step<R, "jsonata">, output: Template): Step<R, "jsonata"> {
    return this.with({ options: { ...this.options, output }, at: position() });
  }

  /** In JSONata: variables for all later states, such as ``{ total: jsonata`$states.result.Payload.total` }``. */
  assign(this: Step<R, "jsonata">, variables: NonNullable<Expressions["assign"]>): Step<R, "jsonata"> {
    const assign = { ...this.options.assign, ...variables };
    return this.with({ options: { ...this.options, assign }, at: position() });
  }
}

/** Runs all branches on the same input; the output is the list of theirs. */
export class Parallel<R, Q extends Query = "jsonpath"> extends Attempt<R, Q> {
  readonly kind = "parallel";
  readonly branches: readonly Node<R, Q>[];
  readonly options: ParallelOptionsIn[Q];

  constructor(name: string, branches: readonly Node<R, Q>[], options: ParallelOptionsIn[Q]) {
    super(name);
    this.branches = branches;
    this.options = options;
  }
}

/** Runs a node once per item; the output is the list of theirs. */
export class Each<R, Q extends Query = "jsonpath"> extends Attempt<R, Q> {
  readonly kind = "map";
  readonly options: MapOptionsIn[Q];
  readonly item: Node<R, Q>;

  constructor(name: string, options: MapOptionsIn[Q], item: Node<R, Q>) {
    super(name);
    this.options = options;
    this.item = item;
  }
}

/** Members of all nodes whose errors can't be handled. */
interface Plain<Kind extends string, Q extends Query> {
  readonly kind: Kind;
  readonly at: Position;
  /** Tells the types of the two languages apart; never set. */
  readonly query?: Q;
}

interface Named<Kind extends string, Q extends Query> extends Plain<Kind, Q> {
  readonly name: string;
}

export interface Sequence<R, Q extends Query = "jsonpath"> extends Plain<"sequence", Q> {
  readonly nodes: readonly Node<R, Q>[];
}

export interface RuleIn<R> {
  readonly jsonpath: { readonly when: Condition; readonly next: Node<R, "jsonpath"> };
  readonly jsonata: Expressions & { readonly when: Jsonata; readonly next: Node<R, "jsonata"> };
}

export interface Choice<R, Q extends Query = "jsonpath"> extends Named<"choice", Q> {
  readonly rules: readonly RuleIn<R>[Q][];
  readonly otherwise?: Node<R, Q>;
}

export interface Wait<Q extends Query = "jsonpath"> extends Named<"wait", Q> {
  readonly for: number | Path | Jsonata | { readonly until: string | Jsonata };
  readonly options: Expressions;
}

export interface Pass<Q extends Query = "jsonpath"> extends Named<"pass", Q> {
  readonly options: PassOptions & Expressions;
}

export interface Succeed<Q extends Query = "jsonpath"> extends Named<"succeed", Q> {
  readonly options: { readonly output?: Template };
}

export interface Fail<Q extends Query = "jsonpath"> extends Named<"fail", Q> {
  readonly error: string | Jsonata;
  readonly cause?: string | Jsonata;
}

/** A part of a state machine; `R` stands for a function's ARN, `Q` is its query language. */
export type Node<R, Q extends Query = "jsonpath"> =
  | Step<R, Q>
  | Parallel<R, Q>
  | Each<R, Q>
  | Sequence<R, Q>
  | Choice<R, Q>
  | Wait<Q>
  | Pass<Q>
  | Succeed<Q>
  | Fail<Q>;
