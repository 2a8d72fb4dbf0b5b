import type { Kind } from "../kinds/index.ts";
import type { Files } from "../record.ts";
import { type Change, changesOf, type Read } from "./changes.ts";

/**
 * What templates call otherwise than they did, which no merge can tell from something that is gone and something that is new. It
 * holds for every service that still has the old name, however old it is.
 */
export interface Migration {
  /** Kind of the services that it is for. Default: every kind. */
  readonly kind?: Kind;
  /** Answers by their old names. */
  readonly answers?: Readonly<Record<string, string>>;
  /** Paths of files by their old ones. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Oldest first: a name may change again. Old rows stay, since services may be that old. */
export const migrations: readonly Migration[] = [];

type Pair = readonly [from: string, to: string];

const pairsOf = (all: readonly Migration[], kind: string, what: "answers" | "files"): Pair[] =>
  all.flatMap((one) => (one.kind === undefined || one.kind === kind ? Object.entries(one[what] ?? {}) : []));

/** Answers by the names that the generator asks for them by now. */
export function renamedAnswers(
  answers: Readonly<Record<string, unknown>>,
  kind: string,
  all: readonly Migration[],
): Record<string, unknown> {
  let result = { ...answers };
  for (const [from, to] of pairsOf(all, kind, "answers"))
    if (from in result && !(to in result))
      result = Object.fromEntries(
        Object.entries(result).map(([name, value]) => [name === from ? to : name, value]),
      );
  return result;
}

/**
 * What becomes of the files of a service, those that moved in the template with them: a moved one is merged as if it had always been
 * in its new place. One that people moved, or whose new place is taken, stays.
 */
export function changesWithMoves(
  base: Files | undefined,
  next: Files,
  read: Read,
  { kind, all }: { readonly kind: string; readonly all: readonly Migration[] },
): Change[] {
  const moves = base ? movesOf(base, next, read, pairsOf(all, kind, "files")) : new Map<string, string>();
  const placeOf = (path: string) => moves.get(path) ?? path;
  const moved = base && new Map([...base].map(([path, text]) => [placeOf(path), text]));
  const origins = new Map([...moves].map(([from, to]) => [to, from]));
  const changes = changesOf(moved, next, (path) =>
    moves.has(path) ? undefined : read(origins.get(path) ?? path),
  );
  const isMoved = (path: string) => origins.has(path);
  return [
    ...changes.filter(({ path }) => !isMoved(path)),
    ...[...moves].flatMap(([from, to]): Change[] => {
      const bytes = read(from)!;
      const { outcome = "moved", after = bytes } = changes.find(({ path }) => path === to) ?? {};
      // A person has to look at it before anything is written.
      if (outcome === "unresolved") return [{ path: from, outcome, before: bytes }];
      return [
        { path: to, outcome, after },
        { path: from, outcome: "moved-away", before: bytes },
      ];
    }),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Files that stand where their templates no longer are, with where these are now. */
function movesOf(base: Files, next: Files, read: Read, pairs: readonly Pair[]): Map<string, string> {
  const moves = new Map<string, string>();
  for (const path of base.keys()) {
    const to = pairs.reduce((at, [from, target]) => (at === from ? target : at), path);
    const isFree = !base.has(to) && next.has(to) && !next.has(path) && read(to) === undefined;
    if (to !== path && isFree && read(path) !== undefined) moves.set(path, to);
  }
  return moves;
}
