import { toAsl } from "./conditions.ts";
import { Jsonata } from "./jsonata.ts";
import type { PathResult } from "./options.ts";
import { checkOptions, invoke, invokeAndWait, type Say, type Writer } from "./writer.ts";

/** The payload of a step's function: its input, and the run's id, which ties the logs of all steps together. */
const envelope = { "executionId.$": "$$.Execution.Id", "input.$": "$" } as const;

const isPath = (value: unknown): value is string => typeof value === "string" && value.startsWith("$");

/** Reports expressions in JSONata anywhere in a value. */
function checkPlain(value: unknown, say: Say): void {
  if (value instanceof Jsonata)
    say(
      `jsonata\`${value.expression}\` is JSONata, but the pipeline is written in JSONPath; write a path such as "$.total", or give the pipeline query: "jsonata".`,
    );
  else if (typeof value === "object" && value !== null)
    for (const one of Object.values(value)) checkPlain(one, say);
}

function checkPath(value: unknown, what: string, say: Say): void {
  if (value instanceof Jsonata) checkPlain(value, say);
  else if (value !== undefined && !isPath(value))
    say(`${what} ${JSON.stringify(value)} is no path; give one such as "$.total".`);
}

/** Checks a state's options and writes `ResultPath`. */
function result(options: object, known: readonly string[], say: Say): object {
  checkOptions(options, [...known, "resultPath"], "jsonpath", say);
  const { resultPath }: PathResult = options;
  if (resultPath === undefined) return {};
  if (resultPath !== null) checkPath(resultPath, "resultPath", say);
  return { ResultPath: resultPath };
}

/** JSONPath: paths into the state's input, in fields that end in `Path` and keys that end in `.$`. */
export const inJsonPath: Writer<unknown> = {
  machine: {},
  step({ resource, given = "$", options, page, timeoutSeconds }, say) {
    checkPath(given, "input", say);
    checkOptions(options, [], "jsonpath", say);
    const payload = { ...envelope, "input.$": given };
    if (page === undefined)
      return {
        Resource: invoke,
        Parameters: { FunctionName: resource, Payload: payload },
        OutputPath: "$.Payload",
      };
    const approval = { "token.$": "$$.Task.Token", page, timeout: timeoutSeconds };
    return {
      Resource: invokeAndWait,
      Parameters: { FunctionName: resource, Payload: { ...payload, approval } },
      ResultPath: "$.approval",
    };
  },
  parallel: (options, say) => result(options, [], say),
  map(options, say) {
    const { items, selector } = options;
    const fields = result(options, ["items", "concurrency", "selector"], say);
    checkPath(items, "items", say);
    checkPlain(selector, say);
    return {
      ...(items !== undefined && { ItemsPath: items }),
      ...(selector !== undefined && { ItemSelector: selector }),
      ...fields,
    };
  },
  rule(rule, say) {
    checkOptions(rule, ["when", "next"], "jsonpath", say);
    checkPlain(rule.when, say);
    return rule.when instanceof Jsonata ? {} : toAsl(rule.when, say);
  },
  wait({ for: duration, options }, say) {
    checkOptions(options, [], "jsonpath", say);
    checkPlain(duration, say);
    if (typeof duration === "number") return { Seconds: duration };
    if (duration instanceof Jsonata) return {};
    if (typeof duration === "string") {
      checkPath(duration, "the wait", say);
      return { SecondsPath: duration };
    }
    return { [isPath(duration.until) ? "TimestampPath" : "Timestamp"]: duration.until };
  },
  pass(options, say) {
    const { result: value, parameters } = options;
    const fields = result(options, ["result", "parameters"], say);
    checkPlain(parameters, say);
    checkPlain(value, say);
    return {
      ...(value !== undefined && { Result: value }),
      ...(parameters && { Parameters: parameters }),
      ...fields,
    };
  },
  succeed(options, say) {
    checkOptions(options, [], "jsonpath", say);
    return {};
  },
  fail({ error, cause }, say) {
    checkPlain([error, cause], say);
    return { Error: error, ...(cause !== undefined && { Cause: cause }) };
  },
  catcher: (options, say) => ({ ResultPath: "$.error", ...result(options, ["resume"], say) }),
};
