type Inputs = Readonly<Record<string, unknown>>;

/** Something that AWS doesn't offer in a partition, and the input that asks for it. */
interface Absence {
  /** Each partition that lacks it, with the page, issue or data that says so. */
  readonly in: Readonly<Record<string, string>>;
  readonly types: RegExp;
  /** Path of the input: `tracingConfig.mode`. Where it is left out, the resource as a whole is absent. */
  readonly input?: string;
  /** Whether a value asks for it, among the resource's inputs. Default: any value but false and an empty one. */
  readonly asks?: (value: unknown, inputs: Inputs) => boolean;
  readonly what: string;
  readonly instead: string;
}

const lambdaCn = "Getting Started with Amazon Web Services in China: Amazon Lambda";
const lambdaGov = "AWS Lambda in AWS GovCloud (US)";
const cloudFrontCn = "Getting Started with Amazon Web Services in China: Amazon CloudFront";
const gatewayCn = "Getting Started with Amazon Web Services in China: Amazon API Gateway";
const gatewayGov = "Amazon API Gateway in AWS GovCloud (US)";

const text = (pattern: RegExp) => (value: unknown) => typeof value === "string" && pattern.test(value);
const lists = (word: string) => (value: unknown) => [value].flat().includes(word);

const lambda = {
  function: /^aws:lambda\/function:/,
  mapping: /^aws:lambda\/eventSourceMapping:/,
};
const isBucketArn = text(/^arn:[\w-]+:s3:::/);

/** What partitions lack of all that the platform's components can make. Absent from this table is not the same as present. */
const absences: readonly Absence[] = [
  {
    in: { "aws-cn": lambdaCn, "aws-us-gov": lambdaGov },
    types: /^aws:lambda\/functionUrl:/,
    what: "function URLs",
    instead: "give the gateway another type, such as http",
  },
  {
    in: { "aws-cn": lambdaCn, "aws-us-gov": lambdaGov },
    types: lambda.mapping,
    input: "tags",
    what: "tags of event source mappings",
    instead: "leave them out",
  },
  {
    in: { "aws-cn": lambdaCn, "aws-us-gov": lambdaGov },
    types: lambda.function,
    input: "sourceKmsKeyArn",
    what: "archives encrypted with a key of one's own",
    instead: "leave it out",
  },
  {
    in: { "aws-cn": lambdaCn, "aws-us-gov": lambdaGov },
    types: lambda.function,
    input: "snapStart",
    asks: (_value, { runtime }) => /^(python|dotnet)/.test(String(runtime)),
    what: "SnapStart for Python and .NET",
    instead: "leave snapStart out",
  },
  {
    in: {
      "aws-cn": "Getting Started with Amazon Web Services in China: Amazon Step Functions",
      "aws-us-gov": "AWS Step Functions in AWS GovCloud (US)",
    },
    types: /^aws:sfn\/stateMachine:/,
    input: "definition",
    asks: text(/:states:::http:invoke/),
    what: "HTTP tasks of state machines",
    instead: "call the API in a function",
  },
  {
    in: { "aws-cn": gatewayCn, "aws-us-gov": gatewayGov },
    types: /^aws:apigateway\/(restApi|domainName):/,
    input: "endpointConfiguration.types",
    asks: lists("EDGE"),
    what: "edge-optimised APIs",
    instead: 'set endpointType to "REGIONAL"',
  },
  {
    in: { "aws-cn": lambdaCn },
    types: lambda.function,
    input: "tracingConfig.mode",
    asks: lists("Active"),
    what: "X-Ray in Lambda",
    instead: 'set tracing to "PassThrough"',
  },
  {
    in: { "aws-cn": lambdaCn },
    types: /^aws:lambda\/functionRecursionConfig:/,
    what: "detection of recursive loops",
    instead: "leave recursiveLoop out",
  },
  {
    in: { "aws-cn": lambdaCn },
    types: lambda.mapping,
    input: "metricsConfig",
    what: "metrics of event source mappings",
    instead: "leave metrics out",
  },
  {
    in: { "aws-cn": lambdaCn },
    types: lambda.mapping,
    input: "provisionedPollerConfig",
    what: "provisioned pollers",
    instead: "set maximumConcurrency instead of pollers",
  },
  {
    in: { "aws-cn": lambdaCn },
    types: lambda.mapping,
    input: "destinationConfig.onFailure.destinationArn",
    asks: isBucketArn,
    what: "buckets as destinations of failures",
    instead: "take a queue or a topic",
  },
  {
    in: { "aws-cn": lambdaCn },
    types: /^aws:lambda\/functionEventInvokeConfig:/,
    input: "destinationConfig.onFailure.destination",
    asks: isBucketArn,
    what: "buckets as destinations of failures",
    instead: "take a queue, a topic, a bus or a function",
  },
  {
    in: { "aws-cn": "Getting Started with Amazon Web Services in China: Amazon Cognito" },
    types: /^aws:cognito\/(user|identityProvider|resourceServer|riskConfiguration|managed)/,
    what: "Cognito's user pools",
    instead: "let people sign in by another identity provider",
  },
  {
    in: { "aws-cn": gatewayCn },
    types: /^aws:apigateway\/restApi:/,
    input: "body",
    asks: text(/"cognito_user_pools"/),
    what: "authorisers by Cognito",
    instead: 'give the authorizer the type "lambda"',
  },
  {
    in: { "aws-cn": "Regional availability by endpoints (Amazon Bedrock)" },
    types: /^aws:iam\/\w*[pP]olicy:/,
    input: "policy",
    asks: text(/"bedrock:/),
    what: "Bedrock's models",
    instead: "call a model elsewhere",
  },
  {
    in: { "aws-cn": "Getting Started with Amazon Web Services in China: Amazon WAF" },
    types: /^aws:cloudfront\/distribution:/,
    input: "webAclId",
    what: "web ACLs of CloudFront",
    instead: "protect the origin with a web ACL of its region",
  },
  {
    in: { "aws-cn": cloudFrontCn },
    types: /^aws:cloudfront\/distribution:/,
    input: "viewerCertificate.acmCertificateArn",
    what: "certificates of ACM at CloudFront",
    instead: "upload one to IAM, and make the distribution without the component",
  },
  {
    in: { "aws-cn": "github.com/aws/aws-cdk/issues/13584" },
    types: /^aws:cloudfront\/distribution:/,
    input: "defaultCacheBehavior.cachePolicyId",
    what: "cache policies of CloudFront",
    instead: "make the distribution without the component, with forwardedValues",
  },
  {
    in: { "aws-cn": "github.com/awslabs/aws-solutions-constructs/issues/1050" },
    types: /^aws:cloudfront\/originAccessControl:/,
    what: "origin access control of CloudFront",
    instead: "make the distribution without the component",
  },
  {
    in: { "aws-us-gov": "Deploy in AWS GovCloud (US) Regions (Distributed Load Testing on AWS)" },
    types: /^aws:cloudfront\//,
    what: "CloudFront",
    instead: "serve from a load balancer, or make the distribution in an account of the partition aws",
  },
  {
    in: { "aws-us-gov": lambdaGov },
    types: lambda.function,
    input: "loggingConfig.logFormat",
    asks: lists("JSON"),
    what: "Lambda's logs as JSON",
    instead: 'set logFormat to "Text"',
  },
  {
    in: { "aws-us-gov": gatewayGov },
    types: /^aws:apigateway\/(restApi|domainName):/,
    input: "securityPolicy",
    asks: text(/^SecurityPolicy_/),
    what: "policies whose names begin with SecurityPolicy_",
    instead: 'set securityPolicy to "TLS_1_2"',
  },
];

/** Problems with a resource that its partition doesn't offer, by input; the input of the whole resource is its type. */
export function absenceProblems(
  partition: string,
  type: string,
  inputs: Inputs,
): { readonly property: string; readonly reason: string }[] {
  return absences
    .filter((one) => partition in one.in && one.types.test(type) && isAsked(one, inputs))
    .map(({ input, what, instead, in: sources }) => ({
      property: input ?? "type",
      reason: `${partition} has no ${what} (source: "${sources[partition]}"); ${instead}`,
    }));
}

/** Whether a partition lacks an input of a type, whatever its value. */
export function lacks(partition: string, type: string, input: string): boolean {
  return absences.some(
    (one) => partition in one.in && one.types.test(type) && one.input === input && !one.asks,
  );
}

function isAsked({ input, asks = Boolean }: Absence, inputs: Inputs): boolean {
  if (input === undefined) return true;
  const value = input
    .split(".")
    .reduce<unknown>(
      (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
      inputs,
    );
  return value !== undefined && asks(value, inputs);
}
