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
  const problems = shapeProblems(argument, filter, []);
  if (problems.length > 0) return problems;
  const { length } = JSON.stringify(filter);
  if (length <= maxCharacters) return [];
  return [`${argument}: ${length} characters as JSON; ${maxCharacters} are allowed.`];
}

function shapeProblems(path: string, value: unknown, above: readonly unknown[]): string[] {
  if (Array.isArray(value))
    return value.length === 0
      ? [`${path}: the list is empty, which matches nothing.`]
      : value.flatMap((item, i) => jsonProblems(`${path}[${i}]`, item, [...above, value]));
  if (!isPlain(value))
    return [`${path}: ${shown(value)} given; a list of what it may be is expected: [${shown(value)}].`];
  if (above.includes(value)) return [`${path}: it holds itself; JSON can't.`];
  const entries = Object.entries(value);
  if (entries.length === 0) return [`${path}: it is empty; name what has to match.`];
  return entries.flatMap(([key, inner]) => shapeProblems(`${path}.${key}`, inner, [...above, value]));
}

/** Inside a list any JSON is allowed. */
function jsonProblems(path: string, value: unknown, above: readonly unknown[]): string[] {
  if (above.includes(value)) return [`${path}: it holds itself; JSON can't.`];
  if (value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value))
    return [];
  if (Array.isArray(value) || isPlain(value))
    return Object.entries(value).flatMap(([key, inner]) =>
      jsonProblems(`${path}.${key}`, inner, [...above, value]),
    );
  return [`${path}: ${shown(value)} given; JSON has no form for it.`];
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

const shown = (value: unknown): string =>
  typeof value === "string" || (typeof value === "object" && value !== null)
    ? (JSON.stringify(value) ?? "an object")
    : String(value);
