import { checkFieldPattern } from "./event-pattern.ts";

/** Keys of a policy, and the product of the lengths of its lists. Source: "Filter policy constraints in Amazon SNS". */
const limits = { keys: 5, combinations: 150 } as const;

/** The subject of a filter policy: a message's attributes, or the fields of its JSON body. */
export const filterScopes = ["MessageAttributes", "MessageBody"] as const;

/** Lists of a policy, at any depth. */
function lists(value: unknown): readonly unknown[][] {
  if (Array.isArray(value)) return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(lists) : [];
}

/** All problems with a subscription's filter policy, each a sentence that begins with the place in `path`. */
export function checkFilterPolicy(
  policy: unknown,
  scope: (typeof filterScopes)[number],
  path: string,
): string[] {
  const problems = checkFieldPattern(policy, path);
  if (problems.length > 0 || typeof policy !== "object" || policy === null) return problems;
  const nested = Object.entries(policy).filter(([key, value]) => key !== "$or" && !Array.isArray(value));
  const combinations = lists(policy).reduce((product, list) => product * list.length, 1);
  const keys = lists(policy).length;
  return [
    ...(scope === "MessageAttributes" && nested.length > 0
      ? [
          `${path}.${nested[0]?.[0]}: attributes have no fields; give filterScope: "MessageBody", or a list of values.`,
        ]
      : []),
    ...(keys > limits.keys ? [`${path}: ${keys} keys given; up to ${limits.keys} are allowed.`] : []),
    ...(combinations > limits.combinations
      ? [`${path}: ${combinations} combinations of values; up to ${limits.combinations} are allowed.`]
      : []),
  ];
}
