import type * as aws from "@pulumi/aws";
import { checkKeys, checkOneOf, checkRange, ValueError } from "../values/problems.ts";
import { type Transform, whereOf } from "./component.ts";
import { type Function, isOwn } from "./function.ts";
import type { FunctionArgs, FunctionSettings, FunctionTransform, HandlerPath } from "./function-args.ts";
import { handlerClashes } from "./handler-name.ts";
import type { Linkable } from "./link.ts";
import type { Node, Query, Step } from "./states.ts";

/** What runs a step: a handler's file, a function with settings of its own, or one made elsewhere. */
export type StepTarget = HandlerPath | FunctionArgs | Function;

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
  /** Seconds a run may take; up to a year, 300 for Express. Default: `defaults.pipeline.timeout`. */
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

/** Throws a `ValueError` with everything wrong with a pipeline. */
export function checkPipeline(
  name: string,
  args: SharedArgs,
  type: keyof typeof maxTimeout,
  timeout: number,
) {
  const problems = [
    ...checkKeys(args, ["steps", "definition", "query", "link", "function", "type", "timeout", "transform"]),
    ...checkKeys(args.transform, ["stateMachine", "role", "logGroup", "function"], "transform."),
    ...(Object.keys(args.steps ?? {}).length === 0
      ? ['steps: there is none; give at least one, such as charge: "src/charge.ts".']
      : []),
    ...handlerClashes("steps", name, Object.values(args.steps ?? {}).filter(isOwn)),
    ...Object.entries(args.steps ?? {})
      .filter(([, target]) => !target)
      .map(([step]) => `steps.${step}: it leads to nothing; give it a handler's file.`),
    ...checkOneOf("query", args.query, ["jsonpath", "jsonata"]),
    ...checkOneOf("type", type, Object.keys(maxTimeout)),
    ...checkRange("timeout", timeout, {
      min: 1,
      max: maxTimeout[type] ?? maxTimeout.STANDARD,
      unit: "seconds",
    }),
  ];
  if (problems.length > 0) throw new ValueError(problems, whereOf("Pipeline", name));
}
