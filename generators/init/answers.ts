import { checkName } from "../../platform/values/names.ts";
import { partitionOf } from "../../platform/values/partitions/partitions.ts";
import { type Problem, suggestion } from "../../platform/values/problems.ts";
import { checkRegion } from "../kinds/common.ts";
import { quote } from "../kinds/question.ts";
import { type Example, isExample } from "./examples.ts";

/** What an organisation makes of the template; template.json keeps it. */
export interface Answers {
  readonly organisation: string;
  readonly region: string;
  /** Examples that stay. */
  readonly keep: readonly Example[];
  /** The team that owns what all services share. */
  readonly owner?: string;
  /** On GitHub: `acme/lambda-platform`. */
  readonly repository?: string;
}

/** The flags as given. */
export type Given = Readonly<Partial<Record<keyof Answers, string>>>;

/** What `--keep` says to keep nothing. */
const none = "none";

/** The answers of flags, or every problem with them. `there` names the examples that there are. */
export function answersOf(given: Given, there: readonly string[]): Answers | readonly Problem[] {
  const { organisation = "", region = "", owner, repository } = given;
  const keep = (given.keep ?? "").split(",").map((name) => name.trim());
  const problems = [
    ...at("--organisation", checkOrganisation(organisation)),
    ...at("--region", region === "" ? ["It is missing; give one such as eu-west-1."] : checkRegion(region)),
    ...at("--keep", checkKeep(given.keep === undefined ? undefined : keep, there)),
    ...at("--owner", owner === undefined ? [] : checkName("owner", owner)),
    ...at("--repository", repository === undefined ? [] : checkRepository(repository)),
    ...at("--keep", checkPartition(region, keep)),
  ];
  if (problems.length > 0) return problems;
  return {
    organisation,
    region,
    keep: keep.filter(isExample).sort(),
    ...(owner !== undefined && { owner }),
    ...(repository !== undefined && { repository }),
  };
}

const at = (where: string, problems: readonly string[]): Problem[] =>
  problems.map((problem) => ({ where, problem }));

/** It begins the name of an npm package, which has at most 214 characters, all of them small. */
function checkOrganisation(name: string): string[] {
  if (name === "") return ["It is missing; give your organisation's name, such as acme."];
  return /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) && name.length <= 40
    ? []
    : [
        `${quote(name)} given; up to 40 lower-case letters, digits and single hyphens are allowed, starting with a letter, such as acme.`,
      ];
}

function checkKeep(keep: readonly string[] | undefined, there: readonly string[]): string[] {
  const list = there.join(", ");
  if (keep === undefined) return [`It is missing; name examples to keep, or none. There are: ${list}.`];
  if (keep.length === 1 && keep[0] === none) return [];
  if (keep.includes(none)) return [`${quote(keep.join(","))} given; either none or names are expected.`];
  return keep
    .filter((name) => !there.includes(name))
    .map(
      (name) => `There is no example called ${quote(name)}.${suggestion(name, there)} There are: ${list}.`,
    );
}

/** "Repository names" (GitHub): letters, digits, hyphens, underscores and dots; owners have hyphens only. */
function checkRepository(text: string): string[] {
  return /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*\/[\w.-]{1,100}$/.test(text)
    ? []
    : [`${quote(text)} given; owner and name on GitHub are expected, such as acme/lambda-platform.`];
}

/** Tests and events of examples have the ARNs of the partition that they were written for. */
function checkPartition(region: string, keep: readonly string[]): string[] {
  const { id } = partitionOf(region);
  return id === "aws" || !keep.some(isExample)
    ? []
    : [
        `The examples are written for the partition aws, and ${region} is in ${id}; give --keep none, and make services of your own.`,
      ];
}
