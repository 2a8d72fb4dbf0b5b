import { shown } from "../problems.ts";
import { mapping } from "./dialects.ts";
import { fieldProblems } from "./fields.ts";

/**
 * A pattern of Lambda's event filtering: objects down to lists of the values allowed, such as
 * `{ body: { type: ["placed", { prefix: "pa" }] } }`. Source: "Control which events Lambda sends to your function".
 */
export interface Filter {
  readonly [key: string]: unknown;
}

/** Source: "Lambda quotas" (more on request, up to ten); "Filter" (characters of a pattern). */
const maxFilters = 5;
const maxCharacters = 4096;

/** Everything wrong with the filters of an event source mapping. */
export function filterProblems(argument: string, filters: unknown): string[] {
  if (filters === undefined) return [];
  if (!Array.isArray(filters))
    return [`${argument}: a list of patterns is expected, such as [{ body: { type: ["placed"] } }].`];
  if (filters.length === 0) return [`${argument}: the list is empty; leave it out to get every event.`];
  return [
    ...(filters.length > maxFilters
      ? [`${argument}: ${filters.length} given; ${maxFilters} are allowed. Patterns may be joined with $or.`]
      : []),
    ...filters.flatMap((filter: unknown, i) => patternProblems(`${argument}[${i}]`, filter)),
  ];
}

function patternProblems(argument: string, filter: unknown): string[] {
  const { length } = shown(filter);
  return [
    ...fieldProblems(filter, argument, mapping),
    ...(length > maxCharacters
      ? [`${argument}: ${length} characters as JSON; ${maxCharacters} are allowed.`]
      : []),
  ];
}
