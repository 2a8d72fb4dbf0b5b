import { type Resource, Unknown } from "../../../engine/index.ts";
import { replacedBy, schemaOf } from "../../../provider/index.ts";
import { type Difference, differencesOf } from "../difference.ts";
import { canonical, jsonIn } from "../json-text.ts";
import { plainOf } from "../leaves.ts";
import { type Arrival, arrivingIn, withUnknown } from "./arrivals.ts";
import { contains, type PropertyPath, parsePath, withOldValue } from "./property-path.ts";

type Members = Readonly<Record<string, unknown>>;

/** What the provider would answer to a change of a resource's inputs. */
export interface Decision {
  readonly differences: readonly Difference[];
  /** Paths of arguments whose change replaces the resource. */
  readonly replacing: readonly string[];
  /** Names of the arguments that the provider itself, not the program, wants a replacement for. */
  readonly byProvider: readonly string[];
}

/** A resource before and after, as the provider is asked about it. */
export interface Pair {
  readonly old: Resource;
  readonly resource: Resource;
  /** The new inputs; by default the resource's own. */
  readonly inputs?: Members;
  readonly arrivals: ReadonlyMap<string, Arrival>;
}

/** Compares inputs: what differs, and what of it replaces. */
export function decide({ old, resource, inputs = resource.inputs, arrivals }: Pair): Decision {
  const after = ignoring(resource.ignoreChanges, old.inputs, inputs) as Members;
  const changed = differencesOf(resource.type, old.inputs, after);
  const ignored = resource.ignoreChanges.map(parsePath).filter((path) => path !== undefined);
  const arriving = arrivingIn(resource, arrivals).filter(
    ({ path }) =>
      !changed.some((one) => contains(path, one.path) || contains(one.path, path)) &&
      !ignored.some((one) => contains(one, path)),
  );
  const differences = [...changed, ...arriving];
  const unknown = arriving.map(({ path }) => path);
  const byProvider = replacing(resource.type, old.inputs, withUnknown(after, unknown) as Members);
  return { differences, byProvider, replacing: [...byProvider, ...byProgram(resource, differences)] };
}

function ignoring(paths: readonly string[], before: Members, after: Members): unknown {
  return paths
    .map(parsePath)
    .filter((path) => path !== undefined)
    .reduce<unknown>((inputs, path) => withOldValue(path, before, inputs), after);
}

/** Arguments that replace a resource of a type, for the provider's facts. */
function replacing(type: string, before: Members, after: Members): string[] {
  return replacedBy(type, byMeasure(before) as Members, byMeasure(after) as Members);
}

/** Values that the provider takes for equal are equal ones; those that nobody knows yet differ from all others. */
function byMeasure(value: unknown): unknown {
  return normal(plainOf(value));
}

function normal(value: unknown): unknown {
  const json = jsonIn(value);
  if (json) return canonical(json);
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, normal(inner)]));
}

/** Arguments with a difference that a path of `replaceOnChanges` leads to. */
function byProgram({ replaceOnChanges }: Resource, differences: readonly Difference[]): string[] {
  const wanted = replaceOnChanges.map(parsePath).filter((path) => path !== undefined);
  return differences
    .filter((one) => wanted.some((path) => contains(path, one.path)))
    .map(({ path: [key] }) => String(key));
}

/** Names of arguments by which a resource is replaced when resources that it depends on are; undefined when it stays. */
export function replacedWith(old: Resource, replaced: ReadonlySet<string>): string[] | undefined {
  const keys = Object.entries(old.propertyDependencies)
    .filter(([key, urns]) => old.inputs[key] !== undefined && urns.some((urn) => replaced.has(urn)))
    .map(([key]) => key);
  if (keys.length === 0) return undefined;
  const after = { ...old.inputs, ...Object.fromEntries(keys.map((key) => [key, new Unknown()])) };
  const differences = keys.map((key): Difference => ({ path: [key] }));
  const found = [...replacing(old.type, old.inputs, after), ...byProgram(old, differences)];
  return found.length > 0 ? found : undefined;
}

/** Whether a type's resources stand in a region of their own choice. Source: "Enhanced Region Support", Terraform's AWS provider. */
export function isRegional(type: string): boolean {
  return schemaOf(type)?.inputs.some(({ name }) => name === "region") ?? false;
}

/** The path's first name: the argument, as the engine names what it replaces by. */
export const argumentOf = (path: string): string => {
  const [first] = (parsePath(path) ?? [path]) as PropertyPath;
  return String(first);
};
