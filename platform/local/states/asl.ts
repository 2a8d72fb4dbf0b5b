/** The Amazon States Language as far as the local target reads it; all else is passed through unread. */
export interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Resource?: string;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Choices?: readonly Readonly<Record<string, unknown>>[];
  readonly Catch?: readonly { readonly Next: string }[];
  readonly Retry?: readonly object[];
  readonly Branches?: readonly Machine[];
  readonly ItemProcessor?: Machine;
  readonly Iterator?: Machine;
  readonly [field: string]: unknown;
}

/** A state machine, or one branch of one. */
export interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
  readonly TimeoutSeconds?: number;
  readonly [field: string]: unknown;
}

/** The machines within a state: branches of a Parallel, the processor of a Map. */
function innerMachines(state: State): Machine[] {
  return [...(state.Branches ?? []), state.ItemProcessor, state.Iterator].filter((one) => one !== undefined);
}

/** All machines, the outermost first. */
export function allMachines(machine: Machine): Machine[] {
  return [
    machine,
    ...Object.values(machine.States ?? {})
      .flatMap(innerMachines)
      .flatMap(allMachines),
  ];
}

/** Every state with its name, those of branches included. */
export function allStates(machine: Machine): [name: string, state: State][] {
  return allMachines(machine).flatMap(({ States }) => Object.entries(States ?? {}));
}

const TEMPLATES = ["Parameters", "ResultSelector", "ItemSelector"];
/** Data or text, in which nothing is a path, and inner machines, whose states are looked at on their own. */
const OPAQUE = ["Result", "Comment", "Cause", "Error", "Branches", "ItemProcessor", "Iterator"];

/** A copy of a state, or of a part of one, in which `change` has been applied to every path and intrinsic function. */
export function mapPaths<T>(value: T, change: (path: string) => string, inTemplate = false): T {
  if (Array.isArray(value)) return value.map((one) => mapPaths(one, change, inTemplate)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => {
    const isPath = key.endsWith(".$") || (!inTemplate && /Path$|^Variable$/.test(key));
    if (typeof one === "string") return [key, isPath ? change(one) : one];
    if (!inTemplate && OPAQUE.includes(key)) return [key, one];
    return [key, mapPaths(one, change, inTemplate || TEMPLATES.includes(key))];
  });
  return Object.fromEntries(entries) as T;
}
