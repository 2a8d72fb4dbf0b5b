import { allMachines, allStates, type Machine, mapPaths, type State } from "./asl.ts";
import { passesWholeInput } from "./normalise.ts";

const TYPES = ["Task", "Parallel", "Map", "Pass", "Wait", "Choice", "Succeed", "Fail"];
const LAMBDA_INVOKE = /^arn:aws[a-z-]*:states:::lambda:invoke(\.waitForTaskToken)?$/;
const LAMBDA_ARN = /^arn:aws[a-z-]*:lambda:[^:]+:\d{12}:function:/;
const INVOKE_FIELDS = ["FunctionName", "FunctionName.$", "Payload", "Payload.$"];

/** Fields of a state that are not run here, and the names of the features. */
const FEATURES: Readonly<Record<string, string>> = {
  Assign: "variables (Assign)",
  Arguments: "JSONata (Arguments)",
  Output: "JSONata (Output)",
  Items: "JSONata (Items)",
  ItemReader: "distributed map (ItemReader)",
  ItemBatcher: "distributed map (ItemBatcher)",
  ResultWriter: "distributed map (ResultWriter)",
  ToleratedFailureCount: "distributed map (ToleratedFailureCount)",
  ToleratedFailurePercentage: "distributed map (ToleratedFailurePercentage)",
  MaxItems: "distributed map (MaxItems)",
};

/** Parts of the context object that are known here. */
const CONTEXT =
  /^\$\$\.(Execution(\.(Id|Input|Name|RoleArn|StartTime))?|StateMachine(\.(Id|Name))?|State\.Name)(?![A-Za-z])/;

function checkTask(state: State): string[] {
  const resource = state.Resource ?? "";
  if (LAMBDA_ARN.test(resource)) return [];
  if (resource.includes(".waitForTaskToken") && !(LAMBDA_INVOKE.test(resource) && passesWholeInput(state)))
    return [
      "a callback with a task token (.waitForTaskToken) of anything but a function that gets the whole input",
    ];
  if (!LAMBDA_INVOKE.test(resource))
    return [`the resource ${JSON.stringify(resource)} (other than lambda:invoke)`];
  return Object.keys(state.Parameters ?? {})
    .filter((field) => !INVOKE_FIELDS.includes(field))
    .map((field) => `the parameter ${field} of lambda:invoke`);
}

function hasCondition(rule: unknown): boolean {
  if (typeof rule !== "object" || rule === null) return false;
  return "Condition" in rule || Object.values(rule).some(hasCondition);
}

function checkPaths(state: State): string[] {
  const found: string[] = [];
  const waits = String(state.Resource).endsWith(".waitForTaskToken");
  // The item of a Map is in the context only while its inputs are made.
  const { ItemSelector, Parameters, ...rest } = state;
  const scan = (part: object, itemAllowed: boolean) =>
    mapPaths(part, (path) => {
      for (const [reference] of path.matchAll(/\$\$[A-Za-z.]*/g))
        if (reference === "$$.Task.Token" && waits) continue;
        else if (!CONTEXT.test(reference) && !(itemAllowed && reference.startsWith("$$.Map.Item")))
          found.push(`the context object's ${reference}`);
      if (/^\$[A-Za-z_]/.test(path)) found.push(`the variable ${path}`);
      return path;
    });
  scan(rest, false);
  scan({ ItemSelector, Parameters }, state.Type === "Map");
  return found;
}

function checkState(state: State): string[] {
  if (!TYPES.includes(state.Type)) return [`the type ${JSON.stringify(state.Type)}`];
  const language = state.QueryLanguage ?? "JSONPath";
  if (language !== "JSONPath") return [`${language} (QueryLanguage)`];
  const problems = Object.keys(FEATURES)
    .filter((field) => field in state)
    .map((field) => FEATURES[field]!);
  const processor = state.ItemProcessor?.ProcessorConfig as { Mode?: string } | undefined;
  if (processor?.Mode === "DISTRIBUTED") problems.push("distributed map (ProcessorConfig.Mode)");
  if (state.Choices?.some(hasCondition)) problems.push("JSONata (Condition)");
  if (state.Type === "Task") problems.push(...checkTask(state));
  return [...problems, ...checkPaths(state)];
}

function checkTargets(machine: Machine): string[] {
  const known = (name: string) => Object.hasOwn(machine.States ?? {}, name);
  const problems = known(machine.StartAt)
    ? []
    : [`StartAt names the state ${JSON.stringify(machine.StartAt)}, which does not exist.`];
  for (const [name, state] of Object.entries(machine.States ?? {})) {
    const targets = [
      state.Next,
      state.Default,
      ...(state.Catch ?? []).map(({ Next }) => Next),
      ...(state.Choices ?? []).map(({ Next }) => Next as string),
    ].filter((target) => target !== undefined);
    for (const target of targets.filter((one) => !known(one)))
      problems.push(`State "${name}" leads to ${JSON.stringify(target)}, which does not exist beside it.`);
    const ends = state.End === true || ["Succeed", "Fail"].includes(state.Type);
    if (!ends && state.Next === undefined && state.Type !== "Choice")
      problems.push(`State "${name}" has neither Next nor End.`);
  }
  return problems;
}

/**
 * All reasons why the definition can't be run here exactly as Step Functions would, each a sentence; none
 * when it can. A feature that isn't listed is run, so a new feature of the language belongs here first.
 */
export function checkSupport(machine: Machine): string[] {
  const problems = allMachines(machine).flatMap(checkTargets);
  if ((machine.QueryLanguage ?? "JSONPath") !== "JSONPath")
    problems.push(
      `The machine is written in ${machine.QueryLanguage} (QueryLanguage), which the local target does not run; JSONPath it does.`,
    );
  const names = new Set<string>();
  for (const [name, state] of allStates(machine)) {
    if (names.has(name)) problems.push(`Two states are called "${name}"; each needs a name of its own.`);
    names.add(name);
    for (const feature of checkState(state))
      problems.push(`State "${name}" uses ${feature}, which the local target does not run.`);
  }
  return problems;
}
