import { isObject } from "./comparison.ts";
import { sns } from "./dialects.ts";
import { fieldProblems } from "./fields.ts";

/** Keys at the top of a policy, and its combinations of values. Source: "Filter policy constraints in Amazon SNS". */
const limits = { keys: 5, combinations: 150 } as const;

/** The subject of a filter policy: a message's attributes, or the fields of its JSON body. */
export const filterScopes = ["MessageAttributes", "MessageBody"] as const;

/**
 * The combinations of a policy: the product over its lists of values, each times the depth at which it stands; the
 * patterns in `$or` add up. Source: "Filter policy constraints in Amazon SNS", complexity of payload-based policies.
 */
function combinations(policy: Readonly<Record<string, unknown>>, depth = 1): number {
  let product = 1;
  for (const [key, value] of Object.entries(policy)) {
    if (key === "$or" && Array.isArray(value))
      product *= value.reduce((sum: number, one) => sum + (isObject(one) ? combinations(one, depth) : 0), 0);
    else if (Array.isArray(value)) product *= value.length * depth;
    else if (isObject(value)) product *= combinations(value, depth + 1);
  }
  return product;
}

/** All problems with a subscription's filter policy, each a sentence that begins with the place in `path`. */
export function checkFilterPolicy(
  policy: unknown,
  scope: (typeof filterScopes)[number],
  path: string,
): string[] {
  const problems = fieldProblems(policy, path, sns);
  if (problems.length > 0 || !isObject(policy)) return problems;
  const nested = Object.entries(policy).filter(([key, value]) => key !== "$or" && isObject(value));
  const keys = Object.keys(policy).length;
  const all = combinations(policy);
  return [
    ...(scope === "MessageAttributes" && nested.length > 0
      ? [
          `${path}.${nested[0]?.[0]}: attributes have no fields; give filterScope: "MessageBody", or a list of values.`,
        ]
      : []),
    ...(keys > limits.keys ? [`${path}: ${keys} keys given; up to ${limits.keys} are allowed.`] : []),
    ...(all > limits.combinations
      ? [
          `${path}: ${all} combinations of values${nested.length > 0 ? ", those of nested fields times their depth" : ""}; up to ${limits.combinations} are allowed.`,
        ]
      : []),
  ];
}
