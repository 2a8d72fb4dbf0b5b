import type { Answer, Question } from "./question.ts";

/** Complete answers about one service: names of questions to the values read from their text. */
export type Answers = Readonly<Record<string, Answer>>;

/** Everything the generator knows about a kind of service. */
export interface KindSpec {
  readonly title: string;
  readonly description: string;
  readonly questions: readonly Question[];
  /** A row for each folder of a whole service in templates/<kind>. */
  readonly variants: Readonly<Record<string, Variant>>;
  /** Name of the variant that these answers ask for. */
  readonly variant: (answers: Answers) => string;
}

export interface Variant {
  /** One line for `--help`, and for the list to choose from. */
  readonly makes: string;
  /** Folders in templates/<kind> that lie under the variant's own, lowest first: a file of the same path replaces theirs. */
  readonly shared?: readonly string[];
}

/** Variants as the choices of a question. */
export const choicesOf = (variants: Readonly<Record<string, Variant>>): Record<string, string> =>
  Object.fromEntries(Object.entries(variants).map(([name, { makes }]) => [name, makes]));
