import type * as pulumi from "@pulumi/pulumi";
import type { Component } from "../../core/component.ts";
import type { FunctionTransform } from "./transform.ts";

/** A handler's file relative to the service's folder, which exports `handler`. */
export type HandlerPath = `${string}.ts` | `${string}.mts` | `${string}.js` | `${string}.mjs`;

/** How a function is invoked decides its failure path: only asynchronous events need retries and a dead-letter queue. */
export type Invocation = "async" | "sync" | "poll";

/** A function as others invoke it: sources, routes, schedules and steps use this, never the function's own ARN. */
export interface InvokeTarget {
  readonly arn: pulumi.Output<string>;
  /** For API Gateway's integrations. */
  readonly invokeArn: pulumi.Output<string>;
  /** Version or alias that permissions have to name; none while the function has neither. */
  readonly qualifier?: pulumi.Output<string>;
}

/** The function that a part belongs to. */
export interface FunctionContext {
  /** The `Function`; parent of its parts. */
  readonly component: Component;
  readonly name: string;
  readonly transform: FunctionTransform;
}
