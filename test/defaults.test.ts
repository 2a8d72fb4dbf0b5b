import { describe, expect, test } from "vitest";
import {
  type Defaults,
  defaults,
  type Kind,
  kinds,
  stages as overlays,
  type Stage,
} from "../platform/defaults.ts";
import { type Graph, reveal } from "../platform/engine/index.ts";
import { serviceNames } from "../platform/fleet/services.ts";
import { overlaidStage } from "../platform/values/layers/layers.ts";
import { overlay } from "../platform/values/layers/tree.ts";
import { graphOf, managed } from "./support/index.ts";
import { type Promised, type Subject, silent, valueAt } from "./support/promised.ts";
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
      settings: settingsFor(kindOf(graph, resource.urn), stage),
    }));
}

/** A service as it is with another value of a setting; undefined where it can't have it. */
function graphWith(service: string, stage: string, setting: string, value: unknown) {
  const [group = "", key = ""] = setting.split(".");
  const config = { defaults: JSON.stringify({ [group]: { [key]: value } }) };
  return graphOf(service, { stage, config }).catch(() => undefined);
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
    const all = (await subjects(of)).filter(applies);
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
