import type { Resource } from "../../../engine/index.ts";

interface Renewal {
  /** Outputs that an update changes. */
  readonly outputs: readonly string[];
  /** Whether it does, by the names of the changed arguments. */
  readonly when: (resource: Resource, changed: readonly string[]) => boolean;
}

/**
 * Outputs that change when a resource is updated in place. Source: `SetNewComputed` in Terraform's AWS provider,
 * internal/service/lambda/function.go, sfn/state_machine.go, s3/object.go, dynamodb/table.go.
 */
const renewals: Readonly<Record<string, Renewal>> = {
  "aws:lambda/function:Function": {
    outputs: ["version", "qualifiedArn", "qualifiedInvokeArn"],
    when: ({ inputs }, changed) =>
      inputs.publish === true &&
      changed.some((key) => !["tags", "reservedConcurrentExecutions", "codeSigningConfigArn"].includes(key)),
  },
  "aws:sfn/stateMachine:StateMachine": {
    outputs: ["revisionId", "stateMachineVersionArn"],
    when: (_, changed) => changed.some((key) => key !== "tags"),
  },
  "aws:s3/bucketObjectv2:BucketObjectv2": {
    outputs: ["versionId", "etag"],
    when: (_, changed) => changed.some((key) => ["source", "content", "contentBase64", "etag"].includes(key)),
  },
  "aws:dynamodb/table:Table": {
    outputs: ["streamArn"],
    when: (_, changed) => changed.some((key) => ["streamEnabled", "streamViewType"].includes(key)),
  },
};

/** The outputs of a resource that an update of some arguments changes. */
export function renewedBy(resource: Resource, changed: readonly string[]): readonly string[] {
  const renewal = renewals[resource.type];
  return renewal?.when(resource, changed) ? renewal.outputs : [];
}
