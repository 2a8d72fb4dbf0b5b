import { type Statement, statementsOf } from "../../../platform/access/index.ts";
import type { Graph } from "../../../platform/engine/index.ts";
import { Access } from "../../../platform/fleet/access/access.ts";
import { Made, type Thing } from "../../../platform/fleet/access/made.ts";
import { objectOf } from "../../../platform/fleet/wiring/wiring-nodes.ts";
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
  s3: ["aws:s3/bucket:Bucket"],
  secretsmanager: ["aws:secretsmanager/secret:Secret"],
  sns: ["aws:sns/topic:Topic"],
  sqs: ["aws:sqs/queue:Queue"],
  ssm: ["aws:ssm/parameter:Parameter"],
  states: ["aws:sfn/stateMachine:StateMachine"],
};

/**
 * Operations in the bundles of a graph's functions that their roles don't allow on any resource that the function's environment
 * names. A function that is told of no resource of a service is taken not to call it: the last step of a pipeline of queues has
 * no next queue.
 */
export function deniedCalls(graph: Graph, others: readonly Graph[] = []): string[] {
  const access = new Access([graph, ...others]);
  const made = new Made([graph, ...others]);
  return made
    .of("aws:lambda/function:Function")
    .filter(({ urn }) => graph.byUrn(urn) !== undefined)
    .flatMap((fn) => {
      const role = String(fn.inputs.role);
      const operations = (sdkCallsOf(graph.byUrn(fn.urn)!) ?? [])
        .filter(({ client }) => !credentials.includes(client))
        .map(operationOf)
        .filter((operation) => !unused.includes(operation));
      return operations.flatMap((operation) => {
        const told = targetsOf(operation, fn, made);
        const targets = told?.flatMap((arn) => [arn, ...keysBelow(arn, policiesOf(access, role))]);
        const isAllowed = (action: string) =>
          targets === undefined
            ? isNamed(access, role, action)
            : targets.length === 0 || targets.some((resource) => allows(access, { role, action, resource }));
        return (actions[operation] ?? [[operation]])
          .filter((ways) => !ways.some(isAllowed))
          .map(
            (ways) => `${fn.urn.split("::").at(-1)} calls ${operation}: its role has no ${ways.join(" or ")}`,
          );
      });
    });
}

function operationOf({ client, operation }: SdkCall): string {
  const prefix = prefixes[client];
  if (prefix === undefined)
    throw new Error(`${client}: add its prefix in policies to ${import.meta.filename}.`);
  return `${prefix}:${operation}`;
}

/**
 * ARNs, in all their forms, of the resources of an operation's service that a function is told; undefined where it is told in
 * another way than by its environment: models, log groups, and the step that a token is for.
 */
function targetsOf(operation: string, fn: Thing, made: Made): string[] | undefined {
  const service = operation.split(":")[0] ?? "";
  const [type, ...more] = resources[service] ?? [];
  if (type === undefined || operation.startsWith("states:SendTask")) return undefined;
  const values = Object.values(objectOf(objectOf(fn.inputs.environment)?.variables) ?? {});
  const isTold = ({ arn, outputs }: Thing) =>
    [arn, outputs.name, outputs.id, outputs.url, outputs.bucket].some(
      (key) => typeof key === "string" && (values.includes(key) || values.includes(`${key}:live`)),
    );
  const defaultBus = fn.arn.replace(":lambda:", ":events:").replace(/function:.*/, "event-bus/default");
  return [
    ...made
      .of(type)
      .filter(isTold)
      .flatMap(({ arn }) => [arn, ...more.map((form) => `${arn}${form}`)]),
    ...(service === "events" && values.includes("default") ? [defaultBus] : []),
  ];
}

function allows(
  access: Access,
  { role, ...request }: { readonly role: string; readonly action: string; readonly resource: string },
): boolean {
  return access.decide({ principal: { role }, ...request, context: { "aws:SecureTransport": "true" } })
    .allowed;
}

/** Whether a policy of a role has an action, on whatever resource. */
const isNamed = (access: Access, role: string, action: string): boolean =>
  policiesOf(access, role).some((one) => one.effect === "Allow" && one.actions.includes(action));

function policiesOf(access: Access, role: string): Statement[] {
  const request = { principal: { role }, action: "s3:GetObject", resource: "*", context: {} };
  return (access.policiesFor(request).identity ?? []).flatMap(statementsOf);
}

/** A key of a bucket below each prefix that statements name: which of them a function writes, only its code knows. */
const keysBelow = (arn: string, statements: readonly Statement[]): string[] =>
  statements
    .flatMap(({ resources }) => resources.filter((one) => one.startsWith(`${arn}/`)))
    .filter(() => arn.includes(":s3:::"))
    .map((one) => one.replaceAll("*", "key"));
