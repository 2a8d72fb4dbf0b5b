import { requiredTags } from "../../platform/guarded.ts";
import { tagValueProblems } from "../../platform/values/tags/own-tags.ts";
import type { Question } from "./question.ts";
import type { Answers } from "./spec.ts";

/** `cost-centre` to `tagCostCentre`: an answer's name, whose flag is `--tag-cost-centre`. */
const answerName = (key: string): string =>
  `tag-${key.toLowerCase()}`.replaceAll(/[^a-z0-9]+([a-z0-9]?)/g, (_, next: string) => next.toUpperCase());

/** The question for a tag that the organisation asks every service for. */
export const tagQuestion = (key: string): Question => ({
  name: answerName(key),
  message: `Value of the tag ${key}:`,
  help: `the value of the tag ${key}, which every service has`,
  required: true,
  check: (value) => tagValueProblems(key, value),
});

/** Those tags with their answers, for templates. */
export const tagsIn = (answers: Answers): readonly { readonly key: string; readonly value: string }[] =>
  requiredTags.flatMap((key) => {
    const value = answers[answerName(key)];
    return value === undefined ? [] : [{ key, value: String(value) }];
  });
