import { expect, test } from "vitest";
import { type Properties, Unknown } from "../../platform/engine/index.ts";
import { type AwsProviderOptions, awsProvider } from "../../platform/provider/index.ts";

function make(
  type: string,
  inputs: Properties = {},
  options: AwsProviderOptions = {},
  providerInputs: Properties = {},
) {
  const urn = `urn:pulumi:dev::shop::${type}::thing`;
  return awsProvider(options).create(
    { urn, type, name: "thing", inputs },
    { preview: false, providerInputs },
  );
}

const account = "123456789012";

test.each([
  ["aws:lambda/function:Function", { name: "f" }, "f", `arn:aws:lambda:eu-west-1:${account}:function:f`],
  ["aws:iam/role:Role", { name: "r" }, "r", `arn:aws:iam::${account}:role/r`],
  [
    "aws:cloudwatch/logGroup:LogGroup",
    { name: "/aws/lambda/f" },
    "/aws/lambda/f",
    `arn:aws:logs:eu-west-1:${account}:log-group:/aws/lambda/f`,
  ],
  [
    "aws:sqs/queue:Queue",
    { name: "q" },
    `https://sqs.eu-west-1.amazonaws.com/${account}/q`,
    `arn:aws:sqs:eu-west-1:${account}:q`,
  ],
  ["aws:dynamodb/table:Table", { name: "t" }, "t", `arn:aws:dynamodb:eu-west-1:${account}:table/t`],
  [
    "aws:scheduler/schedule:Schedule",
    { name: "s" },
    "default/s",
    `arn:aws:scheduler:eu-west-1:${account}:schedule/default/s`,
  ],
  [
    "aws:sfn/stateMachine:StateMachine",
    { name: "m" },
    `arn:aws:states:eu-west-1:${account}:stateMachine:m`,
    `arn:aws:states:eu-west-1:${account}:stateMachine:m`,
  ],
  [
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    { name: "a" },
    "a",
    `arn:aws:cloudwatch:eu-west-1:${account}:alarm:a`,
  ],
  [
    "aws:sns/topic:Topic",
    { name: "t" },
    `arn:aws:sns:eu-west-1:${account}:t`,
    `arn:aws:sns:eu-west-1:${account}:t`,
  ],
  [
    "aws:kinesis/stream:Stream",
    { name: "s" },
    `arn:aws:kinesis:eu-west-1:${account}:stream/s`,
    `arn:aws:kinesis:eu-west-1:${account}:stream/s`,
  ],
  [
    "aws:kinesis/streamConsumer:StreamConsumer",
    { name: "c", streamArn: `arn:aws:kinesis:eu-west-1:${account}:stream/s` },
    `arn:aws:kinesis:eu-west-1:${account}:stream/s/consumer/c:1767225600`,
    `arn:aws:kinesis:eu-west-1:${account}:stream/s/consumer/c:1767225600`,
  ],
  [
    "aws:cloudwatch/eventArchive:EventArchive",
    { name: "a" },
    "a",
    `arn:aws:events:eu-west-1:${account}:archive/a`,
  ],
  ["aws:iot/topicRule:TopicRule", { name: "r" }, "r", `arn:aws:iot:eu-west-1:${account}:rule/r`],
  ["aws:s3/bucket:Bucket", { bucket: "b" }, "b", "arn:aws:s3:::b"],
  [
    "aws:s3/bucketObjectv2:BucketObjectv2",
    { bucket: "b", key: "a/b.html" },
    "a/b.html",
    "arn:aws:s3:::b/a/b.html",
  ],
  ["aws:cloudfront/function:Function", { name: "f" }, "f", `arn:aws:cloudfront::${account}:function/f`],
  [
    "aws:cloudwatch/logDeliverySource:LogDeliverySource",
    { name: "s", region: "us-east-1" },
    "s",
    `arn:aws:logs:us-east-1:${account}:delivery-source:s`,
  ],
  [
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
    { name: "d", region: "us-east-1" },
    "d",
    `arn:aws:logs:us-east-1:${account}:delivery-destination:d`,
  ],
])("%s has the id and ARN that AWS would give it", (type, inputs, id, arn) => {
  const made = make(type, inputs);
  expect(made.id).toBe(id);
  expect(made.outputs.arn).toBe(arn);
});

test("resources that belong to another are named after it, as AWS does", () => {
  expect(make("aws:iam/rolePolicy:RolePolicy", { role: "r", name: "p" }).id).toBe("r:p");
  expect(make("aws:sqs/queuePolicy:QueuePolicy", { queueUrl: "https://q" }).id).toBe("https://q");
  expect(
    make("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", { functionName: "f" }).id,
  ).toBe("f");
  const mapping = make("aws:lambda/eventSourceMapping:EventSourceMapping", {
    functionName: `arn:aws:lambda:eu-west-1:${account}:function:f`,
  });
  expect(mapping.id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/);
  expect(mapping.outputs).toMatchObject({
    uuid: mapping.id,
    functionArn: `arn:aws:lambda:eu-west-1:${account}:function:f`,
  });
});

test("an HTTP API and its stage agree on the URL", () => {
  const api = make("aws:apigatewayv2/api:Api", { name: "web", protocolType: "HTTP" });
  expect(api.outputs.apiEndpoint).toBe(`https://${api.id}.execute-api.eu-west-1.amazonaws.com`);
  const stage = (name: string) =>
    make("aws:apigatewayv2/stage:Stage", { apiId: api.id, name }).outputs.invokeUrl;
  expect(stage("$default")).toBe(`${api.outputs.apiEndpoint}/`);
  expect(stage("v1")).toBe(`${api.outputs.apiEndpoint}/v1`);
});

test("a name that isn't given is the logical one and seven digits, the same each time", () => {
  const { outputs } = make("aws:sqs/queue:Queue");
  expect(outputs.name).toMatch(/^thing-[\da-f]{7}$/);
  expect(make("aws:sqs/queue:Queue").outputs.name).toBe(outputs.name);
  expect(make("aws:sqs/queue:Queue", { fifoQueue: true }).outputs.name).toMatch(/^thing-[\da-f]{7}\.fifo$/);
});

test("region and account are options; a resource's own region and its provider's come first", () => {
  const arn = (inputs: Properties, provider: Properties = {}) =>
    make("aws:sqs/queue:Queue", { name: "q", ...inputs }, { region: "us-east-1", account: "1" }, provider)
      .outputs.arn;
  expect(arn({})).toBe("arn:aws:sqs:us-east-1:1:q");
  expect(arn({}, { region: "eu-north-1" })).toBe("arn:aws:sqs:eu-north-1:1:q");
  expect(arn({ region: "ap-south-1" }, { region: "eu-north-1" })).toBe("arn:aws:sqs:ap-south-1:1:q");
});

test("tagsAll are the provider's default tags and the resource's own", () => {
  const provider = { defaultTags: JSON.stringify({ tags: { team: "a", stage: "dev" } }) };
  expect(make("aws:sqs/queue:Queue", { tags: { stage: "prod" } }, {}, provider).outputs.tagsAll).toEqual({
    team: "a",
    stage: "prod",
  });
  expect(make("aws:sqs/queuePolicy:QueuePolicy", {}, {}, provider).outputs).not.toHaveProperty("tagsAll");
});

test("a type without a form of its own gets an ARN and outputs of the general form", () => {
  const { id, outputs } = make("aws:glue/catalogDatabase:CatalogDatabase", { name: "db" });
  expect(id).toBe("db");
  expect(outputs.arn).toBe(`arn:aws:glue:eu-west-1:${account}:catalog-database/db`);
  const efs = make("aws:efs/fileSystem:FileSystem");
  expect(efs.outputs).toMatchObject({ ownerId: account, numberOfMountTargets: 0, sizeInBytes: [] });
});

test("in a preview nothing is known but what was given", () => {
  const type = "aws:sqs/queue:Queue";
  const { id, outputs } = awsProvider().create(
    { urn: "u", type, name: "q", inputs: { tags: { a: "b" } } },
    { preview: true },
  );
  expect(id).toBe("");
  expect(outputs).toEqual({
    arn: expect.any(Unknown),
    url: expect.any(Unknown),
    name: expect.any(Unknown),
    region: expect.any(Unknown),
    tagsAll: { a: "b" },
  });
});

test("parts of REST APIs and domains have ids in the forms of AWS, and a key has a value", () => {
  const id = (type: string, inputs: Properties = {}) => make(`aws:${type}`, inputs).id;
  const key = make("aws:apigateway/apiKey:ApiKey", { name: "acme" });

  expect(id("apigateway/deployment:Deployment")).toMatch(/^[a-z0-9]{6}$/);
  expect(id("apigateway/usagePlan:UsagePlan", { name: "basic" })).toMatch(/^[a-z0-9]{6}$/);
  expect(key.id).toMatch(/^[a-z0-9]{10}$/);
  expect(key.outputs.arn).toBe(`arn:aws:apigateway:eu-west-1::/apikeys/${key.id}`);
  expect(key.outputs.value).toMatch(/^[a-z0-9]{40}$/);
  expect(id("apigateway/usagePlanKey:UsagePlanKey", { keyId: key.id })).toBe(key.id);
  expect(id("route53/record:Record", { zoneId: "Z1", name: "a.example.com", type: "A" })).toBe(
    "Z1_a.example.com_A",
  );
  expect(id("apigatewayv2/apiMapping:ApiMapping")).toMatch(/^[a-z0-9]{6}$/);
});

test("a certificate says which record proves it, and a domain where its name has to lead", () => {
  const { outputs } = make("aws:acm/certificate:Certificate", { domainName: "a.example.com" });
  const domain = make("aws:apigatewayv2/domainName:DomainName", { domainName: "a.example.com" });

  expect(outputs.arn).toMatch(new RegExp(`^arn:aws:acm:eu-west-1:${account}:certificate/`));
  expect(outputs.domainValidationOptions).toEqual([
    {
      domainName: "a.example.com",
      resourceRecordName: expect.stringMatching(/^_[0-9a-f]{32}\.a\.example\.com\.$/),
      resourceRecordType: "CNAME",
      resourceRecordValue: expect.stringMatching(/\.acm-validations\.aws\.$/),
    },
  ]);
  expect(domain.id).toBe("a.example.com");
  expect(domain.outputs.domainNameConfiguration).toEqual({
    hostedZoneId: expect.stringMatching(/^Z[0-9A-F]{13}$/),
    targetDomainName: expect.stringMatching(/^d-[a-z0-9]{10}\.execute-api\.eu-west-1\.amazonaws\.com$/),
  });
});

test.each([
  ["aws:cloudfront/distribution:Distribution", "distribution", /^E[A-Z0-9]{13}$/],
  ["aws:cloudfront/originAccessControl:OriginAccessControl", "origin-access-control", /^E[A-Z0-9]{13}$/],
  ["aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", "response-headers-policy", /^[\da-f-]{36}$/],
  ["aws:cloudfront/cachePolicy:CachePolicy", "cache-policy", /^[\da-f-]{36}$/],
])("%s has an id in CloudFront's form, and an ARN of no region", (type, kind, shape) => {
  const { id, outputs } = make(type, { name: "n" });
  expect(id).toMatch(shape);
  expect(outputs.arn).toBe(`arn:aws:cloudfront::${account}:${kind}/${id}`);
});

test("a distribution has a name of CloudFront's, and the hosted zone that all of them have", () => {
  const { outputs } = make("aws:cloudfront/distribution:Distribution");
  expect(outputs.domainName).toMatch(/^d[a-z0-9]{13}\.cloudfront\.net$/);
  expect(outputs.hostedZoneId).toBe("Z2FDTNDATAQYW2");
});

test("a resource that names its region is there, whatever the provider's", () => {
  const { outputs } = make("aws:lambda/function:Function", { name: "f", region: "us-east-1" });
  expect(outputs.arn).toBe(`arn:aws:lambda:us-east-1:${account}:function:f`);
});
