import { Graph, managed, type Resource } from "../../../platform/engine/index.ts";

/** A graph without one permission, and what that was. */
export interface Without {
  readonly what: string;
  readonly graph: Graph;
}

/** The inputs that hold policies, by type. */
const policies: Readonly<Record<string, string>> = {
  "aws:iam/rolePolicy:RolePolicy": "policy",
  "aws:kms/key:Key": "policy",
  "aws:s3/bucketPolicy:BucketPolicy": "policy",
  "aws:sns/topicPolicy:TopicPolicy": "policy",
  "aws:sqs/queuePolicy:QueuePolicy": "policy",
};

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
}

/** The graph once for each permission of a function and each statement of a policy that allows something, without it. */
export function withoutEach(graph: Graph): Without[] {
  return managed(graph).flatMap((resource) => {
    const { type, name, urn } = resource;
    if (type === "aws:lambda/permission:Permission") return [{ what: name, graph: replaced(graph, urn, []) }];
    const key = policies[type];
    const text = key && resource.inputs[key];
    if (key === undefined || typeof text !== "string") return [];
    const document: { Statement: readonly Statement[] } = JSON.parse(text);
    return document.Statement.filter(({ Effect }) => Effect === "Allow").map((statement) => {
      const left = document.Statement.filter((one) => one !== statement);
      const inputs = { ...resource.inputs, [key]: JSON.stringify({ ...document, Statement: left }) };
      return {
        what: `${name}: ${[statement.Action].flat().join(", ")}`,
        // A policy has a statement: without one there is none.
        graph: replaced(graph, urn, left.length > 0 ? [{ ...resource, inputs }] : []),
      };
    });
  });
}

const replaced = (graph: Graph, urn: string, by: readonly Resource[]): Graph =>
  new Graph({ ...graph, resources: graph.resources.flatMap((one) => (one.urn === urn ? by : [one])) });
