import { statementsOf } from "../../../platform/access/index.ts";
import { type Graph, inputsOf, managed } from "../../../platform/engine/index.ts";
import { Access } from "../../../platform/fleet/access/access.ts";
import { Made, type Thing } from "../../../platform/fleet/access/made.ts";
import { type SdkCall, sdkCallsOf } from "./sdk-calls.ts";

/** Names of clients in policies. Source: "Actions, resources, and condition keys for AWS services". */
const prefixes: Readonly<Record<string, string>> = {
  BedrockRuntimeClient: "bedrock",
  CloudWatchClient: "cloudwatch",
  CloudWatchLogsClient: "logs",
  CodeDeployClient: "codedeploy",
  DynamoDBClient: "dynamodb",
  EventBridgeClient: "events",
  KinesisClient: "kinesis",
  LambdaClient: "lambda",
  S3Client: "s3",
  SecretsManagerClient: "secretsmanager",
  SFNClient: "states",
  SNSClient: "sns",
  SQSClient: "sqs",
  SSMClient: "ssm",
};

/** Clients by which the SDK gets credentials on other machines than Lambda's. */
const credentials = ["SSOClient", "SSOOIDCClient", "STSClient", "SigninClient"];

/** Operations that the SDK makes for settings that no handler has: endpoint discovery, and directory buckets. */
const unused = ["dynamodb:DescribeEndpoints", "s3:CreateSession"];

/**
 * Actions of operations that aren't called like them: one of each list. Sources: "Required permissions for Amazon S3 API
 * operations", "Amazon SQS API permissions: Actions and resource reference", "Using IAM with DynamoDB transactions", "Carry out a
 * conversation with the Converse API operations" (Bedrock).
 */
const actions: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "bedrock:Converse": [["bedrock:InvokeModel"]],
  "bedrock:ConverseStream": [["bedrock:InvokeModelWithResponseStream"]],
  "dynamodb:TransactGetItems": [["dynamodb:GetItem"]],
  // What a transaction does is in its arguments.
  "dynamodb:TransactWriteItems": [
    ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem"],
  ],
  "lambda:Invoke": [["lambda:InvokeFunction"]],
  // With the id of a version it takes the other.
  "s3:GetObject": [["s3:GetObject", "s3:GetObjectVersion"]],
  "s3:CopyObject": [["s3:GetObject", "s3:GetObjectVersion"], ["s3:PutObject"]],
  "s3:DeleteObjects": [["s3:DeleteObject"]],
  "s3:HeadObject": [["s3:GetObject"]],
  "s3:ListObjectsV2": [["s3:ListBucket"]],
  "sns:PublishBatch": [["sns:Publish"]],
  "sqs:SendMessageBatch": [["sqs:SendMessage"]],
};

/** Type of the resources of a service, and the forms of their ARN in requests. */
const resources: Readonly<Record<string, readonly [type: string, ...more: string[]]>> = {
  dynamodb: ["aws:dynamodb/table:Table", "/index/*"],
  events: ["aws:cloudwatch/eventBus:EventBus"],
  kinesis: ["aws:kinesis/stream:Stream"],
  lambda: ["aws:lambda/function:Function", ":live"],
  s3: ["aws:s3/bucket:Bucket", "/key"],
  secretsmanager: ["aws:secretsmanager/secret:Secret"],
  sns: ["aws:sns/topic:Topic"],
  sqs: ["aws:sqs/queue:Queue"],
  ssm: ["aws:ssm/parameter:Parameter"],
  states: ["aws:sfn/stateMachine:StateMachine"],
};

/**
 * Operations in the bundles of a graph's functions that their roles don't allow: on a resource of the service that the function's
 * environment names, or, where it names none, anywhere.
 */
export function deniedCalls(graph: Graph, others: readonly Graph[] = []): string[] {
  const access = new Access([graph, ...others]);
  const made = new Made([graph, ...others]);
  return managed(graph, "aws:lambda/function:Function").flatMap((fn) => {
    const { role, environment } = inputsOf(fn);
    const values = Object.values((environment as { variables?: Record<string, string> })?.variables ?? {});
    const operations = (sdkCallsOf(fn) ?? [])
      .filter(({ client }) => !credentials.includes(client))
      .map(operationOf)
      .filter((operation) => !unused.includes(operation));
    return operations.flatMap((operation) => {
      const targets = targetsOf(operation, values, made);
      const isAllowed = (action: string) =>
        targets.length === 0
          ? isNamed(access, String(role), action)
          : targets.some((resource) => allows(access, { role: String(role), action, resource }));
      return (actions[operation] ?? [[operation]])
        .filter((ways) => !ways.some(isAllowed))
        .map((ways) => `${fn.name} calls ${operation}: its role has no ${ways.join(" or ")}`);
    });
  });
}

function operationOf({ client, operation }: SdkCall): string {
  const prefix = prefixes[client];
  if (prefix === undefined)
    throw new Error(`${client}: add its prefix in policies to ${import.meta.filename}.`);
  return `${prefix}:${operation}`;
}

/** ARNs, in all their forms, of the resources of an operation's service that a function is told. */
function targetsOf(operation: string, values: readonly string[], made: Made): string[] {
  const [type, ...more] = resources[operation.split(":")[0] ?? ""] ?? [];
  const isTold = ({ arn, outputs }: Thing) =>
    [arn, outputs.name, outputs.id, outputs.url, outputs.bucket].some(
      (key) => typeof key === "string" && (values.includes(key) || values.includes(`${key}:live`)),
    );
  return made.things
    .filter((thing) => thing.type === type && isTold(thing))
    .flatMap(({ arn }) => [arn, ...more.map((form) => `${arn}${form}`)]);
}

function allows(
  access: Access,
  { role, ...request }: { readonly role: string; readonly action: string; readonly resource: string },
): boolean {
  return access.decide({ principal: { role }, ...request, context: { "aws:SecureTransport": "true" } })
    .allowed;
}

/** Whether a policy of a role has an action, on whatever resource: a model's, or that of a run whose token a message holds. */
function isNamed(access: Access, role: string, action: string): boolean {
  const { identity = [] } = access.policiesFor({ principal: { role }, action, resource: "*", context: {} });
  return identity.flatMap(statementsOf).some((one) => one.effect === "Allow" && one.actions.includes(action));
}
