import * as pulumi from "@pulumi/pulumi";
import { Jsonata, jsonata, syntaxProblem, variableProblems } from "./jsonata.ts";
import type { Expressions } from "./options.ts";
import { checkOptions, invoke, invokeAndWait, type Say, type Writer } from "./writer.ts";

const notAPath = (path: string) =>
  `the path ${JSON.stringify(path)} is JSONPath's, but the pipeline is written in JSONata; write an expression such as jsonata\`$states.input.total\`, or leave out query: "jsonata".`;

/** A value with each expression as the Amazon States Language has it: `{% ... %}`. */
function write(value: unknown, report: Say): unknown {
  if (value instanceof Jsonata) {
    const problem = syntaxProblem(value);
    if (problem) report(problem);
    return `{% ${value.expression} %}`;
  }
  if (typeof value === "string") {
    if (/^\$(\.|\$\.|\[|$)/.test(value)) report(notAPath(value));
    // Step Functions would take it for an expression, which is not checked here.
    if (value.startsWith("{%"))
      report(`${JSON.stringify(value)} is a text; write jsonata\`...\` for an expression.`);
    return value;
  }
  if (pulumi.Output.isInstance(value)) return value;
  if (Array.isArray(value)) return value.map((one) => write(one, report));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, write(one, report)]));
}

/** Checks a state's options and writes `Output` and `Assign`. */
function result(options: object, known: readonly string[], report: Say): object {
  checkOptions(options, [...known, "output", "assign"], "jsonata", report);
  const { output, assign }: Expressions = options;
  for (const problem of variableProblems(Object.keys(assign ?? {}))) report(problem);
  return {
    ...(output !== undefined && { Output: write(output, report) }),
    ...(assign !== undefined && { Assign: write(assign, report) }),
  };
}

/** JSONata: expressions in `{% %}` in any field that takes data. */
export const inJsonata: Writer<unknown> = {
  machine: { QueryLanguage: "JSONata" },
  step({ resource, given = jsonata`$states.input`, options, page, timeoutSeconds }, report) {
    const payload = {
      executionId: write(jsonata`$states.context.Execution.Id`, report),
      input: write(given, report),
    };
    if (page === undefined)
      return {
        Resource: invoke,
        Arguments: { FunctionName: resource, Payload: payload },
        ...result({ output: jsonata`$states.result.Payload`, ...options }, [], report),
      };
    const token = write(jsonata`$states.context.Task.Token`, report);
    const decided = jsonata`$merge([$states.input, { "approval": $states.result }])`;
    return {
      Resource: invokeAndWait,
      Arguments: {
        FunctionName: resource,
        Payload: { ...payload, approval: { token, page, timeout: timeoutSeconds } },
      },
      ...result({ output: decided, ...options }, [], report),
    };
  },
  parallel(options, report) {
    const { input } = options as { readonly input?: unknown };
    return {
      ...(input !== undefined && { Arguments: write(input, report) }),
      ...result(options, ["input"], report),
    };
  },
  map(options, report) {
    const { items, selector } = options;
    return {
      ...(items !== undefined && { Items: write(items, report) }),
      ...(selector !== undefined && { ItemSelector: write(selector, report) }),
      ...result(options, ["items", "concurrency", "selector"], report),
    };
  },
  rule(rule, report) {
    if (!(rule.when instanceof Jsonata)) {
      report(
        `the condition ${JSON.stringify(rule.when)} is JSONPath's, but the pipeline is written in JSONata; write an expression such as jsonata\`$states.input.total > 100\`, or leave out query: "jsonata".`,
      );
      return {};
    }
    return {
      Condition: write(rule.when, report),
      ...result(rule, ["when", "next"], report),
    };
  },
  wait({ for: duration, options }, report) {
    const fields = result(options, [], report);
    if (typeof duration === "object" && !(duration instanceof Jsonata))
      return { Timestamp: write(duration.until, report), ...fields };
    return { Seconds: write(duration, report), ...fields };
  },
  pass: (options, report) => result(options, [], report),
  succeed: (options, report) => result(options, [], report),
  fail: ({ error, cause }, report) => ({
    Error: write(error, report),
    ...(cause !== undefined && { Cause: write(cause, report) }),
  }),
  catcher: (options, report) => ({
    Output: write(jsonata`$merge([$states.input, { "error": $states.errorOutput }])`, report),
    ...result(options, ["resume"], report),
  }),
};
