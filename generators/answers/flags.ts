import { type Kind, kindNames, specOf } from "../kinds/index.ts";
import type { Question, Told } from "../kinds/question.ts";

/** `batchSize` to `batch-size`: names of answers as flags. */
export const flagOf = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Every question of every kind, once. */
const questions: ReadonlyMap<string, Question> = new Map(
  kindNames.flatMap((kind) => specOf(kind).questions).map((question) => [question.name, question]),
);

/** A flag for each question of any kind, as `platform/commands` reads them. */
export const answerFlags: Readonly<Record<string, { readonly type: "string"; readonly help: string }>> =
  Object.fromEntries(
    [...questions.values()].map(({ name, help }) => [flagOf(name), { type: "string" as const, help }]),
  );

/** The answers among the values of flags. */
export function toldBy(flags: Readonly<Record<string, unknown>>): Told {
  const told: Record<string, string> = {};
  for (const name of questions.keys()) {
    const value = flags[flagOf(name)];
    if (typeof value === "string") told[name] = value;
  }
  return told;
}

/** The flags of a kind's answers with their help, for `--help`. */
export const answerRows = (kind: Kind): (readonly [flag: string, help: string])[] =>
  specOf(kind).questions.map(({ name, help, required }) => [
    `--${flagOf(name)} <${flagOf(name)}>`,
    required ? `${help} (required)` : help,
  ]);
