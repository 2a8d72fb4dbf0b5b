import { type Graph, inputsOf, managed, type Resource, Unknown } from "../../engine/index.ts";
import { requiredTags } from "../../guarded.ts";
import { isObject } from "../../values/objects.ts";
import type { Broken, Policy } from "../finding.ts";

/** Tags that the platform gives every resource, and those that the organisation asks for. */
const always = ["service", "stage", "owner", ...requiredTags];

/** Types that take tags, for resources that have none: the ones that cost or hold data. */
const taggable =
  /^aws:(lambda\/function:|sqs\/queue:|sns\/topic:|dynamodb\/table:|s3\/bucket:|kinesis\/stream:|iam\/role:|secretsmanager\/secret:|ssm\/parameter:|cloudwatch\/(logGroup|metricAlarm|eventRule|eventBus):|sfn\/stateMachine:|apigatewayv2\/api:|apigateway\/restApi:|cloudfront\/distribution:|rds\/(instance|cluster):|efs\/fileSystem:|kms\/key:|cognito\/userPool:)/;

export const mandatoryTags: Policy = {
  id: "mandatory-tags",
  severity: "error",
  title: "Every resource tells whose it is.",
  reason: "Without tags nobody knows who pays for a resource, or whom to ask about it.",
  remedy: "Import #platform first: it tags every resource that is made afterwards.",
  broken: (graph) =>
    managed(graph).flatMap((resource): Broken[] => {
      const missing = missingIn(graph, resource);
      return missing.length > 0 ? [[resource, `It has no tag ${missing.join(", ")}.`]] : [];
    }),
};

function missingIn(graph: Graph, resource: Resource): string[] {
  const { tags } = inputsOf(resource);
  // A list isn't AWS's tags: those of a container image are its versions.
  if (tags instanceof Unknown || Array.isArray(tags) || (tags === undefined && !taggable.test(resource.type)))
    return [];
  const own = isObject(tags) ? Object.keys(tags) : [];
  const given = new Set([...own, ...providerTags(graph, resource)]);
  return always.filter((key) => !given.has(key));
}

/** Tags that an explicit provider gives all its resources. */
function providerTags(graph: Graph, { provider = "" }: Resource): string[] {
  const found = graph.byUrn(provider.slice(0, provider.lastIndexOf("::")));
  const given: unknown = found && inputsOf(found)["defaultTags"];
  const parsed: unknown = typeof given === "string" ? JSON.parse(given) : given;
  const { tags } = isObject(parsed) ? parsed : {};
  return isObject(tags) ? Object.keys(tags) : [];
}
