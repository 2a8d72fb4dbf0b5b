import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const partition = aws.getPartitionOutput().partition;
const region = aws.getRegionOutput().region;
const account = aws.getCallerIdentityOutput().accountId;

/** Queries of the logs of this stage's functions: their names are `<service>-<stage>-...`. */
export const logQueries = [
  {
    actions: ["logs:StartQuery"],
    resources: [
      pulumi.interpolate`arn:${partition}:logs:${region}:${account}:log-group:/aws/lambda/*-${pulumi.getStack()}-*`,
    ],
  },
  // AWS's reference has the log group as its resource, but a call names a query, and no page says which group is compared: on
  // "*" it is not refused. Only who started the query knows its id.
  { actions: ["logs:GetQueryResults"], resources: ["*"] },
];
