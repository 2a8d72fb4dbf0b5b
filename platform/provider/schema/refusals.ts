import { AssetValue, type Properties, Secret, Unknown, type Value } from "../../engine/graph/graph.ts";
import type { Problem } from "../../engine/monitor/provider.ts";
import { ofConditions } from "./conditions.ts";
import { type Fact, type Facts, factsOf } from "./facts.ts";
import { ofRelations } from "./relations.ts";
import { range, unmet, wanted, within } from "./rules.ts";

/**
 * What the provider refuses beyond types: values out of range or out of form, and arguments that exclude or need each
 * other. Values that only a deployment knows are let through.
 */
export function refusals(type: string, inputs: Properties): Problem[] {
  const facts = factsOf(type);
  return facts
    ? [
        ...ofMembers(facts, inputs, { known: "", at: "", secret: false }),
        ...ofRelations(facts, inputs),
        ...ofConditions(type, inputs),
      ]
    : [];
}

/** Where a value stands: its path as facts have it (`rules[].id`), and as the program has it (`rules[2].id`). */
interface Place {
  readonly known: string;
  readonly at: string;
  readonly secret: boolean;
}

function* ofMembers(facts: Facts, value: Properties, { known, at, secret }: Place): Iterable<Problem> {
  for (const [name, inner] of Object.entries(value)) {
    const place = { known: known ? `${known}.${name}` : name, at: at ? `${at}.${name}` : name, secret };
    yield* ofValue(facts, inner, place);
  }
}

function* ofValue(facts: Facts, value: Value, place: Place): Iterable<Problem> {
  if (value instanceof Secret) {
    yield* ofValue(facts, value.reveal(), { ...place, secret: true });
    return;
  }
  if (value instanceof Unknown || value instanceof AssetValue || value === null || value === undefined)
    return;
  if (Array.isArray(value)) {
    yield* ofCount(facts.arguments[place.known], value.length, place.at);
    const known = `${place.known}[]`;
    for (const [i, item] of value.entries())
      yield* ofValue(facts, item, { ...place, known, at: `${place.at}[${i}]` });
    return;
  }
  if (typeof value === "object") {
    yield* ofMembers(facts, value as Properties, place);
    return;
  }
  const rule = facts.arguments[place.known]?.value;
  const broken = rule === undefined ? [] : unmet(rule, value);
  if (broken.length > 0)
    yield {
      property: place.at,
      reason: `has to ${broken.map(wanted).join(" and ")}; ${place.secret ? "a secret" : shown(value)} given`,
    };
}

function* ofCount({ items, required }: Fact = {}, count: number, property: string): Iterable<Problem> {
  if (count === 0 && required) yield { property, reason: "has to have values; an empty array given" };
  if (count > 0 && items && !within(count, items))
    yield { property, reason: `has to have ${range(items)} values; ${count} given` };
}

const shown = (value: Value) => {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}..."` : text;
};
