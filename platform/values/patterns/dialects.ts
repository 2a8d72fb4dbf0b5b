/** An operator of a comparison, such as `{ prefix: "a" }`. */
export type Operator =
  | "prefix"
  | "suffix"
  | "equals-ignore-case"
  | "wildcard"
  | "cidr"
  | "exists"
  | "numeric"
  | "anything-but";

/** What one service understands of the language of patterns that AWS's services share. */
export interface Dialect {
  readonly service: string;
  readonly operators: readonly Operator[];
  /** Operators that `anything-but` turns around. */
  readonly negatable: readonly Operator[];
  /** Whether prefix and suffix can be `{ "equals-ignore-case": text }`. */
  readonly affixIgnoresCase: boolean;
  /** Largest number of a comparison, up and down. */
  readonly maxNumber: number;
}

/** Source: "Comparison operators for use in event patterns in Amazon EventBridge". */
export const eventBridge: Dialect = {
  service: "EventBridge",
  operators: [
    "prefix",
    "suffix",
    "equals-ignore-case",
    "wildcard",
    "cidr",
    "exists",
    "numeric",
    "anything-but",
  ],
  negatable: ["prefix", "suffix", "equals-ignore-case", "wildcard"],
  affixIgnoresCase: true,
  maxNumber: 5_000_000_000,
};

/** Sources: "Amazon SNS subscription filter policies"; "Filter policy constraints in Amazon SNS" (numbers). */
export const sns: Dialect = {
  service: "SNS",
  operators: ["prefix", "suffix", "equals-ignore-case", "cidr", "exists", "numeric", "anything-but"],
  negatable: ["prefix"],
  affixIgnoresCase: false,
  maxNumber: 1_000_000_000,
};

/** Source: "Control which events Lambda sends to your function", filter rule syntax. */
export const mapping: Dialect = {
  service: "Lambda",
  operators: ["prefix", "suffix", "equals-ignore-case", "exists", "numeric", "anything-but"],
  negatable: [],
  affixIgnoresCase: false,
  maxNumber: 5_000_000_000,
};
