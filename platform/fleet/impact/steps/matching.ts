import type { Graph, Resource } from "../../../engine/index.ts";
import { isObject } from "../../../values/objects.ts";
import { chainOf, nameIn, rootType, typeIn, urnBelow } from "./urns.ts";

/** The resources of two graphs that the engine takes for one and the same. */
export interface Matching {
  /** By URN of the resource after. */
  readonly olds: ReadonlyMap<string, Resource>;
  /** Resources before that none after is. */
  readonly gone: readonly Resource[];
  /** URNs before to URNs after, of those that an alias names. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Claims of one old resource by two, each a sentence. */
  readonly problems: readonly string[];
}

/**
 * Finds each resource's predecessor: by its URN, else by its aliases and those that it inherits from its parent. `ordered` has parents
 * before their children. Source: Pulumi's engine, `generateAliases` and `getOldResource` of its step generator.
 */
export function matchingOf(before: Graph, after: Graph, ordered: readonly Resource[]): Matching {
  const byUrn = new Map(before.resources.map((one) => [one.urn, one]));
  const olds = new Map<string, Resource>();
  const used = new Map<string, string>();
  const renamed = new Map<string, string>();
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const resource of ordered) {
    const { urn } = resource;
    const claimant = renamed.get(urn);
    if (claimant !== undefined)
      problems.push(
        `${named(urn)} is what ${named(claimant)} says by an alias that it was; remove the alias, or one of the two.`,
      );
    const found = [urn, ...aliasesOf(after, resource, used)].find((one) => byUrn.has(one));
    const old = found === undefined ? undefined : byUrn.get(found);
    seen.add(urn);
    if (!old || found === undefined) continue;
    if (found !== urn) {
      const other = seen.has(found) ? found : renamed.get(found);
      if (other !== undefined)
        problems.push(
          `${named(urn)} and ${named(other)} both say that they were ${named(found)}: remove the alias of one.`,
        );
      renamed.set(found, urn);
      used.set(urn, found);
    }
    olds.set(urn, old);
  }
  const gone = before.resources.filter(({ urn }) => !seen.has(urn) && !renamed.has(urn));
  return { olds, gone, renamed, problems };
}

const named = (urn: string) => `${nameIn(urn)} (${typeIn(urn)})`;

/** An alias as the SDK's message has it: `parenturn` and `noparent` are its spelling. */
interface AliasSpec {
  readonly name?: string;
  readonly type?: string;
  readonly stack?: string;
  readonly project?: string;
  readonly parenturn?: string;
  readonly noparent?: boolean;
}

/** URNs that a resource may have had; `used` are those that its parents were found by. */
function aliasesOf(graph: Graph, resource: Resource, used: ReadonlyMap<string, string>): string[] {
  const { name, type, parent } = resource;
  const own = resource.aliases.map((alias) => urnOfAlias(graph, resource, alias, used));
  const oldParent = parent === undefined ? undefined : used.get(parent);
  if (parent === undefined || oldParent === undefined) return own;
  const inherited = (childType: string, childName: string) => {
    const parentName = nameIn(parent);
    const moved = childName.startsWith(parentName)
      ? nameIn(oldParent) + childName.slice(parentName.length)
      : childName;
    return urnBelow(graph, chainOf(oldParent), childType, moved);
  };
  return [...own, inherited(type, name), ...own.map((urn) => inherited(typeIn(urn), nameIn(urn)))];
}

function urnOfAlias(
  graph: Graph,
  { name, type, parent }: Resource,
  alias: unknown,
  used: ReadonlyMap<string, string>,
): string {
  if (typeof alias === "string") return alias;
  const spec: AliasSpec = isObject(alias) ? alias : {};
  const given = spec.parenturn ? (used.get(spec.parenturn) ?? spec.parenturn) : parent;
  const above = spec.noparent || !given || chainOf(given) === rootType ? undefined : given;
  const [childName, childType] = [spec.name || name, spec.type || type];
  // As in the engine: stack and project are those of a parent, where there is one.
  if (above !== undefined) return `${above.slice(0, above.lastIndexOf("::"))}$${childType}::${childName}`;
  return urnBelow(
    { project: spec.project || graph.project, stack: spec.stack || graph.stack },
    undefined,
    childType,
    childName,
  );
}
