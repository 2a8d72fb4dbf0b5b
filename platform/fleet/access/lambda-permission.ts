import type { Made, Thing } from "./made.ts";

/**
 * A Lambda permission as the statement that Lambda writes into the function's policy, of the version or alias if it names one.
 * Sources: Lambda developer guide, "Working with resource-based IAM policies in Lambda", "Control access to Lambda function
 * URLs"; Lambda API reference, "AddPermission".
 */
export function lambdaPermission(
  { inputs }: Thing,
  made: Made,
): { of: string | undefined; document: unknown } {
  const named = String(inputs.function);
  const arn =
    made.find(["aws:lambda/function:Function"], named, inputs.region)?.arn ??
    (named.startsWith("arn:") ? named : undefined);
  const resource = inputs.qualifier === undefined ? arn : `${arn}:${inputs.qualifier}`;
  return {
    of: arn,
    document: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: principalOf(String(inputs.principal), arn?.split(":")[1] ?? "aws"),
          Action: inputs.action,
          Resource: resource,
          ...conditionOf(inputs),
        },
      ],
    },
  };
}

/** A service, everyone, an account or an ARN. */
function principalOf(principal: string, partition: string): unknown {
  if (principal === "*") return "*";
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:${partition}:iam::${principal}:root` };
  return principal.startsWith("arn:") ? { AWS: principal } : { Service: principal };
}

/** The condition keys are Lambda's, in its own letter case. */
function conditionOf(inputs: Thing["inputs"]): { Condition?: object } {
  const { sourceArn, sourceAccount, principalOrgId, functionUrlAuthType, eventSourceToken } = inputs;
  const equals = {
    ...(sourceAccount !== undefined && { "AWS:SourceAccount": sourceAccount }),
    ...(principalOrgId !== undefined && { "aws:PrincipalOrgID": principalOrgId }),
    ...(functionUrlAuthType !== undefined && { "lambda:FunctionUrlAuthType": functionUrlAuthType }),
    ...(eventSourceToken !== undefined && { "lambda:EventSourceToken": eventSourceToken }),
  };
  const condition = {
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(sourceArn !== undefined && { ArnLike: { "AWS:SourceArn": sourceArn } }),
    ...(inputs.invokedViaFunctionUrl === true && { Bool: { "lambda:InvokedViaFunctionUrl": "true" } }),
  };
  return Object.keys(condition).length > 0 ? { Condition: condition } : {};
}
