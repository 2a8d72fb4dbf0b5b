import type * as aws from "@pulumi/aws";
import { type Transform, whereOf } from "../../core/component.ts";
import type { Linkable } from "../../core/link.ts";
import { checkKeys, checkOneOf, checkRange, ValueError } from "../../values/problems.ts";
import type { FunctionArgs, FunctionSettings, FunctionTransform, HandlerPath } from "../function/args.ts";
import { Function } from "../function/function.ts";
import { handlerClashes } from "../function/handler-name.ts";
import { Approval } from "./approvals.ts";
import type { Node, Query, Step } from "./states/index.ts";

/** What runs a step: a handler's file, a function with settings of its own, one made elsewhere, or a person. */
export type StepTarget = HandlerPath | FunctionArgs | Function | Approval;

export interface PipelineArgs<
  S extends Readonly<Record<string, StepTarget>> = Readonly<Record<string, StepTarget>>,
  L extends readonly Linkable[] = readonly Linkable[],
  Q extends Query = "jsonpath",
> {
  /** Steps by name; each becomes a function and a state of that name. */
  readonly steps: S;
  /** How the steps follow one another, built of `sequence`, `choice`, `parallel`, ... Default: in the order given. */
  readonly definition?: (steps: { readonly [K in keyof S]: Step<Function, Q> }) => Node<Function, Q>;
  /** The language that the definition picks data in. Default: `jsonpath`, which also runs on localhost. */
  readonly query?: Q;
  /** What every step uses. A step's own `link` adds to it. */
  readonly link?: L;
  /** Settings of every step; a step's own come first. */
  readonly function?: Partial<Omit<FunctionSettings, "link">>;
  /** Default: `defaults.pipeline.type`. It can't be changed later without replacing the state machine. */
  readonly type?: "STANDARD" | "EXPRESS";
  /** Seconds a run may take; up to a year, 300 for Express. Default: `defaults.pipeline.timeout`, and what its approvals wait. */
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

/** What a pipeline comes to with its defaults. */
export interface PipelineNumbers {
  readonly type: keyof typeof maxTimeout;
  /** Seconds a run may take. */
  readonly timeout: number;
  /** Seconds that each approval waits, by its step. */
  readonly approvals: Readonly<Record<string, number>>;
}

/** A step's own handler, whoever decides in the end. */
export const handlerOf = (target: Exclude<StepTarget, Function>): HandlerPath | FunctionArgs =>
  target instanceof Approval ? target.ask : target;

/** Throws a `ValueError` with everything wrong with a pipeline. */
export function checkPipeline(name: string, args: SharedArgs, numbers: PipelineNumbers) {
  const { type, timeout, approvals } = numbers;
  const steps = Object.entries(args.steps ?? {});
  const own = steps.flatMap(([, target]) => (target && !(target instanceof Function) ? [target] : []));
  const longest = maxTimeout[type] ?? maxTimeout.STANDARD;
  const problems = [
    ...checkKeys(args, ["steps", "definition", "query", "link", "function", "type", "timeout", "transform"]),
    ...checkKeys(args.transform, ["stateMachine", "role", "logGroup", "function"], "transform."),
    ...(steps.length === 0
      ? ['steps: there is none; give at least one, such as charge: "src/charge.ts".']
      : []),
    ...handlerClashes("steps", name, own.map(handlerOf)),
    ...steps
      .filter(([, target]) => !target)
      .map(([step]) => `steps.${step}: it leads to nothing; give it a handler's file.`),
    ...checkOneOf("query", args.query, ["jsonpath", "jsonata"]),
    ...checkOneOf("type", type, Object.keys(maxTimeout)),
    ...checkRange("timeout", timeout, { min: 1, max: longest, unit: "seconds" }),
    ...Object.entries(approvals).flatMap(([step, seconds]) => [
      ...(type === "EXPRESS"
        ? [
            `steps.${step}: an Express pipeline can't wait for a person; leave out type: "EXPRESS", or the approval.`,
          ]
        : checkRange(`steps.${step}.timeout`, seconds, { min: 60, max: longest, unit: "seconds" })),
      ...(type !== "EXPRESS" && args.timeout !== undefined && seconds > args.timeout
        ? [
            `steps.${step}: it waits for ${seconds} seconds, but the timeout of a run is ${args.timeout}; change one of them.`,
          ]
        : []),
    ]),
  ];
  if (problems.length > 0) throw new ValueError(problems, whereOf("Pipeline", name));
}
