import { ValueError } from "../values/problems.ts";
import { operatorOf } from "./operators.ts";
import type { Variables } from "./pattern.ts";
import type { Condition, Keys } from "./types.ts";

/**
 * Whether one line of a condition holds: one of the policy's values matches, or with a negated operator none. Sources: IAM User
 * Guide, "IAM JSON policy elements: Condition operators", "Set operators for multivalued context keys". Throws a `ValueError`
 * for several values of a key without `ForAllValues` or `ForAnyValue`: AWS doesn't say how it compares them.
 */
export function holds(
  { operator: name, key, values: written }: Condition,
  context: Keys,
  variables: Variables,
): boolean {
  const { set, ifExists, operator } = operatorOf(name)!;
  const values = context.get(key.toLowerCase()) ?? [];
  const missing = values.length === 0;
  if (operator === null) return written.some((value) => value.toLowerCase() === String(missing));
  if (missing) return ifExists || set === "ForAllValues" || (operator.negated && set === undefined);
  if (set === undefined && values.length > 1)
    throw new ValueError([
      `${key} has ${values.length} values, and the condition ${name} compares with one: use ForAllValues or ForAnyValue.`,
    ]);
  const fits = (value: string) =>
    written.some((one) => operator.matches(value, one, variables)) !== operator.negated;
  if (set === "ForAnyValue") return values.some(fits);
  // "or if the context key value resolves to a null dataset, such as an empty string"
  if (set === "ForAllValues") return values.every((value) => value === "") || values.every(fits);
  return fits(values[0]!);
}
