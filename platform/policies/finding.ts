import type { Graph, Resource } from "../engine/index.ts";
import type { Stage } from "../settings.ts";

/** `error`: no service of this repository has one. `warning`: worth knowing before a deployment. */
export type Severity = "error" | "warning";

/** A resource that breaks a rule, and a sentence about it; with a severity where that isn't the rule's own. */
export type Broken = readonly [resource: Resource, message: string, severity?: Severity];

/** What rules know beside the graph. */
export interface RuleContext {
  /** The day that dates are compared with: `2027-03-31`. */
  readonly today: string;
}

/** A rule about the resources of a service. */
export interface Policy {
  /** Also the name of the rule's file. */
  readonly id: string;
  readonly severity: Severity;
  /** The promise, as a sentence. */
  readonly title: string;
  readonly reason: string;
  readonly remedy: string;
  /** Guarded settings that the rule is about: an override of one, in the ledger, is an exception from the rule too. */
  readonly settings?: readonly string[];
  /** Stages that the rule holds in. Default: all. */
  readonly stages?: readonly Stage[];
  readonly broken: (graph: Graph, context: RuleContext) => readonly Broken[];
}

/** One resource that breaks a rule. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly urn: string;
  readonly name: string;
  readonly message: string;
  readonly remedy: string;
}
