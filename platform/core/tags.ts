import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { requiredTags } from "../guarded.ts";
import { checkName, ownNameProblems } from "../values/names.ts";
import { lacks } from "../values/partitions/availability.ts";
import { ValueError } from "../values/problems.ts";
import { tagProblems } from "../values/tags/own-tags.ts";
import { perProgram } from "./per-program.ts";
import { settingsOf } from "./settings.ts";
import { checkAccount } from "./stack/account.ts";
import { homePartition } from "./stack/home.ts";
import { namedAs } from "./stack/named-as.ts";

/**
 * Types whose `tags` is no map: a list of objects with settings of their own (the Auto Scaling group, whose maker tags it), or tags to search by (DevOps Guru).
 */
const otherTags: readonly string[] = [
  "aws:autoscaling/group:Group",
  "aws:devopsguru/resourceCollection:ResourceCollection",
];

/** Tags of every taggable resource of a service: the organisation's, the service's own, and the owner's. */
function serviceTags(): Record<string, string> {
  return {
    ...settingsOf(undefined).tags,
    ...ownTagsOf(),
    service: pulumi.getProject(),
    stage: pulumi.getStack(),
    owner: ownerOf(),
  };
}

/** Refuses a project and a stack that can't be part of the names of its resources, before anything is made. */
function checkOwnNames(): void {
  const [project, stack] = [pulumi.getProject(), pulumi.getStack()];
  const problems = [
    ...ownNameProblems("project", project),
    ...formerNameProblems(),
    ...ownNameProblems("stack", stack),
  ];
  if (problems.length > 0) throw new ValueError(problems, `Stack ${stack} of ${project}`);
}

function formerNameProblems(): string[] {
  const former = namedAs();
  if (former === pulumi.getProject() || ownNameProblems("project", former).length === 0) return [];
  return [
    `formerName: ${JSON.stringify(former)} can't be a part of the names of its resources; write the name that the service had before it was renamed.`,
  ];
}

/** The service's owner, from the config of its project. */
function ownerOf(): string {
  const owner = new pulumi.Config().get("owner");
  const problems = checkName("owner", owner);
  if (problems.length === 0) return owner!;
  throw new ValueError(
    problems.map((problem) => `owner: ${problem} It is set in Pulumi.yaml, under config.`),
    `The config of ${pulumi.getProject()}`,
  );
}

/** The service's own tags, from the config of its project or stack; throws where required ones are missing. */
function ownTagsOf(): Record<string, string> {
  const given = new pulumi.Config().getObject<unknown>("tags") ?? {};
  const known = settingsOf(undefined).tags;
  const problems = tagProblems(given, { known, required: requiredTags, service: pulumi.getProject() });
  if (problems.length > 0) throw new ValueError(problems, `The config of ${pulumi.getProject()}`);
  return given as Record<string, string>;
}

/**
 * Makes the service's tags reach every taggable resource made from here on, also those made without the
 * components. A tag that a resource sets itself stays. Once per program; safe to call again.
 */
export const applyTags = perProgram((): void => {
  if (!pulumi.runtime.getStackResource()) return;
  checkOwnNames();
  checkAccount();
  const tags = serviceTags();
  const partition = homePartition().id;
  pulumi.runtime.registerResourceTransform(({ custom, type, props }) => {
    if (!custom || !isTaggable(type) || lacks(partition, type, "tags")) return undefined;
    const merged = pulumi.output(ownTags(props.tags)).apply((own) => ({ ...tags, ...own }));
    return propsOnly({ ...props, tags: merged });
  });
});

/**
 * A transform's result that leaves the options as they are. Options that are sent back state what the program doesn't
 * set: `deleteBeforeReplace: false`, which overrules a provider that has to delete what has a fixed name first. The SDK
 * keeps the options of a result without `opts`, though its type requires them.
 */
function propsOnly(props: pulumi.Inputs): pulumi.ResourceTransformResult {
  return { props } as pulumi.ResourceTransformResult;
}

/** Tags that a resource sets itself; a transform gets secrets as a marked object rather than as an output. */
function ownTags(given: unknown): pulumi.Input<Record<string, string>> {
  const isSecret = pulumi.runtime.isRpcSecret(given);
  const tags = (isSecret ? pulumi.runtime.unwrapRpcSecret(given) : given) ?? {};
  return isSecret
    ? pulumi.secret(tags as Record<string, string>)
    : (tags as pulumi.Input<Record<string, string>>);
}

const taggable = new Map<string, boolean>();

/**
 * Whether resources of a type have a map of tags. Read off the constructor that the installed `@pulumi/aws`
 * generates for the type, so there is no list to maintain; a test compares it with the package's types.
 */
export function isTaggable(type: string): boolean {
  const known = taggable.get(type);
  if (known !== undefined) return known;
  const [, module, name] = /^aws:(\w+)\/\w+:(\w+)$/.exec(type) ?? [];
  const classes = module ? (aws as unknown as Record<string, Record<string, unknown>>)[module] : undefined;
  const resource = name ? classes?.[name] : undefined;
  const is =
    typeof resource === "function" && /resourceInputs\["tags"\] = args\?\.tags/.test(String(resource));
  taggable.set(type, is && !otherTags.includes(type));
  return taggable.get(type)!;
}

// Under the pulumi CLI the module is loaded by the program itself: from here on everything is tagged, also what the
// program makes before its first component. The offline engine's `setup` does the same for each program.
applyTags();
