import { type PolicySwitch, type PolicySwitches, policySwitches } from "../rules.ts";
import type { Stage } from "../settings.ts";
import { shown, suggestion } from "../values/problems.ts";
import type { Policy } from "./finding.ts";

const levels: readonly string[] = ["error", "warning", "off"] satisfies PolicySwitch[];

/** The overlay of a stack: a stage without one is `dev`'s. */
export const stageOf = (stack: string): Stage => (stack === "prod" || stack === "staging" ? stack : "dev");

/** What the platform team decides for a rule in a stack; undefined where the rule's own severity holds. */
export function switchOf(
  { id, stages }: Policy,
  stack: string,
  switches: PolicySwitches = policySwitches,
): PolicySwitch | undefined {
  const stage = stageOf(stack);
  const switched = switches[stage][id] ?? switches.every[id];
  return switched ?? (stages && !stages.includes(stage) ? "off" : undefined);
}

/** Everything wrong with the switches of `rules.ts`. */
export function switchProblems(
  rules: readonly Policy[],
  switches: PolicySwitches = policySwitches,
): string[] {
  const ids = rules.map(({ id }) => id);
  return Object.entries(switches).flatMap(([stage, of]) =>
    Object.entries(of).flatMap(([id, level]) => [
      ...(ids.includes(id)
        ? []
        : [`policySwitches.${stage}: there is no rule ${JSON.stringify(id)}.${suggestion(id, ids)}`]),
      ...(levels.includes(level)
        ? []
        : [`policySwitches.${stage}.${id}: ${shown(level)} given; ${levels.join(", ")} are allowed.`]),
    ]),
  );
}
