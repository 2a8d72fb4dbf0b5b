import { type Problem, suggestion, UsageError } from "../../../values/problems.ts";
import { hasStage } from "./versions.ts";

/** A service, and the versions in which it has a stack of the stage. */
export interface Selection {
  readonly name: string;
  readonly base: boolean;
  readonly now: boolean;
}

/** Stages of the services of a version by the services' names. */
type Stages = ReadonlyMap<string, readonly string[]>;

interface Wanted {
  /** Names of services; none for all. */
  readonly services: readonly string[];
  readonly stage: string;
}

/**
 * The services to compare: those that are wanted, or all that have the stage in either version. Throws a `UsageError` for names
 * and stages that neither version has.
 */
export function select(
  base: Stages,
  now: Stages,
  { services, stage }: Wanted,
): { readonly selected: readonly Selection[]; readonly without: readonly string[] } {
  const all = [...new Set([...base.keys(), ...now.keys()])].sort();
  const has = (name: string) => hasStage(base.get(name), stage) || hasStage(now.get(name), stage);
  const problems = services.flatMap((name) =>
    problemsOf(name, all, { has: has(name), stage, stages: now.get(name) ?? base.get(name) }),
  );
  if (problems.length > 0) throw new UsageError(problems);
  const names = services.length > 0 ? [...new Set(services)].sort() : all.filter(has);
  const stages = [...new Set([...now.values(), ...base.values()].flat())].sort();
  // Without any stack file every stage is as good as another.
  if (services.length === 0 && stages.length > 0 && !stages.includes(stage)) {
    throw new UsageError([
      {
        where: "--stage",
        problem: `no service has a stack ${stage}; there are: ${stages.join(", ")}.${suggestion(stage, stages)}`,
      },
    ]);
  }
  return {
    selected: names.map((name) => ({
      name,
      base: hasStage(base.get(name), stage),
      now: hasStage(now.get(name), stage),
    })),
    without: services.length > 0 ? [] : all.filter((name) => !has(name)),
  };
}

function problemsOf(
  name: string,
  all: readonly string[],
  {
    has,
    stage,
    stages,
  }: { readonly has: boolean; readonly stage: string; readonly stages: readonly string[] | undefined },
): Problem[] {
  if (stages === undefined)
    return [
      {
        problem:
          `There is no service called ${JSON.stringify(name)}, neither now nor at the base.${suggestion(name, all)}` +
          (all.length > 0 ? ` There are: ${all.join(", ")}.` : ""),
      },
    ];
  if (has) return [];
  return [
    {
      problem: `${name} has no stack ${stage}; it has: ${[...stages].sort().join(", ")}.${suggestion(stage, stages)}`,
    },
  ];
}
