import type { ExemptionInputs } from "../../values/ledger.ts";
import type { Exceptions, Permissions, Sum, TypeCount } from "./sum-types.ts";

/** Pulumi's operations on a resource, as `pulumi preview` names them; `same` where only an option such as `protect` changes. */
export type Operation = "create" | "update" | "replace" | "delete" | "import" | "same";

/** A value as it is shown: JSON, with `[secret]` and `[unknown]`; code as `{ bytes }`. */
export type Shown = unknown;

/** One value below a resource's inputs that a change gives, takes away or alters. */
export interface PropertyChange {
  /** `environment.variables.TABLE`, `policy.Statement[0].Action`; inside of a string that holds JSON too. */
  readonly path: string;
  /** Absent where there was none. */
  readonly before?: Shown;
  /** Absent where there is none. */
  readonly after?: Shown;
  /** Its change replaces the resource. */
  readonly replaces?: true;
  /** AWS alone knows the value: it comes from a resource that is made anew. It may turn out to be the same. */
  readonly perhaps?: true;
  /** Why two values that are shown alike are told apart. */
  readonly note?: string;
}

/** Data that a change destroys. */
export interface DataLoss {
  /** What is lost: `items`, `messages that wait`. */
  readonly what: string;
  /** The ledger's entry that allows it. */
  readonly exemption?: ExemptionInputs;
  /** An entry whose last day is over: it allows nothing. */
  readonly expired?: ExemptionInputs;
}

/** An operation on one resource. */
export interface Change {
  readonly urn: string;
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** The components around it, outermost first: `Gateway api`. */
  readonly path: readonly string[];
  /** It makes nothing in AWS by itself. */
  readonly component?: true;
  readonly operation: Operation;
  /** The resource before, where an alias names it. */
  readonly previousUrn?: string;
  /** Of a replacement: the old one is deleted first, so for a while there is none. */
  readonly deletedFirst?: true;
  /** Names of the arguments that force a replacement, and `provider` or `id`; empty where it follows from that of another resource. */
  readonly replacedBy: readonly string[];
  /** The replaced resource whose own deletion deletes this one. */
  readonly after?: string;
  readonly properties: readonly PropertyChange[];
  /** Only what AWS alone knows says that it changes. */
  readonly perhaps?: true;
  /** It stays in AWS (`retainOnDelete`), or goes with the resource that it is deleted with. */
  readonly staysInAws?: true;
  readonly dataLoss?: DataLoss;
  /** Why the engine refuses the operation, each a sentence. */
  readonly problems: readonly string[];
}

/** A resource that keeps what it is under another URN. */
export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** Sums over a service, before and after. */
export interface Sums {
  readonly resources: Sum;
  /** By type; types whose number stays are left out. */
  readonly types: readonly TypeCount[];
  readonly reservedConcurrency: Sum;
  readonly alarms: Sum;
  readonly permissions: Permissions;
  readonly findings: Exceptions;
  /** The ledger's entries. */
  readonly exceptions: Exceptions;
  /** US dollars a month: with the stack's traffic where there is any, else what costs without requests. */
  readonly cost: Sum;
}

/** What a change does to one service in one stage. */
export interface ServiceImpact {
  readonly service: string;
  readonly stage: string;
  /** A service that wasn't there before, or is gone. */
  readonly appears?: "added" | "removed";
  /** In the order of their URNs. */
  readonly changes: readonly Change[];
  readonly renames: readonly Rename[];
  readonly sums: Sums;
  /** Outputs of the stack, which other services read. */
  readonly outputs: readonly PropertyChange[];
  /** What the engine refuses apart from single changes: two resources that claim one alias. */
  readonly problems: readonly string[];
}
