import type { Path } from "./conditions.ts";
import type { Jsonata, Template } from "./jsonata.ts";

/** The two languages in which states pick data; a machine is written in one. */
export type Query = "jsonpath" | "jsonata";

/** Number and pace of a state's retries. Source: developer guide, "Handling errors in Step Functions workflows". */
export interface Retry {
  /** Seconds before the first retry. */
  readonly interval?: number;
  /** Retries after the first attempt; 0 for none. */
  readonly attempts?: number;
  /** Factor of the interval after each retry, at least 1. */
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

/** Options of every state in JSONPath. */
export interface PathResult {
  /** Where the result is put into the state's input; null drops it. By default it replaces the input. */
  readonly resultPath?: Path | null;
}

/** Options of every state in JSONata. */
export interface Expressions {
  /** The state's output. Default: its result. */
  readonly output?: Template;
  /** Variables that all later states can use, as `$name`. */
  readonly assign?: { readonly [name: string]: Template };
}

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

export interface ParallelOptionsIn {
  readonly jsonpath: PathResult;
  /** `input` replaces the state's input for every branch. */
  readonly jsonata: Expressions & { readonly input?: Template };
}

interface MapConcurrency {
  /** Items worked on at a time; 0, the default, leaves it to Step Functions (about 40). */
  readonly concurrency?: number;
}

export interface MapOptionsIn {
  readonly jsonpath: PathResult &
    MapConcurrency & {
      /** The list in the state's input. Default "$". */
      readonly items?: Path;
      /** Input of each item's run in place of the item, as a payload template (`"sku.$": "$$.Map.Item.Value.sku"`). */
      readonly selector?: Readonly<Record<string, unknown>>;
    };
  readonly jsonata: Expressions &
    MapConcurrency & {
      /** The list. Default: the state's input. */
      readonly items?: Jsonata | readonly Template[];
      /** Input of each item's run in place of the item, which is `$states.context.Map.Item.Value`. */
      readonly selector?: Template;
    };
}

export interface PassOptions extends PathResult {
  /** The state's output, as it is. */
  readonly result?: unknown;
  /** The state's output as a payload template: keys that end in `.$` hold paths. */
  readonly parameters?: Readonly<Record<string, unknown>>;
}
