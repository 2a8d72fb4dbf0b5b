/** Prefixes of wildcards that one text may match at a time. Source: README of aws/event-ruler, "Matching with a Machine". */
const maxComplexity = 10;

/** A wildcard's characters; `any` is its "*". */
type Token = string | typeof any;
const any = Symbol("*");

/** Everything wrong with one wildcard. Source: "Comparison operators for use in event patterns in Amazon EventBridge". */
export function wildcardProblems(path: string, wildcard: string): string[] {
  const shown = JSON.stringify(wildcard);
  const unescaped = wildcard.replaceAll(/\\[\\*]/g, "-");
  if (unescaped.includes("\\"))
    return [
      `${path}: ${shown} has a "\\" before another character than "*" or "\\"; write "\\\\" for itself.`,
    ];
  return unescaped.includes("**") ? [`${path}: ${shown} has two "*" in a row; one means the same.`] : [];
}

/** A problem when the wildcards of one field together are more than EventBridge takes. */
export function complexityProblems(path: string, wildcards: readonly string[]): string[] {
  return isTooComplex([...new Set(wildcards)].map(tokensOf))
    ? [
        `${path}: the wildcards are too complex for EventBridge; use fewer "*", or less that repeats itself after one, or several rules.`,
      ]
    : [];
}

function tokensOf(wildcard: string): readonly Token[] {
  const parts = wildcard.match(/\\[\\*]|./gsu) ?? [];
  return parts.map((part) =>
    part === "*" ? any : part.length > 1 && part.startsWith("\\") ? part.slice(1) : part,
  );
}

/**
 * Whether some text matches more beginnings of the wildcards at a time than are allowed: that many alternatives
 * EventBridge would have to follow. A search through every set of beginnings that a text can reach.
 */
function isTooComplex(wildcards: readonly (readonly Token[])[]): boolean {
  // Each beginning of each wildcard is a place: its number of tokens, counted on from wildcard to wildcard.
  const next = wildcards.flatMap((tokens) => [...tokens, undefined]);
  const starts = wildcards.map((_, i) =>
    wildcards.slice(0, i).reduce((sum, { length }) => sum + length + 1, 0),
  );
  // Any other character reaches no more places than one of these.
  const alphabet = new Set(next.filter((token) => typeof token === "string"));
  alphabet.add("");
  const settled = (places: readonly number[]): number[] => {
    const all = new Set<number>();
    for (let place of places) {
      all.add(place);
      while (next[place] === any) all.add(++place);
    }
    return [...all].sort((a, b) => a - b);
  };
  const seen = new Set<string>();
  const waiting = [settled(starts)];
  for (let places = waiting.pop(); places !== undefined; places = waiting.pop()) {
    for (const character of alphabet) {
      const reached = settled(
        places.flatMap((place) => [
          ...(next[place] === character ? [place + 1] : []),
          ...(next[place - 1] === any ? [place] : []),
        ]),
      );
      if (reached.length > maxComplexity) return true;
      const key = reached.join();
      if (seen.has(key)) continue;
      seen.add(key);
      waiting.push(reached);
    }
  }
  return false;
}
