import type { Condition, Path } from "./conditions.ts";
import type { Jsonata, Template } from "./jsonata.ts";
import { type Position, position } from "./position.ts";

/** The two languages in which states pick data; a machine is written in one. */
export type Query = "jsonpath" | "jsonata";

/** How often and how fast a state is tried again. Source: developer guide, "Handling errors in Step Functions workflows". */
export interface Retry {
  /** Seconds before the first retry. */
  readonly interval?: number;
  /** Retries after the first attempt; 0 for none. */
  readonly attempts?: number;
  /** What the interval is multiplied by after each retry, at least 1. */
  readonly backoff?: number;
  /** Seconds that the interval never exceeds. */
  readonly maxDelay?: number;
  /** Waits a random part of each interval, so that many executions don't retry together. */
  readonly jitter?: boolean;
}

export interface RetryOn extends Retry {
  /** Names of errors, such as an exception's name, `States.Timeout` or `States.ALL`. */
  readonly errors: readonly string[];
}

/** What every state may say in JSONPath. */
export interface PathResult {
  /** Where the result is put into the state's input; null drops it. By default it replaces the input. */
  readonly resultPath?: Path | null;
}

/** What every state may say in JSONata. */
export interface Expressions {
  /** The state's output. Default: its result. */
  readonly output?: Template;
  /** Variables that all later states can use, as `$name`. */
  readonly assign?: { readonly [name: string]: Template };
}

type In<Q extends Query, Options extends Record<Query, unknown>> = Options[Q];

export interface CatchOptionsIn {
  /** Where `{ Error, Cause }` is put into the state's input; null drops it, "$" replaces the input. Default "$.error". */
  readonly jsonpath: PathResult & Resume;
  /** Default output: the state's input, with `$states.errorOutput` as its `error`. */
  readonly jsonata: Expressions & Resume;
}

interface Resume {
  /** Goes on with what follows the state after the handler; else the handler's end is the machine's. */
  readonly resume?: boolean;
}

/** Options of any language, as the builder meets them. */
export type AnyOptions = PathResult & Expressions & Resume;

export interface Catcher<R, Q extends Query = Query> {
  readonly errors: readonly string[];
  readonly handler: Node<R, Q>;
  readonly options: In<Q, CatchOptionsIn & Record<Query, unknown>>;
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
  /** The function's ARN, or whatever stands for it until it is known. */
  readonly resource: R;
  readonly timeoutSeconds?: number;
  /** What the function gets instead of the state's input. */
  readonly given?: Path | Template;
  readonly options: Expressions = {};
  /** A person decides: address of the page. The run waits until the function or the page sends the task's token back. */
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

  /** What the function gets instead of the state's input: a path, or in JSONata anything made of expressions. */
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

export interface ParallelOptionsIn {
  readonly jsonpath: PathResult;
  /** `input` is what every branch gets instead of the state's input. */
  readonly jsonata: Expressions & { readonly input?: Template };
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

interface MapConcurrency {
  /** Items worked on at once; 0, the default, leaves it to Step Functions (about 40). */
  readonly concurrency?: number;
}

export interface MapOptionsIn {
  readonly jsonpath: PathResult &
    MapConcurrency & {
      /** The list in the state's input. Default "$". */
      readonly items?: Path;
      /** What each item's run gets in place of the item, as a payload template (`"sku.$": "$$.Map.Item.Value.sku"`). */
      readonly selector?: Readonly<Record<string, unknown>>;
    };
  readonly jsonata: Expressions &
    MapConcurrency & {
      /** The list. Default: the state's input. */
      readonly items?: Jsonata | readonly Template[];
      /** What each item's run gets in place of the item, which is `$states.context.Map.Item.Value`. */
      readonly selector?: Template;
    };
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

/** What the nodes without errors have in common. */
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

export interface PassOptions extends PathResult {
  /** The state's output, as it is. */
  readonly result?: unknown;
  /** The state's output as a payload template: keys that end in `.$` hold paths. */
  readonly parameters?: Readonly<Record<string, unknown>>;
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
