import type { Graph, Resource } from "../engine/index.ts";

/** `error`: no service of this repository has one. `warning`: worth knowing before a deployment. */
export type Severity = "error" | "warning";

/** A resource that breaks a rule, and a sentence about it. */
export type Broken = readonly [resource: Resource, message: string];

/** A rule about the resources of a service. */
export interface Policy {
  /** Also the name of the rule's file. */
  readonly id: string;
  readonly severity: Severity;
  /** The promise, as a sentence. */
  readonly title: string;
  readonly reason: string;
  readonly remedy: string;
  readonly broken: (graph: Graph) => readonly Broken[];
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
