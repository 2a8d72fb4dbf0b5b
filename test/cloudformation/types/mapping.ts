import type { Inputs } from "../properties.ts";

/** What a Pulumi type is in CloudFormation. */
export interface Mapping {
  readonly type: `AWS::${string}::${string}`;
  /** Inputs that CloudFormation calls otherwise. Everything else is the same name, starting in upper case. */
  readonly names?: Readonly<Record<string, string>>;
  /** Inputs that take another form; undefined leaves one out. Runs before names are changed. */
  readonly change?: (inputs: Inputs) => Record<string, unknown>;
  /** How tags are written; most types take a list of keys and values. */
  readonly tags?: (tags: Record<string, string>) => unknown;
  /** Properties whose keys are data, not names: they keep their case. */
  readonly data?: readonly string[];
}

/** A type that is part of another resource in CloudFormation. */
export interface Fold {
  /** The type it is part of, and the input that says of which: by name, id, URL or ARN. */
  readonly into: string;
  readonly by: string;
  /** What it adds to the inputs of the other. */
  readonly adds: (inputs: Inputs, present: Inputs) => Record<string, unknown>;
}
