import type { RedirectData } from "../../../runtime/cloudfront/redirects.ts";
import { checkKeys, checkOneOf } from "../../../values/problems.ts";
import { readyMade, type ViewerBehavior } from "../edge/viewer.ts";

export interface RedirectOptions {
  /** `permanent` is remembered by browsers and search engines. Default: `permanent`. */
  readonly kind?: "permanent" | "temporary";
}

/**
 * From old paths to new ones: `"/old": "/new"`, or `"/blog/*": "/articles/*"`, where the rest of the path stays. A
 * whole path comes before a pattern, a longer pattern before a shorter one. Targets are paths or `https://` addresses.
 */
export type RedirectRules = Readonly<Record<`/${string}`, string>>;

const statuses = { permanent: 301, temporary: 302 } as const;

/** Sends viewers from old paths to new ones, before the cache is asked; the query goes along. */
export function redirects(rules: RedirectRules, options: RedirectOptions = {}): ViewerBehavior {
  const { kind = "permanent" } = options;
  const problems = [
    ...checkKeys(options, ["kind"]),
    ...checkOneOf("kind", kind, Object.keys(statuses)),
    ...ruleProblems(Object.entries(rules)),
  ];
  return {
    title: "redirects",
    problems,
    steps: {
      "viewer-request": {
        file: readyMade("redirects.ts"),
        name: "redirect",
        data: redirectData(rules, statuses[kind]),
        async: false,
      },
    },
  };
}

const isPattern = (path: string) => path.endsWith("/*");
/** `/blog/*` to `/blog/`. */
const beginningOf = (path: string) => path.slice(0, -1);

export function redirectData(rules: RedirectRules, status: number): RedirectData {
  const all = Object.entries(rules);
  return {
    status,
    exact: Object.fromEntries(all.filter(([from]) => !isPattern(from))),
    prefixes: all
      .filter(([from]) => isPattern(from))
      .sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1))
      .map(([from, to]) => [beginningOf(from), isPattern(to) ? beginningOf(to) : to, isPattern(to)]),
  };
}

type Rule = readonly [from: string, to: string];

function ruleProblems(rules: readonly Rule[]): string[] {
  const shape = rules.flatMap(([from, to]) => [
    ...(/^\/[^\s?#*]*(?<=\/)\*$|^\/[^\s?#*]*$/.test(from)
      ? []
      : [`${JSON.stringify(from)} given; a path such as "/old" or "/old/*" is expected, without a query.`]),
    ...(typeof to === "string" && /^(\/(?![/\\])|https:\/\/[^\s/]+(\/|$))[^\s*]*\*?$/.test(to)
      ? []
      : [
          `${JSON.stringify(from)} leads to ${JSON.stringify(to)}; a path such as "/new", or an address that begins with "https://", is expected.`,
        ]),
    ...(typeof to === "string" && to.endsWith("*") && !(isPattern(to) && isPattern(from))
      ? [
          `${JSON.stringify(from)} leads to ${JSON.stringify(to)}; only a pattern leads to one, such as "/old/*" to "/new/*".`,
        ]
      : []),
  ]);
  if (shape.length > 0) return shape;
  const loop = loopIn(rules);
  return [
    ...(rules.length === 0 ? ['there is no rule; give one, such as { "/old": "/new" }.'] : []),
    ...(loop
      ? [`${loop.map((from) => JSON.stringify(from)).join(" leads to ")}: a loop; change one of them.`]
      : []),
  ];
}

/**
 * Rules that may lead to each other for ever, by where they begin; undefined when every way ends. One rule leads to
 * another where some path that it gives is one that the other takes.
 */
export function loopIn(rules: readonly Rule[]): string[] | undefined {
  const next = ([, to]: Rule) => rules.filter(([from]) => meet(to, from));
  const done = new Set<Rule>();
  const search = (rule: Rule, way: readonly Rule[]): string[] | undefined => {
    const at = way.indexOf(rule);
    if (at >= 0) return [...way.slice(at), rule].map(([from]) => from);
    if (done.has(rule)) return undefined;
    for (const other of next(rule)) {
      const loop = search(other, [...way, rule]);
      if (loop) return loop;
    }
    done.add(rule);
    return undefined;
  };
  for (const rule of rules) {
    const loop = search(rule, []);
    if (loop) return loop;
  }
  return undefined;
}

/** Whether two paths or patterns have a path in common; a target's query and fragment are no part of its path. */
function meet(target: string, from: string): boolean {
  const to = isPattern(target) ? target : target.replace(/[?#].*$/, "");
  if (isPattern(to) && isPattern(from))
    return beginningOf(to).startsWith(beginningOf(from)) || beginningOf(from).startsWith(beginningOf(to));
  if (isPattern(to)) return from.startsWith(beginningOf(to));
  if (isPattern(from)) return to.startsWith(beginningOf(from));
  return to === from;
}
