import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export const account = "123456789012";
export const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`;
export const arnOf = (service: string, name: string) => `arn:aws:${service}:eu-west-1:${account}:${name}`;

const document = (statement: object): pulumi.Output<string> =>
  pulumi.jsonStringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
const trust = (Service: string) => document({ Action: "sts:AssumeRole", Principal: { Service } });
const own = (Action: string) => document({ Action, Resource: "*" });
export const letIn = (Action: string, Resource: pulumi.Input<string>) =>
  document({ Principal: { Service: "sns.amazonaws.com" }, Action, Resource });

function roles() {
  const assumeRolePolicy = trust("lambda.amazonaws.com");
  const managed = new aws.iam.Policy("managed", { name: "managed", policy: own("a:Managed") });
  const limit = new aws.iam.Policy("limit", { name: "limit", policy: own("a:Other") });
  const inlinePolicies = [{ name: "inline", policy: own("a:Inline") }];
  new aws.iam.Role("role", { name: "role", assumeRolePolicy, inlinePolicies });
  new aws.iam.RolePolicy("own", { role: "role", policy: pulumi.secret(own("a:Own")) });
  new aws.iam.RolePolicyAttachment("attached", { role: "role", policyArn: managed.arn });
  new aws.iam.Role("listed", { name: "listed", assumeRolePolicy, managedPolicyArns: [managed.arn] });
  new aws.iam.Role("together", { name: "together", assumeRolePolicy });
  new aws.iam.PolicyAttachment("all", { roles: ["together"], policyArn: managed.arn });
  new aws.iam.Role("limited", {
    name: "limited",
    assumeRolePolicy,
    managedPolicyArns: [managed.arn],
    permissionsBoundary: limit.arn,
  });
  const managedPolicyArns = ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"];
  new aws.iam.Role("basic", { name: "basic", assumeRolePolicy, managedPolicyArns });
}

function permissions() {
  const code = new pulumi.asset.StringAsset("exports.handler = () => {}");
  const runtime = { handler: "index.handler", runtime: "nodejs24.x" };
  const lambda = new aws.lambda.Function("fn", { name: "fn", role: roleArn("role"), code, ...runtime });
  // At the edge functions may have the same names.
  new aws.lambda.Function("edge", {
    name: "fn",
    role: roleArn("role"),
    code,
    ...runtime,
    region: "us-east-1",
  });
  const invoke = (name: string, over: Partial<aws.lambda.PermissionArgs>) =>
    new aws.lambda.Permission(name, {
      action: "lambda:InvokeFunction",
      function: lambda.name,
      principal: "s3.amazonaws.com",
      ...over,
    });
  invoke("bucket", { sourceArn: "arn:aws:s3:::photos", sourceAccount: account });
  const sourceArn = arnOf("execute-api", "abc/*/$default");
  invoke("api", { principal: "apigateway.amazonaws.com", qualifier: "live", sourceArn });
  invoke("elsewhere", { principal: "sns.amazonaws.com", region: "us-east-1" });
  invoke("account", { principal: "999999999999", function: lambda.arn });
  invoke("organisation", { principal: "*", principalOrgId: "o-1" });
  invoke("url", { principal: "*", action: "lambda:InvokeFunctionUrl", functionUrlAuthType: "NONE" });
  invoke("through-url", { principal: "*", invokedViaFunctionUrl: true });
}

function resources() {
  const queue = new aws.sqs.Queue("queue", { name: "queue" });
  new aws.sqs.QueuePolicy("queue", { queueUrl: queue.url, policy: letIn("SQS:SendMessage", queue.arn) });
  new aws.sqs.Queue("inline", { name: "inline", policy: letIn("sqs:SendMessage", "*") });
  new aws.sqs.Queue("closed", { name: "closed" });
  new aws.sns.Topic("topic", { name: "topic" });
  const topic = new aws.sns.Topic("other", { name: "other" });
  new aws.sns.TopicPolicy("other", { arn: topic.arn, policy: letIn("sns:Publish", topic.arn) });
  const bucket = new aws.s3.Bucket("photos", { bucket: "photos" });
  new aws.s3.BucketPolicy("photos", {
    bucket: bucket.id,
    policy: letIn("s3:PutObject", "arn:aws:s3:::photos/*"),
  });
  const key = new aws.kms.Key("default");
  new aws.kms.Alias("alias", { name: "alias/default", targetKeyId: key.keyId });
  new aws.kms.Key("own", { policy: letIn("kms:Decrypt", "*") });
  const apart = new aws.kms.Key("apart");
  new aws.kms.KeyPolicy("apart", { keyId: apart.keyId, policy: letIn("kms:Decrypt", "*") });
  const bus = new aws.cloudwatch.EventBus("bus", { name: "bus" });
  new aws.cloudwatch.EventBusPolicy("bus", {
    eventBusName: bus.name,
    policy: letIn("events:PutEvents", bus.arn),
  });
  const secret = new aws.secretsmanager.Secret("secret", { name: "secret" });
  new aws.secretsmanager.SecretPolicy("secret", {
    secretArn: secret.arn,
    policy: letIn("secretsmanager:GetSecretValue", "*"),
  });
  const table = new aws.dynamodb.Table("table", {
    name: "table",
    hashKey: "id",
    attributes: [{ name: "id", type: "S" }],
    billingMode: "PAY_PER_REQUEST",
  });
  new aws.dynamodb.ResourcePolicy("table", { resourceArn: table.arn, policy: letIn("dynamodb:Query", "*") });
  const stream = new aws.kinesis.Stream("stream", { name: "stream", shardCount: 1 });
  new aws.kinesis.ResourcePolicy("stream", {
    resourceArn: stream.arn,
    policy: letIn("kinesis:GetRecords", "*"),
  });
  const images = new aws.ecr.Repository("images", { name: "images" });
  new aws.ecr.RepositoryPolicy("images", {
    repository: images.name,
    policy: letIn("ecr:BatchGetImage", "*"),
  });
  new aws.apigateway.RestApi("inline", { name: "inline", policy: letIn("execute-api:Invoke", "*") });
  const api = new aws.apigateway.RestApi("api", { name: "api" });
  new aws.apigateway.RestApiPolicy("api", { restApiId: api.id, policy: letIn("execute-api:Invoke", "*") });
  new aws.apigateway.RestApi("closed", { name: "closed" });
  new aws.iam.RolePolicy("keys", { role: "role", policy: own("kms:Decrypt") });
}

/** A program for each part, so that a graph of its own has what another one uses. */
export const programs = [roles, permissions, resources];
