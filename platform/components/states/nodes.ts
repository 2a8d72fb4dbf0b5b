import type { Condition, Path } from "./conditions.ts";

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

interface CatchOptions {
  /** Where `{ Error, Cause }` is put into the state's input; null drops it, "$" replaces the input. Default "$.error". */
  readonly resultPath?: Path | null;
  /** Goes on with what follows the state after the handler; else the handler's end is the machine's. */
  readonly resume?: boolean;
}

export interface Catcher<R> extends CatchOptions {
  readonly errors: readonly string[];
  readonly handler: Node<R>;
}

/** A state whose errors can be retried and caught. Every method gives a changed copy. */
abstract class Attempt<R> {
  readonly name: string;
  readonly retriers: readonly RetryOn[] = [];
  readonly catchers: readonly Catcher<R>[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** Tries again on these errors. The first `retry` or default that names an error decides. */
  retry(retry: RetryOn): this {
    return this.with({ retriers: [...this.retriers, retry] });
  }

  /** Goes to the handler on these errors, once there are no retries left. The first `catch` that fits decides. */
  catch(errors: readonly string[], handler: Node<R>, options: CatchOptions = {}): this {
    return this.with({ catchers: [...this.catchers, { ...options, errors, handler }] });
  }

  protected with(changes: object): this {
    return Object.assign(Object.create(Object.getPrototypeOf(this)), this, changes);
  }
}

/** Runs a function; the state's output is what the function returned. */
export class Step<R> extends Attempt<R> {
  readonly kind = "step";
  /** The function's ARN, or whatever stands for it until it is known. */
  readonly resource: R;
  readonly timeoutSeconds?: number;

  constructor(name: string, resource: R) {
    super(name);
    this.resource = resource;
  }

  /** Seconds after which an attempt fails with `States.Timeout`. */
  timeout(seconds: number): this {
    return this.with({ timeoutSeconds: seconds });
  }
}

/** Runs all branches on the same input; the output is the list of theirs. */
export class Parallel<R> extends Attempt<R> {
  readonly kind = "parallel";
  readonly branches: readonly Node<R>[];
  readonly resultPath?: Path | null;

  constructor(name: string, branches: readonly Node<R>[], resultPath?: Path | null) {
    super(name);
    this.branches = branches;
    this.resultPath = resultPath;
  }
}

export interface MapOptions {
  /** The list in the state's input. Default "$". */
  readonly items?: Path;
  /** Items worked on at once; 0, the default, leaves it to Step Functions (about 40). */
  readonly concurrency?: number;
  /** What each item's run gets in place of the item, as a payload template (`"sku.$": "$$.Map.Item.Value.sku"`). */
  readonly selector?: Readonly<Record<string, unknown>>;
  /** Where the list of outputs is put into the state's input; by default it replaces it. */
  readonly resultPath?: Path | null;
}

/** Runs a node once per item; the output is the list of theirs. */
export class Each<R> extends Attempt<R> {
  readonly kind = "map";
  readonly options: MapOptions;
  readonly item: Node<R>;

  constructor(name: string, options: MapOptions, item: Node<R>) {
    super(name);
    this.options = options;
    this.item = item;
  }
}

export interface Sequence<R> {
  readonly kind: "sequence";
  readonly nodes: readonly Node<R>[];
}

export interface Rule<R> {
  readonly when: Condition;
  readonly next: Node<R>;
}

export interface Choice<R> {
  readonly kind: "choice";
  readonly name: string;
  readonly rules: readonly Rule<R>[];
  readonly otherwise?: Node<R>;
}

export interface Wait {
  readonly kind: "wait";
  readonly name: string;
  readonly for: number | Path | { readonly until: string };
}

export interface PassOptions {
  /** The state's output, as it is. */
  readonly result?: unknown;
  /** The state's output as a payload template: keys that end in `.$` hold paths. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly resultPath?: Path | null;
}

export interface Pass {
  readonly kind: "pass";
  readonly name: string;
  readonly options: PassOptions;
}

export interface Succeed {
  readonly kind: "succeed";
  readonly name: string;
}

export interface Fail {
  readonly kind: "fail";
  readonly name: string;
  readonly error: string;
  readonly cause?: string;
}

/** A part of a state machine; `R` stands for a function's ARN. */
export type Node<R> =
  | Step<R>
  | Parallel<R>
  | Each<R>
  | Sequence<R>
  | Choice<R>
  | Wait
  | Pass
  | Succeed
  | Fail;
