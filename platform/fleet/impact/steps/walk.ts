import { isDeepStrictEqual } from "node:util";
import { type Graph, inputsOf, type Resource } from "../../../engine/index.ts";
import { isDeletedFirst } from "../../../provider/index.ts";
import { plainOf } from "../leaves.ts";
import type { Operation } from "../types.ts";
import type { Arrival } from "./arrivals.ts";
import { argumentOf, type Decision, decide, isRegional, replacedWith } from "./decide.ts";
import { type Matching, matchingOf } from "./matching.ts";
import { dependenciesOf, dependentsOf, orderOf } from "./order.ts";
import { inOldWords } from "./renamed-outputs.ts";
import { renewedBy } from "./renewed.ts";
import { providerUrn } from "./urns.ts";

/** What the engine does with a resource; `resource` is the one after, or before where none is after. */
export interface Step {
  readonly operation: Operation;
  readonly resource: Resource;
  readonly old?: Resource;
  readonly decision?: Decision;
  readonly deletedFirst?: true;
  readonly replacedBy: readonly string[];
  /** Name of the resource that had to go first and takes this one along. */
  readonly after?: string;
  /** Nothing of AWS goes: the old one was only looked up. */
  readonly nothingGoes?: true;
  readonly perhaps?: true;
  readonly problems: readonly string[];
}

export interface Walk {
  readonly steps: readonly Step[];
  readonly matching: Matching;
}

/** A resource that goes before another can be replaced. */
interface Condemned {
  readonly keys: readonly string[];
  readonly root: string;
  /** It no longer depends on the other: whether it goes too is a matter of which of them the engine gets to see first. */
  readonly perhaps: boolean;
  readonly problems: readonly string[];
}

/**
 * Goes through a program's resources as the engine does when they are registered. Source: Pulumi's engine (v3.259), `generateSteps` to
 * `GenerateDeletes` in pkg/resource/deploy/step_generator.go.
 */
export function walk(before: Graph, after: Graph): Walk {
  // Once to know which resource was which, and once more with what each depended on before.
  const { olds } = matchingOf(before, after, orderOf(after));
  const now = new Map([...olds].map(([urn, old]) => [old.urn, urn]));
  const ordered = orderOf(after, ({ urn }) => {
    const old = olds.get(urn);
    return old ? dependenciesOf(old).flatMap((one) => now.get(one) ?? []) : [];
  });
  const matching = matchingOf(before, after, ordered);
  const steps = new Steps({ before, after }, matching, ordered);
  for (const resource of ordered) steps.take(resource);
  return { steps: [...steps.done, ...matching.gone.flatMap((old) => steps.leave(old))], matching };
}

class Steps {
  readonly done: Step[] = [];
  readonly #before: Graph;
  readonly #after: Graph;
  readonly #matching: Matching;
  readonly #order: readonly Resource[];
  readonly #orderBefore: readonly Resource[];
  readonly #arrivals = new Map<string, Arrival>();
  /** By URN before. */
  readonly #condemned = new Map<string, Condemned>();

  constructor(
    { before, after }: { readonly before: Graph; readonly after: Graph },
    matching: Matching,
    order: readonly Resource[],
  ) {
    this.#before = before;
    this.#after = after;
    this.#matching = matching;
    this.#order = order;
    this.#orderBefore = orderOf(before);
  }

  take(resource: Resource): void {
    const old = this.#matching.olds.get(resource.urn);
    const step = resource.external ? this.#looked(resource, old) : this.#managed(resource, old);
    if (!step) return;
    this.done.push(step);
    if (step.operation === "create" || step.operation === "replace" || step.operation === "import")
      this.#arrivals.set(resource.urn, { resource });
    else if (step.decision) {
      const changed = step.decision.differences.map(({ path: [key] }) => String(key));
      const outputs = renewedBy(resource, changed);
      if (outputs.length > 0) this.#arrivals.set(resource.urn, { resource, outputs });
    }
  }

  /** A resource that is no longer there. */
  leave(old: Resource): Step[] {
    if (old.external) return [];
    const problems = old.protect ? [`The engine refuses to delete ${old.name}: it is protected.`] : [];
    return [{ operation: "delete", resource: old, replacedBy: [], problems }];
  }

  /** A resource that is only looked up; what the stack had under its name is let go of when it has another id. */
  #looked(resource: Resource, old: Resource | undefined): Step | undefined {
    if (!old || old.external || !old.custom || old.id === resource.id) return undefined;
    const problem = `From now on ${resource.name} is only looked up: the engine deletes what the stack made under this name unless it has the id ${resource.id}.`;
    return { operation: "replace", resource, old, replacedBy: ["id"], perhaps: true, problems: [problem] };
  }

  #managed(resource: Resource, old: Resource | undefined): Step {
    const { importId } = resource;
    if (importId !== undefined && (!old || old.external || (old.importId ?? old.id) !== importId)) {
      if (!old) return { operation: "import", resource, replacedBy: [], problems: [] };
      const nothingGoes = old.external && { nothingGoes: true as const };
      return {
        operation: "replace",
        resource,
        old,
        replacedBy: ["id"],
        ...(old.importId === undefined && { perhaps: true }),
        ...nothingGoes,
        problems: [],
      };
    }
    if (!old) return { operation: "create", resource, replacedBy: [], problems: [] };
    const condemned = this.#condemned.get(old.urn);
    if (condemned) return this.#again(resource, old, condemned);
    if (old.external)
      return { operation: "replace", resource, old, replacedBy: [], nothingGoes: true, problems: [] };
    return this.#compared(resource, old);
  }

  /** A resource that had to be deleted for another one's sake. */
  #again(resource: Resource, old: Resource, { keys, root, perhaps, problems }: Condemned): Step {
    const decision = this.#decide(resource, old);
    return {
      operation: "replace",
      resource,
      old,
      decision,
      deletedFirst: true,
      replacedBy: argumentsOf([...keys, ...decision.replacing]),
      after: root,
      ...(perhaps && { perhaps }),
      problems,
    };
  }

  #decide(resource: Resource, old: Resource): Decision {
    const inputs = inOldWords(resource, this.#after, this.#matching, this.#arrivals);
    return decide({ old, resource, inputs, arrivals: this.#arrivals });
  }

  #compared(resource: Resource, old: Resource): Step {
    const decision = this.#decide(resource, old);
    const moved = this.#movedBy(resource, old);
    const managed = resource.custom && !resource.type.startsWith("pulumi:providers:");
    const replacedBy = managed || moved.length > 0 ? [...moved, ...decision.replacing] : [];
    const step = { resource, old, decision, replacedBy: argumentsOf(replacedBy) };
    if (replacedBy.length > 0) return this.#replaced(step, moved.includes("region"));
    const same =
      decision.differences.length === 0 &&
      (managed || isDeepStrictEqual(plainOf(old.inputs), plainOf(resource.inputs)));
    return { ...step, operation: same ? "same" : "update", problems: [] };
  }

  /** `provider` or `region`, when a resource can't stay where it is. */
  #movedBy(resource: Resource, old: Resource): string[] {
    if (!resource.provider || !old.provider) return resource.provider === old.provider ? [] : ["provider"];
    if (this.#arrivals.get(providerUrn(resource.provider))?.outputs === undefined) {
      const provider = this.#matching.olds.get(providerUrn(resource.provider));
      if (provider && this.#arrivals.has(providerUrn(resource.provider))) return ["provider"];
    }
    if (!isRegional(resource.type) || !isRegional(old.type)) return [];
    const [from, to] = [regionOf(this.#before, old), regionOf(this.#after, resource)];
    return from !== to && typeof from === "string" && typeof to === "string" ? ["region"] : [];
  }

  #replaced(
    step: Pick<Step, "replacedBy"> & {
      readonly resource: Resource;
      readonly old: Resource;
      readonly decision: Decision;
    },
    moved: boolean,
  ): Step {
    const { resource, old, decision } = step;
    const problems = [
      ...(resource.protect && old.protect
        ? [`The engine refuses to replace ${resource.name}: it is protected.`]
        : []),
      ...(resource.importId === undefined
        ? []
        : [
            `${resource.name} still has \`import\`, so the engine refuses to replace it: remove that option.`,
          ]),
    ];
    const asked = moved || decision.byProvider.length > 0;
    const deletedFirst =
      resource.deleteBeforeReplace ?? (asked && isDeletedFirst(resource.type, inputsOf(resource)));
    if (deletedFirst) this.#condemn(old, resource);
    return {
      ...step,
      operation: "replace",
      ...(deletedFirst && { deletedFirst }),
      ...(isGuess(decision, moved) && { perhaps: true }),
      problems,
    };
  }

  /** What has to be deleted before a resource can be: everything that a change of it would replace. */
  #condemn(root: Resource, now: Resource): void {
    const still = new Set(
      dependentsOf(this.#order, now.urn).map(({ urn }) => this.#matching.olds.get(urn)?.urn),
    );
    const replaced = new Set([root.urn]);
    const settled = new Set(this.done.flatMap(({ old }) => (old ? [old.urn] : [])));
    for (const old of dependentsOf(this.#orderBefore, root.urn)) {
      if (settled.has(old.urn) || !old.custom || old.external) continue;
      const byProvider = old.provider !== undefined && replaced.has(providerUrn(old.provider));
      const keys = byProvider ? ["provider"] : replacedWith(old, replaced);
      if (!keys) continue;
      replaced.add(old.urn);
      const problems = old.protect
        ? [`The engine refuses to replace ${old.name} together with ${root.name}: it is protected.`]
        : [];
      const perhaps = !still.has(old.urn);
      if (!this.#condemned.has(old.urn))
        this.#condemned.set(old.urn, { keys, root: root.name, perhaps, problems });
    }
  }
}

const argumentsOf = (paths: readonly string[]): string[] => [...new Set(paths.map(argumentOf))].sort();

/** Whether only values that nobody knows yet ask for a replacement. */
function isGuess({ differences, replacing }: Decision, moved: boolean): boolean {
  const names = new Set(replacing.map(argumentOf));
  const about = differences.filter(({ path: [first] }) => names.has(String(first)));
  return !moved && about.length > 0 && about.every(({ perhaps }) => perhaps);
}

/** The region of a resource: its own, else its provider's. */
function regionOf(graph: Graph, resource: Resource): unknown {
  const provider = resource.provider === undefined ? undefined : graph.byUrn(providerUrn(resource.provider));
  return inputsOf(resource).region ?? (provider && inputsOf(provider).region);
}
