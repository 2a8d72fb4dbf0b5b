import { type Statement, statementsOf } from "../../access/index.ts";
import { AssetValue, type Graph, managed, type Resource, Secret, Unknown } from "../../engine/index.ts";
import { type Finding, verdictOn } from "../../policies/index.ts";
import { statementsIn } from "../../policies/statements.ts";
import type { Exception } from "../../values/ledger.ts";
import { type Wiring, wiringOf } from "../wiring/wiring.ts";
import { ownersOf } from "../wiring/wiring-nodes.ts";

/** One resource of a plan, ready to print or to serialise. Secrets are `[secret]`. */
export interface PlannedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Inputs without tags and without the policy documents that `statements` shows. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly statements: readonly PlannedStatement[];
}

export interface PlannedStatement {
  readonly effect: string;
  /** `not s3:GetObject` is every action but that one; resources likewise. */
  readonly actions: readonly string[];
  /** ARNs; `principal {...}` in the trust policy of a role. */
  readonly resources: readonly string[];
}

/** Resources that belong together: the parts of one component, or those made without one. */
interface PlannedGroup {
  /** The component and those around it, outermost first: `Gateway api`, `Function api-create-user`. */
  readonly path: readonly string[];
  readonly resources: readonly PlannedResource[];
}

export interface Plan {
  readonly service: string;
  readonly stage: string;
  /** Absent where no resource belongs to a region. */
  readonly region?: string;
  /** Tags that every taggable resource has. */
  readonly tags: Readonly<Record<string, string>>;
  readonly groups: readonly PlannedGroup[];
  readonly wiring: Wiring;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Warnings that the program logged. */
  readonly warnings: readonly string[];
  /** Resources that break a rule of `platform/policies/`. */
  readonly findings: readonly Finding[];
  /** Findings that the ledger accepts, with its reasons. */
  readonly exempted: readonly (Finding & Exception)[];
}

/** The resources that `pulumi up` would create, read off a service's graph. */
export function planOf(graph: Graph): Plan {
  const resources = managed(graph);
  const common = commonTags(resources);
  const region = regionIn(resources);
  const groups = new Map<string, { path: string[]; resources: Resource[] }>();
  for (const resource of resources) {
    const path = ownersOf(graph, resource);
    const key = path.join("/");
    groups.set(key, { path, resources: [...(groups.get(key)?.resources ?? []), resource] });
  }
  const { findings, exempted } = verdictOn(graph);
  return {
    service: graph.project,
    stage: graph.stack,
    ...(region !== undefined && { region }),
    tags: common,
    groups: [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { path, resources: parts }]) => ({
        path,
        resources: parts.map((resource) => planned(resource, common)),
      })),
    wiring: wiringOf(graph),
    outputs: plain(graph.outputs) as Record<string, unknown>,
    warnings: warningsOf(graph, findings),
    findings,
    exempted: exempted.map(({ finding, by: { entry } }) => {
      const { reason, owner, expires } = entry;
      return { ...finding, reason, owner, expires };
    }),
  };
}

/** The program's own warnings; one that names the remedy of a finding is that finding, for `pulumi up` to show. */
function warningsOf(graph: Graph, findings: readonly Finding[]): string[] {
  return graph.logs
    .filter(
      ({ severity, message }) =>
        severity === "warning" && !findings.some(({ remedy }) => message.includes(remedy)),
    )
    .map(({ message }) => message);
}

/** The region that most resources belong to, by their ARNs. */
function regionIn(resources: readonly Resource[]): string | undefined {
  const regions = resources.flatMap(
    ({ outputs }) => /^arn:[\w-]+:[\w-]+:([\w-]+):/.exec(String(outputs.arn))?.[1] ?? [],
  );
  const count = (region: string) => regions.filter((one) => one === region).length;
  return [...new Set(regions)].sort((a, b) => count(b) - count(a))[0];
}

function planned(resource: Resource, common: Readonly<Record<string, string>>): PlannedResource {
  const { tags: given, ...others } = plain(resource.inputs) as Record<string, unknown>;
  const [tags, inputs] = Array.isArray(given) ? [undefined, { ...others, tags: given }] : [given, others];
  const settings = Object.fromEntries(
    Object.entries(inputs).filter(
      ([key, value]) => !key.startsWith("__") && statementsOf(value).length === 0,
    ),
  );
  const own = Object.entries(tagsIn(tags) ?? { all: String(tags) }).filter(
    ([key, value]) => common[key] !== value,
  );
  return {
    urn: resource.urn,
    type: resource.type,
    name: resource.name,
    settings,
    tags: Object.fromEntries(own),
    statements: statementsIn(resource.inputs).map(shown),
  };
}

/** A statement as a plan has it. */
export function shown({ effect, actions, resources, ...rest }: Statement): PlannedStatement {
  const { notActions = [], notResources = [], principal } = rest;
  const on = [...resources, ...notResources.map((one) => `not ${one}`)];
  return {
    effect,
    actions: [...actions, ...notActions.map((one) => `not ${one}`)],
    resources: on.length > 0 || principal === undefined ? on : [`principal ${JSON.stringify(principal)}`],
  };
}

/** Tags one by one; undefined when they are secret or unknown as a whole. */
function tagsIn(tags: unknown): Record<string, string> | undefined {
  if (tags === undefined || tags === null) return {};
  return typeof tags === "object" ? (tags as Record<string, string>) : undefined;
}

function commonTags(resources: readonly Resource[]): Record<string, string> {
  const all = resources
    // A list isn't AWS's tags: those of a container image are its versions.
    .filter(({ inputs }) => inputs.tags && !Array.isArray(inputs.tags))
    .map(({ inputs }) => tagsIn(plain(inputs.tags)))
    .filter((tags) => tags !== undefined);
  const [first, ...rest] = all;
  return Object.fromEntries(
    Object.entries(first ?? {}).filter(([key, value]) => rest.every((tags) => tags[key] === value)),
  );
}

/** A value as JSON shows it: secrets and unknowns by their words, archives by their file. */
function plain(value: unknown): unknown {
  if (value instanceof Secret || value instanceof Unknown) return value.toJSON();
  if (value instanceof AssetValue) {
    const { asset } = value;
    return "path" in asset ? `${asset.kind} ${asset.path.split(/[/\\]/).at(-1)}` : asset.kind;
  }
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]));
  return value;
}
