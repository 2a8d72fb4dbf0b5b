import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Linkable } from "#platform";

/** What a profile's id begins with: `eu.amazon.nova-lite-v1:0` is a profile of the model `amazon.nova-lite-v1:0`. */
const profile = /^(us|us-gov|eu|apac|jp|au|global)\./;

/**
 * A model or an inference profile of Bedrock: the function may stream answers of just this one. `endpoint` is the
 * address of a private endpoint, where there is one.
 */
export function bedrockModel(id: string, endpoint?: string): Linkable<"MODEL_ID"> {
  const { partition } = aws.getPartitionOutput();
  const { region } = aws.getRegionOutput();
  const { accountId } = aws.getCallerIdentityOutput();
  const model = id.replace(profile, "");
  const resources =
    model === id
      ? [pulumi.interpolate`arn:${partition}:bedrock:${region}::foundation-model/${model}`]
      : [
          pulumi.interpolate`arn:${partition}:bedrock:${region}:${accountId}:inference-profile/${id}`,
          // A profile passes calls on to whichever of its regions has room, and a call needs the permission there too.
          pulumi.interpolate`arn:${partition}:bedrock:*::foundation-model/${model}`,
          ...(id.startsWith("global.")
            ? [pulumi.interpolate`arn:${partition}:bedrock:::foundation-model/${model}`]
            : []),
        ];
  return {
    link: {
      names: ["MODEL_ID"],
      environment: { MODEL_ID: id, ...(endpoint && { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: endpoint }) },
      // Streaming a conversation has no action of its own. Source: "ConverseStream" (Bedrock API).
      statements: [{ actions: ["bedrock:InvokeModelWithResponseStream"], resources }],
    },
  };
}
