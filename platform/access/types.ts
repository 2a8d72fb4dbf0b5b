/** Who asks. A role is meant as its session: that of a function, say. */
export type Principal =
  /** Such as `sns.amazonaws.com`. */
  | { readonly service: string }
  /** The role's ARN, and the name of the session where it is known: for a Lambda function, the function's. */
  | { readonly role: string; readonly session?: string }
  /** A caller without credentials. */
  | { readonly anyone: true };

/** One request as AWS judges it. */
export interface Request {
  readonly principal: Principal;
  /** `sqs:SendMessage` */
  readonly action: string;
  /** ARN, or `*` for actions that take no resource. */
  readonly resource: string;
  /** Condition keys and their values; letter case of the keys does not matter. What the principal and the resource say is added. */
  readonly context: Context;
}

export type Context = Readonly<Record<string, string | readonly string[]>>;

/** The policies that a request meets: JSON, or JSON text. */
export interface Policies {
  /** Of the role. */
  readonly identity?: readonly unknown[];
  /** The role's permissions boundary; undefined for a role without one. */
  readonly boundary?: readonly unknown[];
  /** Of the resource: also a key's policy, and the trust policy of a role that is to be assumed. */
  readonly resource?: readonly unknown[];
}

export interface Decision {
  readonly allowed: boolean;
  readonly reason:
    | "explicit deny"
    | "no statement allows"
    | "the permissions boundary does not allow"
    | "the resource's policy does not allow"
    | "allowed by the identity policy"
    | "allowed by the resource policy"
    | "allowed by both policies";
  /** The statement that decided; of two, the resource's. None where a statement is missing. */
  readonly statement?: Statement;
}

/** One statement of a policy document. */
export interface Statement {
  readonly sid?: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** All actions but these, or all resources but these. */
  readonly notActions?: readonly string[];
  readonly notResources?: readonly string[];
  /** As JSON has it; undefined in policies of roles. */
  readonly principal?: unknown;
  readonly notPrincipal?: unknown;
  /** The lines of its conditions, all of which must hold. */
  readonly conditions?: readonly Condition[];
}

export interface Condition {
  /** With its set operator and `IfExists`: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** A policy document that holds nothing unknown. */
export interface Document {
  readonly kind: DocumentKind;
  /** Whether it is of the version that has variables. */
  readonly hasVariables: boolean;
  readonly statements: readonly Statement[];
}

/** `trust`: the policy of a role that says who assumes it, which has no resource. */
export type DocumentKind = "identity" | "resource" | "trust";

/** The values of a request's condition keys, by the key in lower case. */
export type Keys = ReadonlyMap<string, readonly string[]>;
