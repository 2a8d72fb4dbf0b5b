import { AssetValue, type Graph, type Resource, Secret, Unknown } from "../../engine/index.ts";

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
  readonly actions: readonly string[];
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
  /** Tags that every taggable resource has. */
  readonly tags: Readonly<Record<string, string>>;
  readonly groups: readonly PlannedGroup[];
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
}

/** What `pulumi up` would create, read off a service's graph. */
export function planOf(graph: Graph): Plan {
  const managed = graph.resources.filter((r) => r.custom && !r.external && !r.type.startsWith("pulumi:"));
  const common = commonTags(managed);
  const groups = new Map<string, { path: string[]; resources: Resource[] }>();
  for (const resource of managed) {
    const path = pathTo(graph, resource);
    const key = path.join("/");
    groups.set(key, { path, resources: [...(groups.get(key)?.resources ?? []), resource] });
  }
  return {
    service: graph.project,
    stage: graph.stack,
    tags: common,
    groups: [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { path, resources }]) => ({
        path,
        resources: resources.map((resource) => planned(resource, common)),
      })),
    outputs: plain(graph.outputs) as Record<string, unknown>,
    warnings: warningsOf(graph, managed),
  };
}

/** The components around a resource, outermost first. */
function pathTo(graph: Graph, resource: Resource): string[] {
  const parent = resource.parent ? graph.byUrn(resource.parent) : undefined;
  if (!parent || parent.type === "pulumi:pulumi:Stack") return [];
  return [...pathTo(graph, parent), `${parent.type.split(":").at(-1)} ${parent.name}`];
}

function planned(resource: Resource, common: Readonly<Record<string, string>>): PlannedResource {
  const { tags: given, ...others } = plain(resource.inputs) as Record<string, unknown>;
  const [tags, inputs] = Array.isArray(given) ? [undefined, { ...others, tags: given }] : [given, others];
  const statements = Object.values(resource.inputs).flatMap(statementsOf);
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
    statements,
  };
}

/** The statements of a policy document given as JSON; none when the value is anything else. */
export function statementsOf(value: unknown): PlannedStatement[] {
  if (typeof value !== "string" || !value.startsWith('{"') || !value.includes('"Statement"')) return [];
  let document: { Statement?: unknown };
  try {
    document = JSON.parse(value);
  } catch {
    return [];
  }
  return [document.Statement ?? []].flat().map((statement) => {
    const { Effect, Action, Resource, Principal } = statement as Record<string, unknown>;
    const to = Principal === undefined ? [] : [`principal ${JSON.stringify(Principal)}`];
    return {
      effect: String(Effect),
      actions: [Action ?? []].flat().map(String),
      resources: Resource === undefined ? to : [Resource].flat().map(String),
    };
  });
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

/** What a reader should know before deploying. */
function warningsOf(graph: Graph, resources: readonly Resource[]): string[] {
  const logged = graph.logs.filter(({ severity }) => severity === "warning").map(({ message }) => message);
  const broad = new Map<string, string[]>();
  for (const resource of resources)
    for (const { effect, actions, resources: on } of Object.values(resource.inputs).flatMap(statementsOf))
      if (effect === "Allow" && on.includes("*")) {
        const what = actions.join(", ");
        broad.set(what, [...(broad.get(what) ?? []), resource.name]);
      }
  const alarms = resources.filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");
  const silent = alarms.filter(
    ({ inputs }) => !Array.isArray(inputs.alarmActions) || inputs.alarmActions.length === 0,
  );
  return [
    ...logged,
    ...[...broad].map(([actions, names]) => `${names.join(", ")} allow ${actions} on every resource.`),
    ...(silent.length > 0
      ? [`${silent.length} alarm(s) notify nobody: deploy the foundation and set defaults.foundation.stack.`]
      : []),
  ];
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
