import { describe, expect, test } from "vitest";
import {
  type Defaults,
  defaults,
  type Kind,
  kinds,
  stages as overlays,
  type Stage,
} from "../platform/defaults.ts";
import { type Graph, type Resource, reveal } from "../platform/engine/index.ts";
import { serviceNames } from "../platform/fleet/services.ts";
import { ofService, settingsOfComponent } from "../platform/fleet/why/concerns.ts";
import { overlaidStage } from "../platform/values/layers/layers.ts";
import { overlay, type Tree } from "../platform/values/layers/tree.ts";
import { ledgerTypes } from "../platform/values/ledger.ts";
import { graphOf, managed } from "./support/index.ts";
import { type Subject, silent } from "./support/promises/promised.ts";
import { promises } from "./support/promises.ts";
import { graphOfShowcase } from "./support/showcase.ts";

const stages = ["dev", "staging", "prod", "pr-123"];

const stageOverlay = (stage: string) => overlays[overlaidStage(overlays, stage) as Stage];

/** What `make` gives for some arguments, made once for each. */
function once<Args extends readonly unknown[], T>(make: (...args: Args) => T): (...args: Args) => T {
  const made = new Map<string, T>();
  return (...args) => {
    const key = JSON.stringify(args);
    const value = made.get(key) ?? make(...args);
    made.set(key, value);
    return value;
  };
}

/** The settings that hold for a kind in a stage: what a service gets that says nothing itself. */
const settingsFor = once((kind: Kind | undefined, stage: string): Defaults => {
  const layers = [defaults, kind ? kinds[kind] : {}, stageOverlay(stage)];
  return layers.reduce<object>((all, layer) => overlay(all as never, layer as never), {}) as Defaults;
});

/** The kind of the outermost component that a resource belongs to. */
function kindOf(graph: Graph, urn: string): Kind | undefined {
  for (let at = graph.byUrn(urn); at; at = at.parent ? graph.byUrn(at.parent) : undefined) {
    const type = at.type.startsWith("platform:index:") ? at.type.toLowerCase() : "";
    // A QueuePipeline is of the kind pipeline.
    const kind = Object.keys(kinds).find((one) => type.endsWith(one));
    if (kind) return kind as Kind;
  }
  return undefined;
}

interface Made {
  readonly service: string;
  readonly stage: string;
  readonly graph: Graph;
}

/** Every service and the silent one, in every stage. */
const graphs = once(async (): Promise<readonly Made[]> => {
  const all: Made[] = [];
  for (const stage of stages) {
    all.push({ service: silent, stage, graph: await graphOfShowcase(stage) });
    for (const service of serviceNames())
      all.push({ service, stage, graph: await graphOf(service, { stage }) });
  }
  return all;
});

/** Every resource of a type, in every service and stage, with the settings that hold for it. */
const subjects = once(
  async (type: string): Promise<readonly Subject[]> =>
    (await graphs()).flatMap((made) => subjectsIn(made, type)),
);

function subjectsIn({ service, stage, graph }: Made, type: string): Subject[] {
  return managed(graph)
    .filter((resource) => resource.type === type)
    .map((resource) => ({
      service,
      where: `${resource.name} of ${service} in ${stage}`,
      stage,
      graph,
      resource,
      inputs: reveal(resource.inputs) as Record<string, unknown>,
      settings: stated(graph, resource).reduce<Tree>(
        overlay,
        settingsFor(kindOf(graph, resource.urn), stage) as unknown as Tree,
      ) as unknown as Defaults,
    }));
}

/**
 * What the service itself sets for the components that a resource is a part of, the innermost last: it is the service's right, and
 * the rest of the settings holds as it is.
 */
function stated(graph: Graph, resource: Resource): Tree[] {
  const above = resource.parent ? graph.byUrn(resource.parent) : undefined;
  const { settings = {}, sourceSettings = {} } = resource.inputs as Readonly<Record<string, Tree>>;
  const own = resource.type.startsWith("platform:index:") ? [settings, sourceSettings] : [];
  const overrides = graph
    .children(resource.urn)
    .filter(({ type }) => type === ledgerTypes.override)
    .map(({ inputs }) => pathTo(String(inputs.setting).split("."), inputs.value));
  return [...(above ? stated(graph, above) : []), ...own, ...overrides];
}

const pathTo = (path: readonly string[], value: unknown): Tree =>
  path.reduceRight<unknown>((below, key) => ({ [key]: below }), value) as Tree;

describe("in every service and every stage", () => {
  test.each(promises)("$promise ($setting)", async ({ of, kept, applies }) => {
    const all = (await subjects(of)).filter(applies);
    expect(all.length, "no service exercises this default").toBeGreaterThan(0);
    for (const subject of all) {
      const [actual, expected] = kept(subject);
      expect(actual, subject.where).toEqual(expected);
    }
  });
});

/** Paths of all leaves: `function.memory`. */
function leaves(value: object, path = ""): string[] {
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === "object" && !Array.isArray(inner) ? leaves(inner, `${path}${key}.`) : [`${path}${key}`],
  );
}

describe("the promises are complete", () => {
  const settings = promises.map(({ setting }) => setting);

  test("every default has one", () => {
    expect(leaves(defaults).filter((path) => !settings.includes(path))).toEqual([]);
  });

  test("every one is about a default", () => {
    expect(settings.filter((path) => !leaves(defaults).includes(path))).toEqual([]);
  });

  test("every value that a kind or a stage changes is about a default too", () => {
    const changed = [...Object.values(kinds), ...stages.map(stageOverlay)].flatMap((values) =>
      leaves(values),
    );
    expect(changed.filter((path) => !settings.includes(path))).toEqual([]);
  });
});

describe("npm run why", () => {
  /** The innermost component that a resource is a part of. */
  const around = (graph: Graph, { parent }: Resource): Resource | undefined => {
    const above = graph.byUrn(parent ?? "");
    return above && !above.type.startsWith("platform:index:") ? around(graph, above) : above;
  };
  const typeOf = ({ type }: Resource) => type.split(":").at(-1);

  test("tells each default of the components whose parts show it, and of no others", async () => {
    const shown = new Set<string>();
    for (const { setting, of, applies } of promises)
      for (const subject of (await subjects(of)).filter(applies)) {
        const component = around(subject.graph, subject.resource);
        if (component && !ofService.some((group) => setting.startsWith(`${group}.`)))
          shown.add(`${setting} of ${typeOf(component)}`);
      }
    const told = new Set<string>();
    for (const { graph } of await graphs())
      for (const one of graph.resources)
        for (const setting of settingsOfComponent(graph, one, leaves(defaults)))
          told.add(`${setting} of ${typeOf(one)}`);
    expect([...told].sort()).toEqual([...shown].sort());
  });
});

describe("what the stages are for", () => {
  test("logs are kept for longer the more a stage matters", () => {
    const days = ["dev", "staging", "prod"].map(
      (stage) => settingsFor(undefined, stage).function.logRetentionDays,
    );
    expect(days).toEqual([...days].sort((a, b) => a - b));
    expect(new Set(days).size).toBe(3);
  });

  test("prod changes nothing: the organisation's defaults are those of production", () => {
    expect(settingsFor(undefined, "prod")).toEqual(defaults);
  });

  test("a table of production can't be deleted and can be restored", () => {
    expect(settingsFor(undefined, "prod").table).toEqual({
      pointInTimeRecovery: true,
      deletionProtection: true,
    });
  });
});
