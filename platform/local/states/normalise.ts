import { type Machine, mapPaths, type State } from "./asl.ts";

/** Longest time a timer of Node can take (2^31 - 1 ms), in whole seconds; past it, it would fire immediately. */
export const MAX_TIMER_SECONDS = 2_147_483;

type Rule = Readonly<Record<string, unknown>>;

const GUARDS: readonly (readonly [RegExp, string])[] = [
  [/^String/, "IsString"],
  [/^Numeric/, "IsNumeric"],
  [/^Timestamp/, "IsTimestamp"],
];

/**
 * The interpreter compares as JavaScript does ("5" < 10) and takes `IsPresent: false` for never; in Step
 * Functions a value of another type never fits, and `false` turns the test round.
 */
function choiceRule(rule: Rule): Rule {
  const { Next, ...test } = rule;
  const onward = Next === undefined ? {} : { Next };
  if (Array.isArray(test.And)) return { ...onward, And: test.And.map(choiceRule) };
  if (Array.isArray(test.Or)) return { ...onward, Or: test.Or.map(choiceRule) };
  if (typeof test.Not === "object") return { ...onward, Not: choiceRule(test.Not as Rule) };
  const { Variable } = test;
  const operator = Object.keys(test).find((field) => field !== "Variable" && field !== "Comment") ?? "";
  if (operator.startsWith("Is") && test[operator] === false)
    return { ...onward, Not: { Variable, [operator]: true } };
  const guard = GUARDS.find(([pattern]) => pattern.test(operator))?.[1];
  return guard
    ? {
        ...onward,
        And: [
          { Variable, [guard]: true },
          { Variable, [operator]: test[operator] },
        ],
      }
    : rule;
}

/** `$` as a path changes nothing, but the interpreter stumbles over it where the value is null, false, 0 or "". */
function withoutWholePaths(state: State): State {
  const copy: Record<string, unknown> = { ...state };
  for (const field of ["InputPath", "OutputPath", "ResultPath", "ItemsPath"])
    if (copy[field] === "$") delete copy[field];
  if (state.Catch)
    copy.Catch = state.Catch.map((catcher) => {
      const { ResultPath, ...rest } = catcher as { ResultPath?: string; Next: string };
      return ResultPath === "$" || ResultPath === undefined ? rest : catcher;
    });
  return copy as State;
}

/**
 * Whether a task names its function and hands on its input whole: as the payload (`"Payload.$": "$"`), or in one member
 * of the payload beside the execution's id or the task's token, as pipelines do. Such a payload is made here, not by the
 * interpreter.
 */
export function passesWholeInput(state: State): boolean {
  const { FunctionName, ...rest } = state.Parameters ?? {};
  if (typeof FunctionName !== "string" || Object.keys(rest).length !== 1) return false;
  if (rest["Payload.$"] === "$") return true;
  return typeof rest.Payload === "object" && rest.Payload !== null && isWhole(rest.Payload);
}

/** Values in place of a task's input and of the parts of the context object that differ by task or execution. */
export interface TaskContext {
  readonly input: unknown;
  readonly executionId: string;
  /** Of a task that waits for one. */
  readonly token?: string;
}

const paths: Readonly<Record<string, keyof TaskContext>> = {
  $: "input",
  "$$.Execution.Id": "executionId",
  "$$.Task.Token": "token",
};

function isWhole(template: object): boolean {
  return Object.entries(template).every(([key, value]) => {
    if (key.endsWith(".$")) return Object.hasOwn(paths, value);
    return typeof value === "object" && value !== null ? isWhole(value) : true;
  });
}

/** The payload of a task that passes its whole input. */
export function wholePayload(state: State, context: TaskContext): unknown {
  const template = state.Parameters?.Payload;
  return template === undefined ? context.input : filled(template as object, context);
}

function filled(template: object, context: TaskContext): object {
  const entries = Object.entries(template).map(([key, value]) => {
    if (key.endsWith(".$")) return [key.slice(0, -2), context[paths[value]!]];
    return [key, typeof value === "object" && value !== null ? filled(value, context) : value];
  });
  return Object.fromEntries(entries);
}

function normaliseState(name: string, state: State): State {
  // The context object is one for the whole run there, so the parts that change stand under names of their own.
  const paths = mapPaths(withoutWholePaths(state), (path) =>
    path.replaceAll("$$.Execution", "$$$$.Root").replaceAll("$$.State.Name", `$$$$.${stateKey(name)}`),
  );
  const changed: Record<string, unknown> = { ...paths };
  if (state.Type === "Task") {
    // Without a timeout the interpreter takes a minute; Step Functions takes three years.
    if (state.TimeoutSecondsPath === undefined)
      changed.TimeoutSeconds = Math.min(Number(state.TimeoutSeconds ?? MAX_TIMER_SECONDS), MAX_TIMER_SECONDS);
    if (passesWholeInput(state)) delete changed.Parameters;
  }
  // The interpreter takes a Result of null, false, 0 or "" for none.
  if (state.Type === "Pass" && "Result" in state && !state.Result) {
    delete changed.Result;
    changed.Parameters = state.Result;
  }
  if (paths.Choices) changed.Choices = paths.Choices.map(choiceRule);
  if (state.Branches) changed.Branches = state.Branches.map(normalise);
  if (state.ItemProcessor) changed.ItemProcessor = normalise(state.ItemProcessor);
  if (state.Iterator) changed.Iterator = normalise(state.Iterator);
  return changed as State;
}

/** The name under which a state's own name stands in the context object: nothing that a path would need to quote. */
export const stateKey = (name: string): string => `State_${Buffer.from(name).toString("hex")}`;

/** The same machine, written so that the interpreter runs it as Step Functions does. */
export function normalise(machine: Machine): Machine {
  const { TimeoutSeconds, ...rest } = machine;
  const states = Object.entries(machine.States).map(([name, state]) => [name, normaliseState(name, state)]);
  return { ...rest, States: Object.fromEntries(states) };
}
