import { suggestion } from "../values/problems.ts";
import { typesOf } from "./arn-forms.ts";
import { type Action, globalConditionKeys, type Service, serviceOf, servicePrefixes } from "./reference.ts";
import type { Statement } from "./types.ts";

/**
 * Why AWS can never act on a statement, or on a part of it: an action that doesn't exist, one that takes none of the resources, a
 * resource or a condition key that none of the actions has. Each a sentence. Source: Service Authorization Reference, "Actions,
 * resources, and condition keys for AWS services".
 */
export function impossibilities(statement: Statement): string[] {
  const { actions, notActions = [], resources, conditions = [] } = statement;
  const named = [...actions, ...notActions].map(meant);
  const unknown = named.flatMap((one) => (typeof one === "string" ? [one] : []));
  // The other sentences would follow from these, and all actions but some take everything.
  if (unknown.length > 0 || actions.length === 0) return unknown;
  const groups = named.filter((one) => typeof one !== "string");
  const idle = groups.filter(
    ({ all }) => resources.length > 0 && !resources.some((one) => anyTakes(all, one)),
  );
  if (idle.length > 0)
    return idle.map((one) => `${one.pattern} ${takes(one)}: it is given ${resources.join(", ")}.`);
  // `*` is every action.
  if (groups.some(({ all }) => all.length === 0)) return [];
  const every = groups.flatMap(({ all }) => all);
  return [
    ...resources
      .filter((resource) => !anyTakes(every, resource))
      .map((resource) => `None of ${actions.join(", ")} takes the resource ${resource}.`),
    ...conditions
      .map(({ key }) => key)
      .filter(
        (key) =>
          !isClaim(key, every) &&
          !every.some(({ action }) => [...globalConditionKeys, ...action.conditionKeys].some(isKey(key))),
      )
      .map((key) => `${actions.join(", ")} ${actions.length > 1 ? "have" : "has"} no condition key ${key}.`),
  ];
}

/** Actions and resources of a statement that AWS can act on together: the others have no effect. Every action has to exist. */
export function effective(
  actions: readonly string[],
  resources: readonly string[],
): { readonly actions: string[]; readonly resources: string[] } {
  const take = (action: string, resource: string) => {
    const one = meant(action);
    if (typeof one === "string") throw new Error(one);
    return anyTakes(one.all, resource);
  };
  return {
    actions: actions.filter((action) => resources.some((resource) => take(action, resource))),
    resources: resources.filter((resource) => actions.some((action) => take(action, resource))),
  };
}

/** Whether an action can be allowed on single resources; true for one that isn't known. */
export function takesResources(pattern: string): boolean {
  const one = meant(pattern);
  return typeof one === "string" || one.all.some(({ action }) => action.resourceTypes.length > 0);
}

/** The actions that an Action element names. */
interface Meant {
  readonly pattern: string;
  readonly all: readonly Placed[];
}

interface Placed {
  readonly service: Service;
  readonly action: Action;
}

const known = new Map<string, Meant | string>();

/** The actions that a pattern stands for, or why there are none. `*` stands for too many to look at. */
function meant(pattern: string): Meant | string {
  const found = known.get(pattern) ?? meaningOf(pattern);
  known.set(pattern, found);
  return found;
}

function meaningOf(pattern: string): Meant | string {
  const [prefix = "", name] = pattern.split(":", 2);
  if (pattern === "*") return { pattern, all: [] };
  const service = name === undefined ? undefined : serviceOf(prefix);
  if (!service || name === undefined)
    return `There is no service ${prefix} for the action ${pattern}.${suggestion(prefix, servicePrefixes())}`;
  const matching = new RegExp(
    `^${name
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "i",
  );
  const all = [...service.actions.values()].filter((action) => matching.test(action.name));
  if (all.length > 0) return { pattern, all: all.map((action) => ({ service, action })) };
  const names = [...service.actions.values()].map((action) => `${prefix}:${action.name}`);
  return `There is no action ${pattern}.${suggestion(pattern, names)}`;
}

function anyTakes(all: readonly Placed[], resource: string): boolean {
  return all.length === 0 || all.some((one) => takesResource(one, resource));
}

function takesResource({ service, action }: Placed, resource: string): boolean {
  if (resource === "*") return true;
  const possible = typesOf(service, resource);
  return action.resourceTypes.some(({ name }) => possible.includes(name));
}

function takes({ all }: Meant): string {
  const types = [...new Set(all.flatMap(({ action }) => action.resourceTypes))];
  if (types.length === 0) return 'takes no resource but "*"';
  return `takes ${types.map(({ name, arn }) => `${name} (${arn})`).join(" or ")}`;
}

/**
 * Whether a key is a claim of the token of a web identity, by the name of its provider: those aren't in the reference. Source: "Available
 * keys for AWS OIDC federation" (IAM), `token.actions.githubusercontent.com:sub`.
 */
const isClaim = (key: string, all: readonly Placed[]): boolean =>
  /^[\w-]+(\.[\w-]+)+(\/[^:]*)?:\w+$/.test(key) &&
  all.some(({ action }) => action.name === "AssumeRoleWithWebIdentity");

/** Keys end in a name of the caller's own where the reference has `${TagKey}`, `tag-key` or `<key>`. */
function isKey(key: string): (template: string) => boolean {
  return (template) => {
    const source = template
      .split(/\$\{[^}]*\}|<[^>]*>|(?<=\/)tag-key$/)
      .map((text) => text.replace(/[.*+?^$()|[\]\\/]/g, "\\$&"))
      .join(".+");
    return new RegExp(`^${source}$`, "is").test(key);
  };
}
