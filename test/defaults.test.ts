import { beforeAll, describe, expect, test } from "vitest";
import { overlay, stageOverlay } from "../platform/core/settings.ts";
import { type Defaults, defaults, type Kind, kinds } from "../platform/defaults.ts";
import { type Graph, reveal } from "../platform/engine/index.ts";
import { serviceNames } from "../platform/fleet/services.ts";
import { graphOf, graphOfProgram, managed } from "./support/index.ts";
import { type Promised, type Subject, silent, valueAt } from "./support/promised.ts";
import { promises } from "./support/promises.ts";
import { showcase } from "./support/showcase.ts";

const stages = ["dev", "staging", "prod", "pr-123"];

/** The settings that hold for a kind in a stage: what a service gets that says nothing itself. */
function settingsFor(kind: Kind | undefined, stage: string): Defaults {
  const layers = [defaults, kind ? kinds[kind] : {}, stageOverlay(stage)];
  return layers.reduce<object>((all, layer) => overlay(all as never, layer as never), {}) as Defaults;
}

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

const graphs: { service: string; stage: string; graph: Graph }[] = [];

beforeAll(async () => {
  for (const stage of stages) {
    graphs.push({ service: silent, stage, graph: await graphOfProgram(showcase, { stage }) });
    for (const service of serviceNames())
      graphs.push({ service, stage, graph: await graphOf(service, { stage }) });
  }
});

/** Every resource of a type, in every service and stage, with the settings that hold for it. */
function subjects(type: string): Subject[] {
  return graphs.flatMap((run) => subjectsIn(run, type));
}

function subjectsIn({ service, stage, graph }: (typeof graphs)[number], type: string): Subject[] {
  return managed(graph)
    .filter((resource) => resource.type === type)
    .map((resource) => ({
      service,
      where: `${resource.name} of ${service} in ${stage}`,
      stage,
      graph,
      resource,
      inputs: reveal(resource.inputs) as Record<string, unknown>,
      settings: settingsFor(kindOf(graph, resource.urn), stage),
    }));
}

const changed = new Map<string, Promise<Graph | undefined>>();

/** A service as it is with another value of a setting; undefined where it can't have it. */
function graphWith(service: string, stage: string, setting: string, value: unknown) {
  const [group = "", key = ""] = setting.split(".");
  const config = { defaults: JSON.stringify({ [group]: { [key]: value } }) };
  const of = JSON.stringify([service, stage, config]);
  const graph = changed.get(of) ?? graphOf(service, { stage, config }).catch(() => undefined);
  changed.set(of, graph);
  return graph;
}

/**
 * Whether a service says something itself, which is its right: then what it says stays, however the default changes.
 * The silent service never does, so a component that forgets a default is found there.
 */
async function saysItself({ setting, of, kept }: Promised, subject: Subject): Promise<boolean> {
  if (subject.service === silent) return false;
  const before = JSON.stringify(kept(subject)[0]);
  for (const value of others(valueAt(subject.settings, setting))) {
    const graph = await graphWith(subject.service, subject.stage, setting, value);
    const again =
      graph && subjectsIn({ ...subject, graph }, of).find((s) => s.resource.urn === subject.resource.urn);
    if (again && JSON.stringify(kept(again)[0]) !== before) return false;
  }
  return true;
}

/** Values that a setting might have instead; those that it can't have are refused and don't count. */
function others(value: unknown): unknown[] {
  if (typeof value === "boolean") return [!value];
  if (typeof value === "number") return [value + 1, value * 2, value - 1, 60];
  if (typeof value !== "string") return [];
  return ["America/New_York", "x86_64", "nodejs22.x", "PassThrough", "Text", "ERROR", "EXPRESS", 3];
}

describe("in every service and every stage", () => {
  test.each(promises)("$promise ($setting)", async (promised) => {
    const { of, kept, applies } = promised;
    const all = subjects(of).filter(applies);
    expect(all.length, "no service exercises this default").toBeGreaterThan(0);
    for (const subject of all) {
      const [actual, expected] = kept(subject);
      if (JSON.stringify(actual) !== JSON.stringify(expected) && (await saysItself(promised, subject)))
        continue;
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
