/**
 * What AWS sends when a service of its own reaches a resource by that resource's policy. Every row is AWS's documentation, and
 * none is read off a component: the components are judged by them.
 */
export interface Push {
  /** Title of the page that says so. */
  readonly page: string;
  readonly by: `${string}.amazonaws.com`;
  readonly actions: readonly string[];
  /**
   * `aws:SourceArn`, made of the source's properties in braces; `{partition}`, `{region}` and `{account}` are those of its
   * ARN. Undefined where the service names no source.
   */
  readonly source?: string;
  /** Whether the page has the service send `aws:SourceAccount`. */
  readonly account?: true;
  /** Other keys of the request. */
  readonly context?: Readonly<Record<string, string>>;
}

const invoke = ["lambda:InvokeFunction"] as const;
const send = ["sqs:SendMessage"] as const;
const publish = ["sns:Publish"] as const;

export const pushes = {
  httpRoute: {
    // Of the default route: `api-id/$default/$default`, stage and route. "Invoking a Lambda function using an Amazon API Gateway
    // endpoint" has the others: `mnh1xmpli7/default/GET/`, `mnh1xmpli7/prod/ANY/user`.
    page: "Troubleshooting issues with HTTP API Lambda integrations",
    by: "apigateway.amazonaws.com",
    actions: invoke,
    source: "{executionArn}/{stage}/{route}",
    account: true,
  },
  restMethod: {
    page: "Invoking a Lambda function using an Amazon API Gateway endpoint",
    by: "apigateway.amazonaws.com",
    actions: invoke,
    source: "{executionArn}/{stage}/{route}",
    account: true,
  },
  authorizer: {
    // Of an HTTP API; "Use API Gateway Lambda authorizers" has the same form for a REST API.
    page: "Control access to HTTP APIs with AWS Lambda authorizers",
    by: "apigateway.amazonaws.com",
    actions: invoke,
    source: "{executionArn}/authorizers/{authorizer}",
    account: true,
  },
  targetGroup: {
    page: "Use Lambda functions as targets of an Application Load Balancer",
    by: "elasticloadbalancing.amazonaws.com",
    actions: invoke,
    source: "{arn}",
  },
  distributionToBucket: {
    page: "Restrict access to an Amazon S3 origin",
    by: "cloudfront.amazonaws.com",
    actions: ["s3:GetObject"],
    source: "{arn}",
  },
  distributionToUrl: {
    page: "Restrict access to an AWS Lambda function URL origin",
    by: "cloudfront.amazonaws.com",
    actions: ["lambda:InvokeFunctionUrl"],
    source: "{arn}",
    context: { "lambda:FunctionUrlAuthType": "AWS_IAM" },
  },
  distributionThroughUrl: {
    page: "Restrict access to an AWS Lambda function URL origin",
    by: "cloudfront.amazonaws.com",
    actions: invoke,
    source: "{arn}",
    context: { "lambda:InvokedViaFunctionUrl": "true" },
  },
  topicToFunction: {
    page: "Subscribing a Lambda function to an Amazon SNS topic",
    by: "sns.amazonaws.com",
    actions: invoke,
    source: "{arn}",
  },
  topicToQueue: {
    page: "Subscribing an Amazon SQS queue to an Amazon SNS topic",
    by: "sns.amazonaws.com",
    actions: send,
    source: "{arn}",
  },
  topicDeadLetters: {
    page: "Configuring an Amazon SNS dead-letter queue for a subscription",
    by: "sns.amazonaws.com",
    actions: send,
    source: "{arn}",
  },
  bucketToFunction: {
    // The ARN of a bucket has no account.
    page: "Process Amazon S3 event notifications with Lambda",
    by: "s3.amazonaws.com",
    actions: invoke,
    source: "{arn}",
    account: true,
  },
  bucketToQueue: {
    page: "Granting permissions to publish event notification messages to a destination",
    by: "s3.amazonaws.com",
    actions: send,
    source: "{arn}",
    account: true,
  },
  bucketToTopic: {
    page: "Granting permissions to publish event notification messages to a destination",
    by: "s3.amazonaws.com",
    actions: publish,
    source: "{arn}",
    account: true,
  },
  ruleToFunction: {
    page: "Using resource-based policies for Amazon EventBridge",
    by: "events.amazonaws.com",
    actions: invoke,
    source: "{arn}",
  },
  ruleToQueue: {
    page: "Using resource-based policies for Amazon EventBridge",
    by: "events.amazonaws.com",
    actions: send,
    source: "{arn}",
  },
  ruleToTopic: {
    // "You can't use Condition blocks in Amazon SNS topic policies for EventBridge": it names no source.
    page: "Using resource-based policies for Amazon EventBridge",
    by: "events.amazonaws.com",
    actions: publish,
  },
  ruleToLogs: {
    page: "Using resource-based policies for Amazon EventBridge",
    by: "events.amazonaws.com",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
  },
  logsToFunction: {
    page: "Log group-level subscription filters",
    by: "logs.amazonaws.com",
    actions: invoke,
    source: "{arn}:*",
    account: true,
  },
  ruleDeadLetters: {
    page: "Using dead-letter queues to process undelivered events in EventBridge",
    by: "events.amazonaws.com",
    actions: send,
    source: "{arn}",
  },
  iotRuleToFunction: {
    page: "Lambda (AWS IoT Core rule actions)",
    by: "iot.amazonaws.com",
    actions: invoke,
    source: "{arn}",
    account: true,
  },
  userPool: {
    page: "Customizing user pool workflows with Lambda triggers",
    by: "cognito-idp.amazonaws.com",
    actions: invoke,
    source: "{arn}",
    account: true,
  },
  rotation: {
    page: "Permissions for rotation (AWS Secrets Manager)",
    by: "secretsmanager.amazonaws.com",
    actions: invoke,
    source: "{arn}",
    account: true,
  },
  alarmToTopic: {
    page: "Notifying users on alarm changes",
    by: "cloudwatch.amazonaws.com",
    actions: publish,
    source: "{arn}",
    account: true,
  },
  alarmToFunction: {
    page: "Invoke a Lambda function from an alarm",
    by: "lambda.alarms.cloudwatch.amazonaws.com",
    actions: invoke,
    source: "{arn}",
    account: true,
  },
} as const satisfies Readonly<Record<string, Push>>;

/** What callers without credentials send to a function URL that asks for none: both. */
export const publicUrl = {
  page: "Control access to Lambda function URLs",
  calls: [
    { action: "lambda:InvokeFunctionUrl", context: { "lambda:FunctionUrlAuthType": "NONE" } },
    { action: "lambda:InvokeFunction", context: { "lambda:InvokedViaFunctionUrl": "true" } },
  ],
} as const;
