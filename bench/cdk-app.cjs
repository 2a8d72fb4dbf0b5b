// `node cdk-app.cjs <number of services> <folder>`, in a folder that has aws-cdk-lib: synthesises a stack for each service, of
// what a service of the benchmark "impact" makes, by the constructs that one would take for it. Prints its resources.
const { createRequire } = require("node:module");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const [count, outdir] = process.argv.slice(2);
const packages = createRequire(join(process.cwd(), "package.json"));
const { App, Duration, RemovalPolicy, Stack, Tags } = packages("aws-cdk-lib");
const { HttpApi } = packages("aws-cdk-lib/aws-apigatewayv2");
const { HttpLambdaIntegration } = packages("aws-cdk-lib/aws-apigatewayv2-integrations");
const { Dashboard, GraphWidget } = packages("aws-cdk-lib/aws-cloudwatch");
const { LambdaDeploymentConfig, LambdaDeploymentGroup } = packages("aws-cdk-lib/aws-codedeploy");
const { AttributeType, BillingMode, Table } = packages("aws-cdk-lib/aws-dynamodb");
const { Architecture, Code, Function: Fn, Runtime, Tracing } = packages("aws-cdk-lib/aws-lambda");
const { SqsEventSource } = packages("aws-cdk-lib/aws-lambda-event-sources");
const { LogGroup, RetentionDays } = packages("aws-cdk-lib/aws-logs");
const { Queue } = packages("aws-cdk-lib/aws-sqs");

function fn(stack, name) {
  return new Fn(stack, name, {
    functionName: `${stack.stackName}-prod-${name}`,
    runtime: Runtime.NODEJS_24_X ?? Runtime.NODEJS_22_X,
    architecture: Architecture.ARM_64,
    handler: "index.handler",
    code: Code.fromInline("exports.handler = async () => ({});"),
    memorySize: 512,
    timeout: Duration.seconds(10),
    reservedConcurrentExecutions: 10,
    tracing: Tracing.ACTIVE,
    logGroup: new LogGroup(stack, `${name}-logs`, { retention: RetentionDays.ONE_MONTH }),
  });
}

function service(app, name) {
  const stack = new Stack(app, name, { env: { account: "123456789012", region: "eu-west-1" } });
  const items = new Table(stack, "items", {
    partitionKey: { name: "id", type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const get = fn(stack, "get");
  items.grantReadData(get);
  const alias = get.addAlias("live");
  new LambdaDeploymentGroup(stack, "deployment", {
    alias,
    deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
  });
  const api = new HttpApi(stack, "api");
  api.addRoutes({
    path: "/items/{id}",
    methods: ["GET"],
    integration: new HttpLambdaIntegration("get", alias),
  });
  const dead = new Queue(stack, "dead", { enforceSSL: true });
  const queue = new Queue(stack, "queue", {
    enforceSSL: true,
    visibilityTimeout: Duration.seconds(60),
    deadLetterQueue: { queue: dead, maxReceiveCount: 3 },
  });
  const work = fn(stack, "work");
  items.grantWriteData(work);
  work.addEventSource(new SqsEventSource(queue, { reportBatchItemFailures: true }));
  const metrics = [
    ...[get, work].flatMap((one) => [one.metricErrors(), one.metricThrottles(), one.metricDuration()]),
    api.metricServerError(),
    dead.metricApproximateNumberOfMessagesVisible(),
    queue.metricApproximateAgeOfOldestMessage(),
    items.metricUserErrors(),
  ];
  for (const [i, metric] of metrics.entries())
    metric.createAlarm(stack, `alarm-${i}`, { threshold: 1, evaluationPeriods: 5 });
  new Dashboard(stack, "dashboard", {
    widgets: [metrics.map((metric) => new GraphWidget({ left: [metric] }))],
  });
  Tags.of(stack).add("service", name);
}

const app = new App({ outdir, analyticsReporting: false });
for (let i = 0; i < Number(count); i++) service(app, `s${i}`);
const { stacks } = app.synth();
const resources = (stack) => Object.keys(JSON.parse(readFileSync(stack.templateFullPath, "utf8")).Resources);
process.stdout.write(`${resources(stacks[0]).length}\n`);
