/** A number before and after. */
export interface Sum {
  readonly before: number;
  readonly after: number;
}

export interface TypeCount extends Sum {
  /** Type token: `aws:sqs/queue:Queue`. */
  readonly type: string;
}

/** IAM's statements, one line for each action on each resource. */
export interface Permissions {
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

/** Sentences that hold since a change, and those that no longer do. */
export interface Exceptions {
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}
