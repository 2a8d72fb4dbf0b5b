/** What the packs say of these services that is meant to be so, each with the reason. */
export interface Answer {
  readonly rules: readonly (string | RegExp)[];
  readonly reason: string;
}

export const answers: readonly Answer[] = [
  // Roles.
  {
    rules: [/^AwsSolutions-IAM5\[Resource::\*\]$/],
    reason:
      "X-Ray's, CloudWatch's and log delivery's actions have no resource; the policy resource-wildcards allows no others",
  },
  {
    rules: [
      /^AwsSolutions-IAM5\[Resource::arn:aws:logs:[\w*-]+:\d+:log-group:\/aws\/(lambda|vendedlogs)\/.*\*\]$/,
    ],
    reason:
      "log streams of one log group get their names from Lambda; the groups of one service, or of API Gateway, are meant",
  },
  {
    rules: [/^AwsSolutions-IAM5\[Resource::arn:aws:s3:::[\w-]+\/([\w-]+\/)?\*\]$/],
    reason: "the objects of one bucket, or those below one prefix",
  },
  {
    rules: [/^AwsSolutions-IAM5\[Resource::arn:aws:lambda:[\w-]+:\d+:function:[\w-]+:\*\]$/],
    reason: "the versions of one function, whose numbers Lambda counts: its hooks try the new one",
  },
  {
    rules: [/^AwsSolutions-IAM5\[Resource::arn:aws:bedrock:\*::foundation-model\/[\w.:-]+\]$/],
    reason: "one model, in the regions that its inference profile may choose",
  },
  // Functions.
  {
    rules: ["CKV_AWS_116", "Serverless-LambdaDLQ"],
    reason:
      "failed asynchronous events go to a destination in EventInvokeConfig, which these rules don't read; other functions have callers that get the error",
  },
  {
    rules: ["Serverless-LambdaEventSourceMappingDestination"],
    reason: "failed messages of a queue go to its own dead-letter queue; SQS has no destination in a mapping",
  },
  {
    rules: ["CKV_AWS_117"],
    reason: "nothing private is called; a function that needs a network has the argument vpc",
  },
  {
    rules: ["CKV_AWS_173"],
    reason: "Lambda encrypts variables with a key of its own, and the platform refuses secrets in them",
  },
  {
    rules: ["AwsSolutions-L1", "Serverless-LambdaLatestVersion"],
    reason: "runtimes are decided in defaults.ts by their end of support, not by being the newest",
  },
  {
    rules: ["CKV_AWS_115", "Serverless-LambdaTracing"],
    reason: "Lambda@Edge takes neither reserved concurrency nor active tracing",
  },
  {
    rules: ["W2530"],
    reason: "the provider publishes versions itself, so there is no resource for one",
  },
  // Queues and topics.
  {
    rules: ["CKV_AWS_27"],
    reason:
      "queues are encrypted with SQS's own key, which the rule doesn't count; kmsKeyArn takes one of your own",
  },
  {
    rules: ["AwsSolutions-SQS3", "Serverless-SQSRedrivePolicy"],
    reason:
      "dead-letter queues have none of their own; those of functions, schedules and rules can't be told by a redrive policy",
  },
  // Data.
  {
    rules: ["CKV_AWS_158", "CKV_AWS_119", "CKV_AWS_136", "CKV_AWS_149"],
    reason:
      "encrypted with AWS's own keys: no charge and no key policy to maintain; kmsKeyArn or transform set another",
  },
  {
    rules: ["CKV_AWS_18", "AwsSolutions-S1"],
    reason:
      "server access logs are best-effort and need a bucket of their own; CloudTrail's data events are the organisation's to switch on",
  },
  {
    rules: ["AwsSolutions-SMG4"],
    reason:
      "a webhook's URL and values of others can't be rotated by us; a secret that can has the argument rotation",
  },
  // State machines.
  {
    rules: ["AwsSolutions-SF1"],
    reason: "Step Functions keeps the history of every Standard run for 90 days; Express machines log ALL",
  },
  // APIs.
  {
    rules: ["AwsSolutions-APIG4"],
    reason:
      "who may call is the service's decision: routes are public unless auth names an authoriser, and always throttled; the plan names the authoriser of each route",
  },
  {
    rules: ["AwsSolutions-APIG2"],
    reason:
      "requests are validated where a route has a schema (validate); the rule wants one validator for all methods",
  },
  {
    rules: ["AwsSolutions-APIG6"],
    reason:
      "execution logs hold headers and bodies of requests, at a line for each step; the access log and the function's own log say what happened without them",
  },
  {
    rules: ["AwsSolutions-APIG3", "AwsSolutions-CFR2", "CKV_AWS_68"],
    reason:
      "a web ACL costs a fixed sum each month and its rules are the organisation's; webAclArn takes one",
  },
  {
    rules: ["CKV_AWS_120"],
    reason:
      "a cache is billed by the hour and answers one caller with another's response unless its keys are thought of",
  },
  // The edge.
  {
    rules: ["AwsSolutions-CFR1"],
    reason: "the countries of readers are the service's decision; transform sets restrictions",
  },
  {
    rules: ["AwsSolutions-CFR3", "CKV_AWS_86"],
    reason:
      "distributions log by CloudWatch's log delivery (standard logging v2), which these rules don't read",
  },
  {
    rules: ["AwsSolutions-CFR4", "CKV_AWS_174"],
    reason:
      "CloudFront fixes the protocol of its own domain's certificate; with a domain of one's own it is TLS 1.2 at least",
  },
  // Load balancers.
  {
    rules: ["AwsSolutions-ELB2", "CKV_AWS_91"],
    reason:
      "a log needs a bucket with a policy for the region's load balancers; the functions behind log each request with its id, and transform sets a bucket. Nor is it protected from deletion: it holds no data, and the next deployment makes it again",
  },
  {
    rules: ["AwsSolutions-EC23"],
    reason: "a load balancer for the public is open to the public, on 443 and for the redirect from 80",
  },
  // Sign-in.
  {
    rules: ["AwsSolutions-COG1"],
    reason:
      "the policy that Cognito gives a pool without one: 8 characters, letters of both cases, a digit and a symbol",
  },
  {
    rules: ["AwsSolutions-COG2", "AwsSolutions-COG8"],
    reason:
      "a second factor and the plus plan are decisions, and costs, of the service that has users; transform sets them",
  },
  // Templates.
  { rules: ["E3010"], reason: "500 resources are a limit of templates, which Pulumi doesn't have" },
];
