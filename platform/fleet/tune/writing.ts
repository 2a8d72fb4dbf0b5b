import { relative } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { type Graph, reveal } from "../../engine/index.ts";
import { graphOf } from "../graph-of.ts";
import type { Service } from "../services.ts";
import type { Proposal } from "./proposal.ts";
import { changeOf, type FileChange, restore, writeWhole } from "./stack-file.ts";
import { pickTarget, type Target } from "./target.ts";

/** Settings that a function has by the files as written. */
interface Proof extends Wanted {
  readonly stage: string;
}

/** A change for a stage that isn't written yet, with its consequences. */
export interface Draft {
  readonly stage: string;
  /** Undefined where the stage has these values already. */
  readonly change: FileChange | undefined;
  /** `orders-queue visibilityTimeoutSeconds: 60 -> 18`. */
  readonly consequences: readonly string[];
  /** Reasons why the program ignores the values in its config, in sentences; then there is no change. */
  readonly obstacles: readonly string[];
}

type Wanted = Pick<Proposal, "memory" | "timeout">;

/**
 * Tries a proposal on the program before anything is written: runs it with the new config, and checks whether the
 * function then has the values.
 */
export async function draft(service: Service, stage: string, name: string, wanted: Wanted): Promise<Draft> {
  const before = await graphOf(service, { stage });
  const now = pickTarget(before, name);
  const values = Object.fromEntries(
    (["memory", "timeout"] as const)
      .filter((key) => now[key] !== wanted[key])
      .map((key) => [key, wanted[key]]),
  );
  const nothing: Draft = { stage, change: undefined, consequences: [], obstacles: [] };
  if (Object.keys(values).length === 0) return nothing;
  const program = relative(process.cwd(), `${service.dir}/${service.main}`);
  if (!now.configurable)
    return {
      ...nothing,
      obstacles: [`No component made ${name}: change it by hand in ${program} (${shown(values)}).`],
    };
  const change = changeOf(service, stage, name, values);
  const config = { functions: functionsIn(change.after, service.name) };
  const after = await graphOf(service, { stage, config }).catch((error: Error) => error);
  if (after instanceof Error)
    return { ...nothing, obstacles: [`The program refuses it (${shown(values)}): ${after.message}`] };
  const tried = pickTarget(after, name);
  const stubborn = unlike(tried, values);
  if (stubborn.length > 0)
    return {
      ...nothing,
      obstacles: stubborn.map(
        (key) =>
          `${key} stays at ${tried[key]}: the program itself sets it, by an argument or a transform of ${name}, which is above any config. Change it to ${values[key]} in ${program}.`,
      ),
    };
  return { ...nothing, change, consequences: consequencesOf(before, after, tried.functionName) };
}

/**
 * Writes drafts and proves each by running the program again. One that doesn't take effect is taken back, with all the others,
 * and told as an error.
 */
export async function write(
  service: Service,
  name: string,
  drafts: readonly Draft[],
  wanted: Wanted,
): Promise<Proof[]> {
  const changes = drafts.flatMap(({ change }) => change ?? []);
  try {
    for (const { file, after } of changes) writeWhole(file, after);
    const proofs: Proof[] = [];
    for (const { stage } of changes) {
      const target = pickTarget(await graphOf(service, { stage }), name);
      const off = unlike(target, wanted);
      if (off.length > 0)
        throw new Error(
          `${off.join(" and ")} of ${name} would still be ${off.map((key) => target[key]).join(" and ")} in ${stage}`,
        );
      proofs.push({ stage, memory: target.memory, timeout: target.timeout });
    }
    return proofs;
  } catch (error) {
    for (const change of changes) restore(change);
    throw new Error(`Nothing was changed; every file is as it was: ${(error as Error).message}`);
  }
}

const unlike = (target: Target, wanted: Partial<Wanted>) =>
  (["memory", "timeout"] as const).filter((key) => wanted[key] !== undefined && target[key] !== wanted[key]);

const shown = (values: Partial<Wanted>) =>
  Object.entries(values)
    .map(([key, value]) => `${key}: ${value}`)
    .join(", ");

/** The config object `functions` of a stack's file, as the program gets it. */
function functionsIn(text: string, service: string): string {
  const { config } = parse(text) as { config: Record<string, unknown> };
  return JSON.stringify(config[`${service}:functions`] ?? config.functions);
}

/** Other differences between two graphs: simple inputs of resources, such as the visibility timeout of a queue. */
function consequencesOf(before: Graph, after: Graph, functionName: string): string[] {
  return after.resources.flatMap((resource) => {
    const old = before.byUrn(resource.urn);
    if (!old || resource.inputs.name === functionName) return [];
    return Object.entries(resource.inputs).flatMap(([key, value]) => {
      const [was, is] = [old.inputs[key], value].map(reveal);
      const simple = [was, is].every((one) => typeof one === "number" || typeof one === "boolean");
      return simple && !isDeepStrictEqual(was, is) ? [`${resource.name} ${key}: ${was} -> ${is}`] : [];
    });
  });
}
