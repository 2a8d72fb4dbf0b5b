import { closest } from "../../../values/problems.ts";
import type { Choice, Each, Fail, Parallel, Pass, Step, Succeed, Wait } from "./nodes.ts";
import type { AnyOptions, Query } from "./options.ts";

/**
 * Integrations with Lambda: for the function's result, and for an answer by the task's token. A definition is written with
 * them; where it is deployed they are ARNs of its partition.
 */
export const invoke = "arn:aws:states:::lambda:invoke";
export const invokeAndWait = `${invoke}.waitForTaskToken`;

/** Gets the problems that types can't rule out. */
export type Say = (problem: string) => void;

/** Writes the fields of a state whose spelling depends on the query language. */
export interface Writer<R> {
  /** Fields of the machine as a whole. */
  readonly machine: object;
  step(node: Step<R, Query>, say: Say): object;
  parallel(options: Parallel<R, Query>["options"], say: Say): object;
  map(options: Each<R, Query>["options"], say: Say): object;
  rule(rule: Choice<R, Query>["rules"][number], say: Say): object;
  wait(node: Wait<Query>, say: Say): object;
  pass(options: Pass<Query>["options"], say: Say): object;
  succeed(options: Succeed<Query>["options"], say: Say): object;
  fail(node: Fail<Query>, say: Say): object;
  catcher(options: AnyOptions, say: Say): object;
}

/** Replacements in a language for options of the other. */
const instead: Readonly<Record<Query, Readonly<Record<string, string>>>> = {
  jsonpath: {
    output: "resultPath, or parameters of a pass",
    assign: "resultPath",
    input: "the branches' own steps",
  },
  jsonata: {
    resultPath: 'output: jsonata`$merge([$states.input, { "name": $states.result }])`',
    parameters: "output",
    result: "output",
  },
};

const languages = { jsonpath: "JSONPath", jsonata: "JSONata" } as const;
const other = { jsonpath: "jsonata", jsonata: "jsonpath" } as const;

/** Reports options that a state doesn't have in a language: those of the other language, and those of none. */
export function checkOptions(options: object, known: readonly string[], query: Query, say: Say): void {
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined || known.includes(key)) continue;
    const better = instead[query][key];
    say(
      better === undefined
        ? `${key}: there is no such option; did you mean ${closest(key, known)}?`
        : `${key} is ${languages[other[query]]}'s, but the pipeline is written in ${languages[query]}; write ${better}, or give the pipeline query: "${other[query]}".`,
    );
  }
}
