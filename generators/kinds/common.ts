import { requiredTags } from "../../platform/guarded.ts";
import { region as defaultRegion } from "../../platform/organisation.ts";
import { checkName } from "../../platform/values/names.ts";
import { checkFileName, checkLine, type Question, quote } from "./question.ts";
import { tagQuestion } from "./tags.ts";

/** Problems with the code of an AWS region. */
export const checkRegion = (value: string): string[] =>
  /^[a-z]{2,4}(-[a-z]+)+-[1-9]$/.test(value)
    ? []
    : [`${quote(value)} isn't the code of an AWS region; give one such as eu-west-1.`];

/** The questions of every kind of service. `describe` gives the description of a service of some name. */
export const common = (describe: (name: string) => string): readonly Question[] => [
  {
    name: "name",
    message: "Name of the service (users-api):",
    help: "the service's name and folder: 3 to 32 lower-case letters, digits and hyphens",
    required: true,
    check: (value) => checkFileName("service", value),
  },
  {
    name: "owner",
    message: "Team that owns it (payments):",
    help: "the team that owns it, as in the catalogue",
    required: true,
    check: (value) => checkName("owner", value),
  },
  {
    name: "description",
    message: "What it does, in a line:",
    help: "what it does, in one line of up to 200 characters",
    fallback: (told) => describe(told.name ?? "the service"),
    check: (value) => checkLine(value, 200),
    read: (value) => value.trim().replaceAll(/\s+/g, " "),
  },
  {
    name: "region",
    message: "AWS region:",
    help: "AWS region of every stage; each Pulumi.<stage>.yaml can change it later",
    fallback: () => defaultRegion,
    check: checkRegion,
  },
  ...requiredTags.map(tagQuestion),
];
