import { linkProblems } from "../../core/link.ts";
import { checkKeys, checkOneOf, checkRange } from "../../values/problems.ts";
import { Function } from "../function/function.ts";
import { handlerClashes } from "../function/handler-name.ts";
import { targetProblems } from "../function/target.ts";
import { handlerOf, maxTimeout, type PipelineNumbers, type SharedArgs } from "./args.ts";

/** Throws a `ValueError` with all problems of a pipeline. */
export function pipelineProblems(name: string, args: SharedArgs, numbers: PipelineNumbers): string[] {
  const { type, timeout, approvals } = numbers;
  const steps = Object.entries(args.steps ?? {});
  const own = steps.flatMap(([, target]) =>
    target && !(target instanceof Function) && targetProblems("", handlerOf(target)).length === 0
      ? [target]
      : [],
  );
  const longest = maxTimeout[type] ?? maxTimeout.STANDARD;
  return [
    ...checkKeys(args, ["steps", "definition", "query", "link", "function", "type", "timeout", "transform"]),
    ...checkKeys(args.transform, ["stateMachine", "role", "logGroup", "function"], "transform."),
    ...(steps.length === 0
      ? ['steps: there is none; give at least one, such as charge: "src/charge.ts".']
      : []),
    ...handlerClashes("steps", name, own.map(handlerOf)),
    ...linkProblems(args.link),
    ...steps.flatMap(([step, target]) => {
      if (!target) return [`steps.${step}: it leads to nothing; give it a handler's file.`];
      return target instanceof Function ? [] : targetProblems(`steps.${step}`, handlerOf(target));
    }),
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
}
