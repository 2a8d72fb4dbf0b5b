import { type Inputs, json, list, tagMap } from "./properties.ts";

/** What a Pulumi type is in CloudFormation. */
export interface Mapping {
  readonly type: `AWS::${string}::${string}`;
  /** Inputs that CloudFormation calls otherwise. Everything else is the same name, starting in upper case. */
  readonly names?: Readonly<Record<string, string>>;
  /** Inputs that take another form; undefined leaves one out. Runs before names are changed. */
  readonly change?: (inputs: Inputs) => Record<string, unknown>;
  /** How tags are written; most types take a list of keys and values. */
  readonly tags?: (tags: Record<string, string>) => unknown;
  /** Properties whose keys are data, not names: they keep their case. */
  readonly data?: readonly string[];
}

/** Types that are part of another resource in CloudFormation, or nothing there, each with the reason. */
export const folded: Readonly<Record<string, string>> = {
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": "a property of the queue in CloudFormation",
};

const code = { S3Bucket: "bucket", S3Key: "key" };

export const types: Readonly<Record<string, Mapping>> = {
  "aws:apigatewayv2/api:Api": { type: "AWS::ApiGatewayV2::Api", tags: tagMap },
  "aws:apigatewayv2/stage:Stage": {
    type: "AWS::ApiGatewayV2::Stage",
    names: { name: "StageName" },
    tags: tagMap,
  },
  "aws:apigatewayv2/route:Route": { type: "AWS::ApiGatewayV2::Route" },
  "aws:apigatewayv2/integration:Integration": { type: "AWS::ApiGatewayV2::Integration" },
  "aws:cloudwatch/logGroup:LogGroup": {
    type: "AWS::Logs::LogGroup",
    names: { name: "LogGroupName" },
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    type: "AWS::CloudWatch::Alarm",
    names: { name: "AlarmName", okActions: "OKActions" },
    change: ({ dimensions }) => ({
      dimensions: Object.entries((dimensions ?? {}) as object).map(([name, value]) => ({ name, value })),
    }),
  },
  "aws:cloudwatch/eventBus:EventBus": { type: "AWS::Events::EventBus" },
  "aws:dynamodb/table:Table": {
    type: "AWS::DynamoDB::Table",
    names: {
      name: "TableName",
      attributes: "AttributeDefinitions",
      keys: "KeySchema",
      pointInTimeRecovery: "PointInTimeRecoverySpecification",
      ttl: "TimeToLiveSpecification",
    },
    change: ({ hashKey, rangeKey, attributes, pointInTimeRecovery, globalSecondaryIndexes }) => ({
      hashKey: undefined,
      rangeKey: undefined,
      keys: keySchema(hashKey, rangeKey),
      attributes: list(attributes).map(({ name, type }) => ({ attributeName: name, attributeType: type })),
      pointInTimeRecovery: { pointInTimeRecoveryEnabled: (pointInTimeRecovery as Inputs)?.enabled },
      globalSecondaryIndexes:
        globalSecondaryIndexes &&
        list(globalSecondaryIndexes).map((index) => ({
          indexName: index.name,
          keySchema: keySchema(index.hashKey, index.rangeKey),
          projection: { projectionType: index.projectionType },
        })),
    }),
  },
  "aws:iam/role:Role": {
    type: "AWS::IAM::Role",
    names: { name: "RoleName", assumeRolePolicy: "AssumeRolePolicyDocument" },
    change: ({ assumeRolePolicy }) => ({ assumeRolePolicy: json(assumeRolePolicy) }),
    data: ["AssumeRolePolicyDocument"],
  },
  "aws:iam/rolePolicy:RolePolicy": {
    type: "AWS::IAM::RolePolicy",
    names: { name: "PolicyName", role: "RoleName", policy: "PolicyDocument" },
    change: ({ policy }) => ({ policy: json(policy) }),
    data: ["PolicyDocument"],
  },
  "aws:kms/key:Key": {
    type: "AWS::KMS::Key",
    names: { policy: "KeyPolicy", deletionWindowInDays: "PendingWindowInDays" },
    change: ({ policy }) => ({ policy: json(policy) }),
    data: ["KeyPolicy"],
  },
  "aws:lambda/function:Function": {
    type: "AWS::Lambda::Function",
    names: { name: "FunctionName" },
    // Where the code comes from is nothing that the graph says: Pulumi uploads it.
    change: ({ reservedConcurrentExecutions }) => ({
      code,
      sourceCodeHash: undefined,
      // -1 is the provider's word for "unreserved".
      reservedConcurrentExecutions:
        reservedConcurrentExecutions === -1 ? undefined : reservedConcurrentExecutions,
    }),
    data: ["Environment.Variables", "Code"],
  },
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": {
    type: "AWS::Lambda::EventInvokeConfig",
    change: ({ qualifier }) => ({ qualifier: qualifier ?? "$LATEST" }),
  },
  "aws:lambda/permission:Permission": {
    type: "AWS::Lambda::Permission",
    names: { function: "FunctionName" },
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": { type: "AWS::Lambda::EventSourceMapping" },
  "aws:scheduler/schedule:Schedule": { type: "AWS::Scheduler::Schedule", data: ["Target.Input"] },
  "aws:sfn/stateMachine:StateMachine": {
    type: "AWS::StepFunctions::StateMachine",
    names: { name: "StateMachineName", type: "StateMachineType", definition: "DefinitionString" },
    change: ({ loggingConfiguration }) => {
      const { logDestination, ...logging } = loggingConfiguration as Inputs;
      const logGroupArn = String(logDestination);
      return {
        loggingConfiguration: { ...logging, destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }] },
      };
    },
  },
  "aws:sns/topic:Topic": { type: "AWS::SNS::Topic", names: { name: "TopicName" } },
  "aws:sns/topicPolicy:TopicPolicy": {
    type: "AWS::SNS::TopicPolicy",
    names: { policy: "PolicyDocument" },
    change: ({ policy, arn }) => ({ arn: undefined, topics: [arn], policy: json(policy) }),
    data: ["PolicyDocument"],
  },
  "aws:sqs/queue:Queue": {
    type: "AWS::SQS::Queue",
    names: {
      name: "QueueName",
      messageRetentionSeconds: "MessageRetentionPeriod",
      visibilityTimeoutSeconds: "VisibilityTimeout",
    },
    change: ({ redrivePolicy }) => ({ redrivePolicy: json(redrivePolicy) }),
    data: ["RedrivePolicy"],
  },
  "aws:sqs/queuePolicy:QueuePolicy": {
    type: "AWS::SQS::QueuePolicy",
    names: { policy: "PolicyDocument" },
    change: ({ policy, queueUrl }) => ({ queueUrl: undefined, queues: [queueUrl], policy: json(policy) }),
    data: ["PolicyDocument"],
  },
};

function keySchema(hashKey: unknown, rangeKey: unknown): object[] {
  return [
    { attributeName: hashKey, keyType: "HASH" },
    ...(rangeKey === undefined ? [] : [{ attributeName: rangeKey, keyType: "RANGE" }]),
  ];
}
