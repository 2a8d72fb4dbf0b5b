import { closest } from "../../platform/values/problems.ts";
import { type Answers, isKind, type Kind, kindNames, specOf } from "../kinds/index.ts";
import { type Answer, isOpen, type Question, quote, says, type Told } from "../kinds/question.ts";
import { flagOf } from "./flags.ts";

/** A problem with the answers, and the answer that it is about. */
export interface Problem {
  /** Name of the answer, flag or argument: `owner`, `--tabel`. */
  readonly where: string;
  readonly problem: string;
}

export type Checked =
  | { readonly ok: true; readonly kind: Kind; readonly answers: Answers }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Problems of a kind as given; undefined is a missing one. */
function checkKind(kind: string | undefined): Problem[] {
  const list = kindNames.join(", ");
  if (kind === undefined) return [{ where: "kind", problem: `It is missing; give one of: ${list}.` }];
  if (isKind(kind)) return [];
  return [
    {
      where: "kind",
      problem: `${quote(kind)} isn't a kind of service; these are: ${list}. Did you mean ${closest(kind, kindNames)}?`,
    },
  ];
}

/** Problems of given answers; a missing answer is no problem yet. */
export const checkTold = (kind: string | undefined, told: Told): Problem[] => checkGiven(kind, told, told);

/** Problems of given answers and of missing ones. */
export function checkAll(kind: string | undefined, told: Told): Problem[] {
  const questions = questionsOf(kind);
  const whole = filled(questions, told);
  const missing = questions
    .filter((question) => question.required && isOpen(question, whole) && !isTold(told, question))
    .map(({ name, help }) => ({ where: name, problem: `It is missing; give --${flagOf(name)}: ${help}.` }));
  return [...(kind === undefined ? checkKind(kind) : []), ...missing, ...checkGiven(kind, told, whole)];
}

/** Problems of given answers, beside those that are known by now. */
function checkGiven(kind: string | undefined, told: Told, known: Told): Problem[] {
  const questions = questionsOf(kind);
  const names = kind !== undefined && isKind(kind) ? questions.map(({ name }) => name) : allNames;
  const whose = names === allNames ? "any kind" : `the kind ${kind}`;
  const unknown = Object.keys(told)
    .filter((name) => !names.includes(name))
    .map((name) => ({
      where: name,
      problem: `It is no answer of ${whose}, which has ${names.join(", ")}. ${likely(name, names)}`,
    }));
  const given = questions.filter((question) => isTold(told, question));
  const wrong = given.flatMap((question) => problemsOf(question, told[question.name]!, told));
  const conflicts = given.flatMap((question) => conflictsOf(question, known, questions));
  return [...(kind === undefined ? [] : checkKind(kind)), ...unknown, ...wrong, ...conflicts];
}

/** Turns the given answers into complete ones, or into a list of every problem. Pure: reads no file, asks nothing. */
export function check(kind: string | undefined, told: Told): Checked {
  const problems = checkAll(kind, told);
  if (problems.length > 0 || kind === undefined || !isKind(kind)) return { ok: false, problems };
  const answers: Record<string, Answer> = {};
  const questions = questionsOf(kind);
  const whole = filled(questions, told);
  for (const question of questions) {
    const value = whole[question.name];
    if (value === undefined) continue;
    // A default may be derived from another answer (the path from the name), so it has to pass as well.
    if (!isTold(told, question)) problems.push(...problemsOf(question, value, whole));
    const answer = question.read ? question.read(value) : value;
    if (answer !== undefined) answers[question.name] = answer;
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, kind, answers };
}

/** The given answers, and the defaults of the rest. */
function filled(questions: readonly Question[], told: Told): Told {
  const entries = questions.map((question) => {
    const { name, fallback } = question;
    return [name, isTold(told, question) ? told[name] : fallback?.(told)] as const;
  });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** The questions of a kind; while the kind isn't known, those that every kind asks. */
function questionsOf(kind: string | undefined): readonly Question[] {
  if (kind !== undefined && isKind(kind)) return specOf(kind).questions;
  const [first, ...others] = kindNames.map((name) => specOf(name).questions);
  return first!.filter(({ name }) =>
    others.every((questions) => questions.some((other) => other.name === name)),
  );
}

/** Another kind's answer isn't a typing mistake. */
function likely(name: string, names: readonly string[]): string {
  const kinds = kindNames.filter((kind) => specOf(kind).questions.some((question) => question.name === name));
  return kinds.length > 0 ? `It is one of ${kinds.join(" and ")}.` : `Did you mean ${closest(name, names)}?`;
}

const allNames: readonly string[] = [
  ...new Set(kindNames.flatMap((kind) => specOf(kind).questions.map(({ name }) => name))),
];

/** Empty text is no answer: a prompt gives it for a bare Enter. */
const isTold = (told: Told, { name }: Question): boolean => Object.hasOwn(told, name) && told[name] !== "";

/** Problems of an answer that an earlier answer, or its default, rules out. */
function conflictsOf(question: Question, known: Told, questions: readonly Question[]): Problem[] {
  const { only, name } = question;
  if (!only || isOpen(question, known) || !says(question, known)) return [];
  const value = known[only.question]!;
  // Problems of the earlier answer are reported there.
  if (questions.some((other) => other.name === only.question && other.check(value, known).length > 0))
    return [];
  const remedy = `leave it out, or choose --${flagOf(only.question)} ${only.values.join(", ")}.`;
  return [{ where: name, problem: `${only.reason(value)}; ${remedy}` }];
}

function problemsOf(question: Question, value: string, told: Told): Problem[] {
  return question.check(value, told).map((problem) => ({ where: question.name, problem }));
}
