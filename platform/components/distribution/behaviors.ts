import type { DistributionArgs, PathArgs } from "./args.ts";
import { behaviorOf, type Viewer, type ViewerBehavior } from "./edge/viewer.ts";
import { isOrigin, type Origin } from "./origins.ts";

/** Answers for one pattern of paths, with settings taken over from the distribution. */
export interface Behavior extends Omit<PathArgs, "viewer" | "origin"> {
  /** `/api/*`; undefined for all other paths. */
  readonly pattern: string | undefined;
  /** Its name in errors: `paths["/api/*"].`, or nothing. */
  readonly path: string;
  readonly origin: Origin;
  /** One list for behaviours that share it, so that they share its functions. */
  readonly viewers: readonly ViewerBehavior[];
  /** Whether list and functions are its own. */
  readonly ownViewers: boolean;
  readonly ownLambdaEdge: boolean;
}

const none: readonly Viewer[] = [];

/** The behaviours of a distribution: that of all other paths, then the narrower ones in the order in which they are tried. */
export function behaviorsOf(args: DistributionArgs, dir: string): [Behavior, ...Behavior[]] {
  const viewersOf = (viewer: readonly Viewer[] = none) => viewer.map((one) => behaviorOf(one, dir));
  const rest: Behavior = {
    pattern: undefined,
    path: "",
    origin: args.origin,
    viewers: viewersOf(args.viewer),
    ownViewers: true,
    ownLambdaEdge: true,
    lambdaEdge: args.lambdaEdge,
    cache: args.cache,
    trustedKeyGroups: args.trustedKeyGroups,
  };
  const narrower = Object.entries(args.paths ?? {})
    .sort(([a], [b]) => bySpecificity(a, b))
    .map(([pattern, given]): Behavior => {
      const own = pathArgs(given);
      return {
        pattern,
        path: `paths[${JSON.stringify(pattern)}].`,
        origin: own.origin,
        viewers: own.viewer ? viewersOf(own.viewer) : rest.viewers,
        ownViewers: own.viewer !== undefined,
        ownLambdaEdge: own.lambdaEdge !== undefined,
        lambdaEdge: own.lambdaEdge ?? rest.lambdaEdge,
        cache: own.cache,
        trustedKeyGroups: own.trustedKeyGroups ?? rest.trustedKeyGroups,
      };
    });
  return [rest, ...narrower];
}

export const pathArgs = (given: Origin | PathArgs): PathArgs => (isOrigin(given) ? { origin: given } : given);

/** Narrower patterns first: no wildcards, then the later the first one, then the longer, then by name. */
function bySpecificity(a: string, b: string): number {
  const firstWildcard = (pattern: string) => {
    const at = pattern.search(/[*?]/);
    return at < 0 ? Number.MAX_SAFE_INTEGER : at;
  };
  return firstWildcard(b) - firstWildcard(a) || b.length - a.length || (a < b ? -1 : 1);
}

/** The origins, each once. */
export const originsOf = (behaviors: readonly Behavior[]): Origin[] => [
  ...new Set(behaviors.map(({ origin }) => origin)),
];
