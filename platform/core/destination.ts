import type * as pulumi from "@pulumi/pulumi";
import type { Statement } from "./link.ts";

/** Kinds of thing that Lambda hands results and failures over to. */
export type DestinationKind = "queue" | "topic" | "bus" | "bucket" | "function";

/** A component as a destination of functions and of event source mappings. */
export interface DestinationTarget<K extends DestinationKind = DestinationKind> {
  readonly kind: K;
  readonly arn: pulumi.Output<string>;
  /** Permissions of the role that hands over. Source: "Capturing records of Lambda asynchronous invocations". */
  readonly statements: readonly Statement[];
  /** Whether it is a FIFO queue or topic, which Lambda doesn't send to. */
  readonly fifo?: boolean;
  /** Of a queue. */
  readonly queueUrl?: pulumi.Output<string>;
  /** Of a function whose callers name a tenant, which Lambda doesn't. */
  readonly tenancy?: "per-tenant";
}

/** A component that can be a destination. */
export interface Receiver<K extends DestinationKind = DestinationKind> {
  asDestination(): DestinationTarget<K>;
}

/** Gets the result of an asynchronous invocation: a queue, topic, bus or function. */
export type Destination = Receiver<"queue" | "topic" | "bus" | "function">;

/** Gets failures: as above, or a bucket. */
export type FailureDestination = Receiver;

/** The target of a value that is a destination; undefined for any other value. */
export function destinationTarget(value: unknown): DestinationTarget | undefined {
  return isDestination(value) ? value.asDestination() : undefined;
}

function isDestination(value: unknown): value is Receiver {
  return (
    typeof value === "object" &&
    value !== null &&
    "asDestination" in value &&
    typeof value.asDestination === "function"
  );
}
