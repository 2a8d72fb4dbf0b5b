/** How a service takes on a role that it is given. `source` and `account` are as in a push. */
export interface Assumption {
  /** Title of the AWS page that says so. */
  readonly page: string;
  readonly by: readonly `${string}.amazonaws.com`[];
  readonly source?: string;
  readonly account?: true;
}

export const assumptions = {
  function: {
    page: "Defining Lambda function permissions with an execution role",
    by: ["lambda.amazonaws.com"],
  },
  edgeFunction: {
    page: "Set up IAM permissions and roles for Lambda@Edge",
    by: ["lambda.amazonaws.com", "edgelambda.amazonaws.com"],
  },
  stateMachine: {
    // The page's own policy compares with `arn:aws:states:us-east-1:111122223333:stateMachine:*`.
    page: "Creating an IAM role for your state machine in Step Functions",
    by: ["states.amazonaws.com"],
    source: "{arn}",
    account: true,
  },
  schedule: {
    // "Confused deputy prevention in EventBridge Scheduler": the ARN is that of the schedule's group.
    page: "Setting up Amazon EventBridge Scheduler",
    by: ["scheduler.amazonaws.com"],
    source: "arn:{partition}:scheduler:{region}:{account}:schedule-group/{group}",
    account: true,
  },
  rule: {
    page: "Using identity-based policies for Amazon EventBridge",
    by: ["events.amazonaws.com"],
  },
  logSubscription: {
    // "Log group-level subscription filters": the page's own policy compares with `arn:aws:logs:region:123456789012:*`.
    page: "Confused deputy prevention (CloudWatch Logs)",
    by: ["logs.amazonaws.com"],
    source: "{arn}:*",
    account: true,
  },
  iotRule: {
    page: "Granting an AWS IoT rule the access it requires",
    by: ["iot.amazonaws.com"],
    source: "{arn}",
    account: true,
  },
  deployment: {
    page: "Create a service role for CodeDeploy",
    by: ["codedeploy.amazonaws.com"],
  },
  apiLogs: {
    page: "Set up CloudWatch logging for REST APIs in API Gateway",
    by: ["apigateway.amazonaws.com"],
  },
} as const satisfies Readonly<Record<string, Assumption>>;

/** What AWS does with the permissions of a role that it was given. */
export interface Work {
  /** Title of the AWS page that says so. */
  readonly page: string;
  readonly actions: readonly string[];
}

export const work = {
  functionLogs: {
    page: "AWSLambdaBasicExecutionRole",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
  },
  edgeLogs: {
    // In each region that runs it, where nobody made the group before.
    page: "Set up IAM permissions and roles for Lambda@Edge",
    actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
  },
  traces: {
    page: "AWSXRayDaemonWriteAccess",
    actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  },
  stateMachineTraces: {
    page: "Trace Step Functions request data in AWS X-Ray",
    actions: [
      "xray:PutTraceSegments",
      "xray:PutTelemetryRecords",
      "xray:GetSamplingRules",
      "xray:GetSamplingTargets",
    ],
  },
  stateMachineLogs: {
    page: "Using CloudWatch Logs to log execution history in Step Functions",
    actions: [
      "logs:CreateLogDelivery",
      "logs:GetLogDelivery",
      "logs:UpdateLogDelivery",
      "logs:DeleteLogDelivery",
      "logs:ListLogDeliveries",
      "logs:PutResourcePolicy",
      "logs:DescribeResourcePolicies",
      "logs:DescribeLogGroups",
    ],
  },
  apiLogs: {
    page: "AmazonAPIGatewayPushToCloudWatchLogs",
    actions: [
      "logs:CreateLogStream",
      "logs:DescribeLogStreams",
      "logs:PutLogEvents",
      "logs:GetLogEvents",
      "logs:FilterLogEvents",
    ],
  },
  network: {
    page: "AWSLambdaVPCAccessExecutionRole",
    actions: [
      "ec2:CreateNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSubnets",
      "ec2:DeleteNetworkInterface",
      "ec2:AssignPrivateIpAddresses",
      "ec2:UnassignPrivateIpAddresses",
    ],
  },
  mount: {
    page: "Configuring file system access for Lambda functions",
    actions: ["elasticfilesystem:ClientMount"],
  },
  durable: {
    page: "AWSLambdaBasicDurableExecutionRolePolicy",
    actions: ["lambda:CheckpointDurableExecution", "lambda:GetDurableExecutionState"],
  },
  pollQueue: {
    page: "Creating and configuring an Amazon SQS event source mapping",
    actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
  },
  pollStream: {
    page: "Process Amazon Kinesis Data Streams records with Lambda",
    actions: [
      "kinesis:DescribeStream",
      "kinesis:DescribeStreamSummary",
      "kinesis:GetRecords",
      "kinesis:GetShardIterator",
      "kinesis:ListShards",
    ],
  },
  pollConsumer: {
    page: "Process Amazon Kinesis Data Streams records with Lambda",
    actions: ["kinesis:SubscribeToShard"],
  },
  pollTable: {
    page: "Process DynamoDB records with Lambda",
    actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
  },
  listStreams: {
    // The table that it lists the streams of is no resource of it.
    page: "Process DynamoDB records with Lambda",
    actions: ["dynamodb:ListStreams"],
  },
  answer: {
    page: "Actions, resources, and condition keys for AWS Step Functions",
    actions: ["states:SendTaskSuccess", "states:SendTaskFailure"],
  },
  invoke: { page: "Using identity-based policies for Lambda", actions: ["lambda:InvokeFunction"] },
  send: { page: "Capturing records of Lambda asynchronous invocations", actions: ["sqs:SendMessage"] },
  publish: { page: "Capturing records of Lambda asynchronous invocations", actions: ["sns:Publish"] },
  putEvents: { page: "Capturing records of Lambda asynchronous invocations", actions: ["events:PutEvents"] },
  store: { page: "Capturing records of Lambda asynchronous invocations", actions: ["s3:PutObject"] },
  list: { page: "Capturing records of Lambda asynchronous invocations", actions: ["s3:ListBucket"] },
  putRecord: {
    page: "Using identity-based policies for Amazon EventBridge",
    actions: ["kinesis:PutRecord"],
  },
  putItem: { page: "DynamoDBv2 (AWS IoT Core rule actions)", actions: ["dynamodb:PutItem"] },
  start: { page: "Using EventBridge Scheduler with Step Functions", actions: ["states:StartExecution"] },
  // "IAM policies for nested workflows": a run that is waited for is watched by a rule that AWS manages.
  waitForRun: {
    page: "Start workflow executions from a task state in Step Functions",
    actions: ["states:DescribeExecution", "states:StopExecution"],
  },
  watchRuns: {
    page: "Start workflow executions from a task state in Step Functions",
    actions: ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
  },
  shift: {
    page: "AWSCodeDeployRoleForLambdaLimited",
    actions: ["lambda:UpdateAlias", "lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig"],
  },
  watch: { page: "AWSCodeDeployRoleForLambdaLimited", actions: ["cloudwatch:DescribeAlarms"] },
  tryVersion: { page: "AppSpec 'hooks' section", actions: ["lambda:InvokeFunction"] },
} as const satisfies Readonly<Record<string, Work>>;
