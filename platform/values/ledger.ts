/** Why something departs from what the organisation decided, who answers for it, and until when. */
export interface Exception {
  /** A sentence for the people who meet it in a year. */
  readonly reason: string;
  /** The team that answers for it, as services name theirs. */
  readonly owner: string;
  /** The last day that it holds, such as `2027-03-31`. */
  readonly expires: string;
}

/** A value for a guarded setting, in arguments as in a stack's config. */
export interface Override<T> extends Exception {
  readonly value: T;
}

/**
 * Types of the components by which a program's graph, its state and a policy pack know of exceptions. They make nothing in AWS; their
 * inputs are the entry.
 */
export const ledgerTypes = {
  /** A guarded setting that a program or a stack's config sets. Its parent is the component that it holds for. */
  override: "platform:index:Override",
  /** A policy's rule that doesn't hold for one resource. */
  exemption: "platform:index:Exemption",
} as const;

/** Inputs of an override's component. */
export interface OverrideInputs extends Override<unknown> {
  /** Path in the defaults: `function.reservedConcurrency`. */
  readonly setting: string;
  /** What would hold without it. */
  readonly instead: unknown;
}

/** Inputs of an exemption's component. */
export interface ExemptionInputs extends Exception {
  /** The rule's id: `public-function-urls`. */
  readonly rule: string;
  /** Logical name of the resource, and of its parts. */
  readonly resource: string;
}
