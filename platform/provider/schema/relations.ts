import { AssetValue, type Properties, Secret, Unknown, type Value } from "../../engine/graph/graph.ts";
import type { Problem } from "../../engine/monitor/provider.ts";
import type { Facts, Relation } from "./facts.ts";

/** Arguments that stand together and must not, or that lack one another. */
export function* ofRelations(facts: Facts, inputs: Properties): Iterable<Problem> {
  for (const relation of facts.relations ?? [])
    for (const [at, value] of instances(inputs, relation.under?.split(".") ?? [], "")) {
      const problem = ofRelation(relation, facts.named, (path) => standing(value, path.split(".")));
      if (problem) yield { property: at + problem.property, reason: problem.reason };
    }
}

/** Objects that stand at a path, each with the beginning of the paths of its members. */
function* instances(value: Value, [step, ...rest]: readonly string[], at: string): Iterable<[string, Value]> {
  if (step === undefined) {
    yield [at, value];
    return;
  }
  const name = step.replace("[]", "");
  const inner = memberOf(value, name);
  if (inner === undefined) return;
  if (!step.endsWith("[]")) yield* instances(inner, rest, `${at}${name}.`);
  else if (Array.isArray(inner))
    for (const [i, item] of inner.entries()) yield* instances(item, rest, `${at}${name}[${i}].`);
}

type Standing = "given" | "unknown" | "missing";

function standing(value: Value, path: readonly string[]): Standing {
  let at = value;
  for (const name of path) {
    if (at instanceof Unknown) return "unknown";
    at = memberOf(at, name);
  }
  if (at instanceof Unknown) return "unknown";
  return at === undefined || at === null || (Array.isArray(at) && at.length === 0) ? "missing" : "given";
}

function memberOf(value: Value, name: string): Value {
  const known = value instanceof Secret ? value.reveal() : value;
  if (!known || typeof known !== "object" || Array.isArray(known) || known instanceof AssetValue)
    return undefined;
  const member = (known as Properties)[name];
  return member instanceof Secret ? member.reveal() : member;
}

function ofRelation(
  relation: Relation,
  named: string | undefined,
  standingOf: (path: string) => Standing,
): Problem | undefined {
  const those = (paths: readonly string[], ...wanted: readonly Standing[]) =>
    paths.filter((path) => wanted.includes(standingOf(path)));
  if ("conflictsWith" in relation) {
    const { argument, conflictsWith } = relation;
    const others = standingOf(argument) === "given" ? those(conflictsWith, "given") : [];
    if (others.length === 0) return undefined;
    return {
      property: argument,
      reason: `excludes ${others.join(", ")}, which ${isOrAre(others)} given too; leave one out`,
    };
  }
  if ("needs" in relation) {
    const { argument, needs } = relation;
    const lacking = standingOf(argument) === "missing" ? [] : those(needs, "missing");
    if (lacking.length === 0) return undefined;
    return {
      property: argument,
      reason: `needs ${lacking.join(" and ")}, which ${isOrAre(lacking)} not given`,
    };
  }
  const all = "exactlyOneOf" in relation ? relation.exactlyOneOf : relation.atLeastOneOf;
  // Pulumi fills in a name where none is given.
  if (named !== undefined && all.includes(named)) return undefined;
  const given = those(all, "given");
  if (given.length === 0 && those(all, "unknown").length === 0)
    return { property: all[0]!, reason: `one of ${all.join(", ")} has to be given; none is` };
  if ("exactlyOneOf" in relation && given.length > 1)
    return {
      property: given[0]!,
      reason: `only one of ${all.join(", ")} can be given; ${given.join(" and ")} are`,
    };
  return undefined;
}

const isOrAre = (names: readonly string[]) => (names.length === 1 ? "is" : "are");
