import type { EventPattern } from "../../../values/patterns/event-pattern.ts";
import { checkEventPattern } from "../../../values/patterns/event-pattern.ts";
import { checkEachOf, shown } from "../../../values/problems.ts";
import { type DeliveryOptions, delivery, prepareRule, type RuleParts } from "./shared/rule.ts";
import type { SourceKind } from "./shared/source.ts";

/** Changes of branches of a CodeCommit repository, by EventBridge: at least once, in no particular order. */
export interface CodeCommitSource extends DeliveryOptions {
  readonly type: "codecommit";
  /** Name of a repository of this account and region. */
  readonly repository: string;
  /** Names of branches. Default: all of them. */
  readonly branches?: readonly string[];
  /** Changes of a branch. Default: it is made, or changed by a push. */
  readonly events?: readonly (keyof typeof events)[];
}

/** Our words to those of the events. Source: "Monitoring CodeCommit events in Amazon EventBridge". */
const events = {
  created: "referenceCreated",
  updated: "referenceUpdated",
  deleted: "referenceDeleted",
} as const;

export const codecommit: SourceKind<CodeCommitSource, RuleParts> = {
  options: ["repository", "branches", "events", ...delivery.options],
  parts: delivery.parts,
  overlay: delivery.overlay,
  problems: (source, settings) => [
    // Source: CodeCommit "RepositoryMetadata".
    ...(typeof source.repository === "string" && /^[\w.-]{1,100}$/.test(source.repository)
      ? []
      : [
          `source.repository: ${shown(source.repository)} given; the name of a repository is expected: 1 to 100 letters, digits, "_", "-" or ".".`,
        ]),
    ...listProblems("branches", source.branches),
    ...listProblems("events", source.events),
    ...checkEachOf("source.events", source.events, Object.keys(events)),
    ...(Array.isArray(source.branches) ? source.branches : [])
      .filter((branch) => typeof branch !== "string" || branch.startsWith("refs/"))
      .map((branch) => `source.branches: ${shown(branch)} given; a name such as "main" is expected.`),
    ...lengthProblems(source),
    ...delivery.problems(settings),
  ],
  prepare: (source, context) =>
    prepareRule(context, { pattern: JSON.stringify(patternOf(source)), busName: "default" }),
};

function patternOf({ repository, branches, events: given = ["created", "updated"] }: CodeCommitSource) {
  return {
    source: ["aws.codecommit"],
    "detail-type": ["CodeCommit Repository State Change"],
    detail: {
      event: given.map((one) => events[one]),
      repositoryName: [repository],
      referenceType: ["branch"],
      ...(branches && { referenceName: branches }),
    },
  } satisfies EventPattern;
}

function listProblems(key: "branches" | "events", value: unknown): string[] {
  if (value === undefined || (Array.isArray(value) && value.length > 0)) return [];
  return [`source.${key}: ${shown(value)} given; a list of at least one is expected.`];
}

/** Very many branches don't fit into one pattern; their other problems are reported above. */
function lengthProblems(source: CodeCommitSource): string[] {
  if (!Array.isArray(source.branches) || source.branches.length === 0) return [];
  const pattern = { source: ["aws.codecommit"], detail: { referenceName: source.branches } };
  return checkEventPattern(pattern, "source.branches").filter((problem) => problem.includes("characters"));
}
