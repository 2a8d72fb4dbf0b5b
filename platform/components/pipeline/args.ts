import type * as aws from "@pulumi/aws";
import type { Transform } from "../../core/component.ts";
import type { Linkable } from "../../core/link.ts";
import type { Defaults } from "../../defaults.ts";
import type { FunctionArgs, FunctionSettings, FunctionTransform, HandlerPath } from "../function/args.ts";
import type { Function } from "../function/function.ts";
import { Approval } from "./approvals.ts";
import type { Node, Query, Step } from "./states/index.ts";

/** A step: a handler's file, a function with settings of its own, a function made elsewhere, or an approval. */
export type StepTarget = HandlerPath | FunctionArgs | Function | Approval;

export interface PipelineArgs<
  S extends Readonly<Record<string, StepTarget>> = Readonly<Record<string, StepTarget>>,
  L extends readonly Linkable[] = readonly Linkable[],
  Q extends Query = "jsonpath",
> {
  /** Steps by name; each becomes a function and a state of that name. */
  readonly steps: S;
  /** Order of the steps, built of `sequence`, `choice`, `parallel`, ... Default: in the order given. */
  readonly definition?: (steps: { readonly [K in keyof S]: Step<Function, Q> }) => Node<Function, Q>;
  /** The language that the definition picks data in. Default: `jsonpath`, which also runs on localhost. */
  readonly query?: Q;
  /** Links of every step. A step's own `link` adds to them. */
  readonly link?: L;
  /** Settings of every step; a step's own come first. */
  readonly function?: Partial<Omit<FunctionSettings, "link">>;
  /** Default: `defaults.pipeline.type`. It can't be changed later without replacing the state machine. */
  readonly type?: "STANDARD" | "EXPRESS";
  /** Seconds a run may take; up to a year, 300 for Express. Default: `defaults.pipeline.timeout`, and the time of its approvals. */
  readonly timeout?: number;
  readonly transform?: {
    readonly stateMachine?: Transform<aws.sfn.StateMachineArgs>;
    readonly role?: Transform<aws.iam.RoleArgs>;
    readonly logGroup?: Transform<aws.cloudwatch.LogGroupArgs>;
    readonly function?: FunctionTransform;
  };
}

/** Seconds a run may take. Source: "Quotas related to state machine executions". */
export const maxTimeout = { STANDARD: 31_536_000, EXPRESS: 300 } as const;

/** The args without the one whose type depends on the steps. */
export type SharedArgs = Omit<PipelineArgs, "definition" | "query"> & { readonly query?: Query };

/** Type and times of a pipeline, its defaults included. */
export interface PipelineNumbers {
  readonly type: keyof typeof maxTimeout;
  /** Seconds a run may take. */
  readonly timeout: number;
  /** Seconds that each approval waits, by its step. */
  readonly approvals: Readonly<Record<string, number>>;
}

/** A step's own handler: of an approval, the function that asks. */
export const handlerOf = (target: Exclude<StepTarget, Function>): HandlerPath | FunctionArgs =>
  target instanceof Approval ? target.ask : target;

/** By default a run may take the time of its settings and that of its approvals. */
export function numbersOf(args: SharedArgs, settings: Defaults["pipeline"]): PipelineNumbers {
  const { type, timeout, approvalTimeout } = settings;
  const approvals = Object.fromEntries(
    Object.entries(args.steps ?? {}).flatMap(([step, target]) =>
      target instanceof Approval ? [[step, target.timeout ?? approvalTimeout]] : [],
    ),
  );
  const waits = Object.values(approvals).reduce((sum, seconds) => sum + seconds, 0);
  return {
    type,
    approvals,
    timeout: args.timeout ?? Math.min(timeout + waits, maxTimeout[type] ?? maxTimeout.STANDARD),
  };
}
