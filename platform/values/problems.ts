import { distance, closest as fewestEdits } from "fastest-levenshtein";

/** Thrown for bad input: a value, or several together, that break their rules. Its message lists every problem. */
export class ValueError extends Error {
  override readonly name = "ValueError";
  /** Each a full sentence. */
  readonly problems: readonly string[];

  /** `where` names the thing that was checked: `Gateway "api" of service users-api`. */
  constructor(problems: readonly string[], where?: string) {
    const list = problems.map((problem) => `  - ${problem}`).join("\n");
    super(where === undefined ? problems.join("\n") : `${where} has ${problems.length} problem(s):\n${list}`);
    this.problems = problems;
  }
}

/** A problem with the input of a command, and the flag, argument or answer that it is about. */
export interface Problem {
  readonly where?: string;
  readonly problem: string;
}

/** Bad input to a command: a sentence, or every problem that was found. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly problems: readonly Problem[];

  constructor(problems: string | readonly Problem[]) {
    const all = typeof problems === "string" ? [{ problem: problems }] : problems;
    const lines = all.map(({ where, problem }: Problem) => (where ? `${where}: ${problem}` : problem));
    super(
      lines.length === 1
        ? lines[0]
        : [`${lines.length} problem(s):`, ...lines.map((line) => `  - ${line}`)].join("\n"),
    );
    this.problems = all;
  }
}

/** The person ended a command before its end; the message, if any, tells how to go on. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/** A problem when a number isn't whole and within limits; none when it is, or when it is left out. */
export function checkRange(
  argument: string,
  value: unknown,
  { min, max, unit = "" }: { readonly min: number; readonly max: number; readonly unit?: string },
): string[] {
  if (value === undefined) return [];
  if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return [];
  return [
    `${argument}: ${shown(value)} given; whole numbers from ${min} to ${max}${unit && ` ${unit}`} are allowed.`,
  ];
}

/** A value as messages quote it: JSON, but what JSON has no form for by its name, and what Pulumi makes by what it is. */
export function shown(value: unknown): string {
  if (["undefined", "number", "bigint", "symbol"].includes(typeof value)) return String(value);
  if (typeof value === "function") return `the function ${value.name}`.trim();
  const made = madeByPulumi(value);
  if (made !== undefined) return made;
  try {
    // An output's own form in JSON is a sentence about outputs.
    const json = JSON.stringify(value, function (this: Readonly<Record<string, unknown>>, key, inner) {
      return madeByPulumi(this[key]) ?? (inner as unknown);
    }) as string | undefined;
    return json ?? "an object that JSON leaves out";
  } catch {
    return "an object that JSON has no form for";
  }
}

/** `an output`, `Queue "jobs"`, `a resource (aws:sqs/queue:Queue)`; undefined for any other value. */
function madeByPulumi(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if ("__pulumiOutput" in value) return "an output";
  if (!("__pulumiType" in value)) return undefined;
  const type = String(value.__pulumiType);
  return "componentName" in value
    ? `${type.split(":").at(-1)} ${JSON.stringify(value.componentName)}`
    : `a resource (${type})`;
}

/** A problem when a value isn't one of those allowed; none when it is left out. */
export function checkOneOf(argument: string, value: unknown, allowed: readonly string[]): string[] {
  return value === undefined || allowed.includes(value as string)
    ? []
    : [notAllowed(argument, value, allowed)];
}

const notAllowed = (argument: string, value: unknown, allowed: readonly string[]): string =>
  `${argument}: ${shown(value)} given; ${listed(allowed.map((one) => `"${one}"`))} allowed.`;

/** A problem with each of a list that isn't one of those allowed, missing ones included; none when it is left out. */
export function checkEachOf(argument: string, list: unknown, allowed: readonly string[]): string[] {
  return Array.from<unknown>(Array.isArray(list) ? list : [])
    .filter((one) => !allowed.includes(one as string))
    .map((one) => notAllowed(argument, one, allowed));
}

/** Problems with a list of texts, some of which may be known later only; none when it is left out. */
export function checkTexts(argument: string, list: unknown): string[] {
  if (list === undefined || isLater(list)) return [];
  if (!Array.isArray(list)) return [`${argument}: ${shown(list)} given; a list is expected.`];
  return Array.from<unknown>(list).flatMap((one, i) =>
    (typeof one === "string" && one !== "") || isLater(one)
      ? []
      : [`${argument}[${i}]: ${shown(one)} given; a text is expected.`],
  );
}

/** Problems with a value that is checked before anything exists: the outputs in it, by their places, or those that `check` finds. */
export function checkKnown(argument: string, value: unknown, check: () => string[]): string[] {
  const later = laterIn(argument, value);
  return later.length > 0 ? later : check();
}

function laterIn(argument: string, value: unknown, above: readonly unknown[] = []): string[] {
  if (isLater(value))
    return [`${argument}: an output given; a value that the program knows itself is expected.`];
  if (typeof value !== "object" || value === null || above.includes(value)) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    laterIn(Array.isArray(value) ? `${argument}[${key}]` : `${argument}.${key}`, one, [...above, value]),
  );
}

/** Whether a value is known later only: an output of Pulumi, or a promise. */
export const isLater = (value: unknown): boolean =>
  value instanceof Promise || (typeof value === "object" && value !== null && "__pulumiOutput" in value);

/** A problem for each key that isn't known, naming the closest one that is. `path` is where the keys are: `source.`. */
export function checkKeys(given: object | undefined, known: readonly string[], path = ""): string[] {
  return Object.keys(given ?? {})
    .filter((key) => !known.includes(key))
    .map((key) => `${path}${key}: there is no such argument; did you mean ${closest(key, known)}?`);
}

/** `"a" is`, `"a" and "b" are`. */
function listed(words: readonly string[]): string {
  return words.length === 1 ? `${words[0]} is` : `${words.slice(0, -1).join(", ")} and ${words.at(-1)} are`;
}

/** The candidate that differs from `word` by the fewest edits. */
export function closest(word: string, candidates: readonly string[]): string {
  return candidates.length === 0 ? "" : fewestEdits(word, candidates as string[]);
}

/** The closest candidate, if it differs by a third of its letters at most. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const candidate = closest(word, candidates);
  return distance(word, candidate) * 3 <= candidate.length ? candidate : undefined;
}

/** ` Did you mean users-api?`, to follow a sentence; empty where no candidate is close. */
export function suggestion(word: string, candidates: readonly string[]): string {
  const candidate = didYouMean(word, candidates);
  return candidate === undefined ? "" : ` Did you mean ${candidate}?`;
}
