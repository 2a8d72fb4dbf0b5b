import { checkName } from "../../platform/values/names.ts";

/** Answers as people give them: text, whether from a flag, a file or a prompt. */
export type Told = Readonly<Record<string, string>>;

/** A value for templates and the record of a service: read and complete. Left out: the platform's default decides. */
export type Answer = string | number | readonly string[] | undefined;

/** One question of a generator: its prompt, its flag, its key in an answers file. */
export interface Question {
  readonly name: string;
  /** As asked in a terminal. */
  readonly message: string;
  /** One line for `--help`: its meaning and the values allowed. */
  readonly help: string;
  readonly required?: boolean;
  /** The only values allowed, each with its meaning; shown as a list. */
  readonly choices?: Readonly<Record<string, string>>;
  /** The answers that it goes with; undefined for a question that goes with all. */
  readonly only?: Only;
  /** The answer when none is given. Undefined leaves the matter to the platform's defaults. */
  readonly fallback?: (told: Told) => string | undefined;
  /** Every problem with a value, in words; none when it is fine. The others' answers may limit it. */
  readonly check: (value: string, told: Told) => string[];
  /** Turns the text into a value for templates; only ever called with text that passed `check`. */
  readonly read?: (value: string) => Answer;
}

/** A question that only some answers of an earlier one leave open. With others it isn't asked, and its flag is refused. */
export interface Only {
  /** Name of the earlier question, which has choices. */
  readonly question: string;
  readonly values: readonly string[];
  /** The reason why another of its values leaves nothing to ask, as a sentence without its end. */
  readonly reason: (value: string) => string;
}

/** Whether a question is open, as far as the earlier ones are answered. */
export const isOpen = ({ only }: Question, told: Told): boolean =>
  !only || !told[only.question] || only.values.includes(told[only.question]!);

/** Whether an answer has an effect: an empty text has none, nor has the default, such as a table called none. */
export const says = ({ name, fallback }: Question, told: Told): boolean =>
  Boolean(told[name]) && told[name] !== fallback?.(told);

/** A problem with a value that is none of the choices. */
export const checkChoice = (what: string, choices: Readonly<Record<string, string>>) => (value: string) =>
  Object.hasOwn(choices, value)
    ? []
    : [`${quote(value)} is no ${what}; these are: ${Object.keys(choices).join(", ")}.`];

/** Windows can't hold a file or a folder of these names, with any extension. */
const deviceNames = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/** Problems of a name that becomes the name of a file or folder too. */
export function checkFileName(kind: "service" | "part", value: string): string[] {
  const reserved = deviceNames.test(value)
    ? [
        `${JSON.stringify(value)} is the name of a device on Windows, where the file couldn't be made; choose another.`,
      ]
    : [];
  return [...checkName(kind, value), ...reserved];
}

/**
 * Characters without a look of their own, those that turn the direction of text among them (Unicode, "UAX #44",
 * Default_Ignorable_Code_Point), but for what joins emoji and letters or chooses their look, and the byte order mark.
 */
const invisible = /(?!\u200C|\u200D|\uFE0E|\uFE0F|\uFEFF)\p{Default_Ignorable_Code_Point}/gu;

const codesOf = (characters: readonly string[]): string =>
  [...new Set(characters)]
    .map((one) => `U+${one.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`)
    .join(", ");

/** A problem when a text is longer than one line of `max` characters, or can't be written as UTF-8. */
export function checkLine(value: string, max: number): string[] {
  const problems: string[] = [];
  if (value.trim() === "") problems.push("It is empty; write a few words, or leave it out.");
  // Control characters, line and paragraph separators and the byte order mark would break the files it goes into.
  if (/[\p{Cc}\p{Zl}\p{Zp}\uFEFF]/u.test(value))
    problems.push("It holds a line break or control character; write it as one plain line.");
  const hidden = value.match(invisible) ?? [];
  if (hidden.length > 0)
    problems.push(
      `It holds invisible characters, which show as something else than it says: ${codesOf(hidden)}; remove them.`,
    );
  if (/^(\p{M}|\u200C|\u200D)/u.test(value.trim()))
    problems.push("It begins with a mark that belongs onto another character; begin with a letter.");
  if (!value.isWellFormed()) problems.push("It holds half of a Unicode character; remove it.");
  if (value.length > max) problems.push(`It has ${value.length} characters; up to ${max} are allowed.`);
  return problems;
}

/** Keeps a value in a message short, quoted and on one line. */
export const quote = (value: string): string =>
  JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}...` : value);
