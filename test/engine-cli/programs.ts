/** Programs in the shapes that people write: their files by path. */
export const programs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "reads files by relative paths": {
    "policy.json": '{ "Version": "2012-10-17", "Statement": [] }',
    "site/index.html": "<h1>Shop</h1>",
    "site/about.html": "<h1>About</h1>",
    "index.ts": `import { readdirSync, readFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
const bucket = new aws.s3.Bucket("site");
for (const file of readdirSync("site"))
  new aws.s3.BucketObjectv2(file, { bucket: bucket.id, source: new pulumi.asset.FileAsset("./site/" + file) });
new aws.iam.Policy("policy", { policy: readFileSync("./policy.json", "utf8") });
export const folder = process.cwd().split("/").at(-1);`,
  },
  "listens to a bucket with onObjectCreated": {
    "index.ts": `import * as aws from "@pulumi/aws";
const bucket = new aws.s3.Bucket("uploads");
bucket.onObjectCreated("uploaded", async (event) => console.log(event.Records?.length), { filterPrefix: "in/" });
bucket.onObjectRemoved("removed", async () => {});
export const { arn } = bucket;`,
  },
  "has the code of a function in an AssetArchive": {
    "lib/words.mjs": 'export const word = "hello";',
    "index.ts": `import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
const role = new aws.iam.Role("role", { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }) });
const code = new pulumi.asset.AssetArchive({
  "index.mjs": new pulumi.asset.StringAsset("export const handler = async () => 1;"),
  lib: new pulumi.asset.FileArchive("./lib"),
});
export const { arn } = new aws.lambda.Function("work", { role: role.arn, handler: "index.handler", runtime: "nodejs24.x", code });`,
  },
  "gives functions of the program as handlers": {
    "index.ts": `import * as aws from "@pulumi/aws";
const greeting = "hello";
const topic = new aws.sns.Topic("news");
topic.onEvent("read", async (event) => console.log(greeting, event.Records.length));
aws.cloudwatch.onSchedule("tick", "rate(1 hour)", async () => console.log(greeting));
const work = new aws.lambda.CallbackFunction("work", { callback: async () => greeting, memorySize: 256 });
export const { arn } = work;`,
  },
  "uses random values": {
    "index.ts": `import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
const pet = new random.RandomPet("pet", { length: 2 });
const bucket = new aws.s3.Bucket("uploads", { bucket: pulumi.interpolate\`uploads-\${pet.id}\` });
const role = new aws.iam.Role("role", { name: "fixed", assumeRolePolicy: "{}", tags: { of: pet.separator } });
new aws.sqs.Queue("queue", { tags: { role: role.arn, bucket: bucket.arn } });
export const name = pet.id;`,
  },
  "looks things up": {
    "index.ts": `import * as aws from "@pulumi/aws";
const vpc = await aws.ec2.getVpc({ default: true });
const subnets = aws.ec2.getSubnetsOutput({ filters: [{ name: "vpc-id", values: [vpc.id] }] });
const me = await aws.getCallerIdentity();
const region = aws.getRegionOutput();
const parameter = aws.ssm.getParameterOutput({ name: "/shop/key" });
const zone = aws.route53.getZoneOutput({ name: "shop.example" });
const policy = aws.iam.getPolicyDocumentOutput({ statements: [{ actions: ["s3:GetObject"], resources: [\`arn:aws:s3:::shop-\${me.accountId}/*\`] }] });
new aws.ec2.SecurityGroup("web", { vpcId: vpc.id, tags: { region: region.region, subnets: subnets.ids.apply((ids) => ids.join()) } });
new aws.iam.Policy("read", { policy: policy.json });
new aws.route53.Record("www", { zoneId: zone.zoneId, name: "www", type: "CNAME", ttl: 60, records: [parameter.value] });`,
  },
  "registers resources late": {
    "index.ts": `import { readFile } from "node:fs/promises";
import * as aws from "@pulumi/aws";
const first = new aws.sqs.Queue("first");
first.url.apply((url) => new aws.sqs.QueuePolicy("in-apply", { queueUrl: url, policy: "{}" }));
setTimeout(() => new aws.sqs.Queue("in-timer"), 50);
void readFile("Pulumi.yaml").then(() => new aws.sqs.Queue("in-promise"));
process.once("beforeExit", () => new aws.sqs.Queue("before-exit"));`,
  },
  "is made of classes with parameter properties, an enum and transforms": {
    "index.ts": `import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
enum Size { small = 1, large = 10 }
class Jobs extends pulumi.ComponentResource {
  readonly queue: aws.sqs.Queue;
  constructor(private readonly label: string, size: Size, options?: pulumi.ComponentResourceOptions) {
    super("shop:index:Jobs", label, {}, options);
    this.queue = new aws.sqs.Queue(label, { delaySeconds: size }, { parent: this, protect: false });
    this.registerOutputs({ url: this.queue.url });
  }
  name() { return this.label; }
}
const jobs = new Jobs("jobs", Size.large, {
  transforms: [({ type, props, opts }) => type === "aws:sqs/queue:Queue" ? { props: { ...props, tags: { by: "transform" } }, opts } : undefined],
});
new aws.sqs.Queue("after", {}, { dependsOn: jobs });
export const name = jobs.name();`,
  },
  "consists of several files, imported without extensions": {
    "queues/index.ts": 'import * as aws from "@pulumi/aws";\nexport const jobs = new aws.sqs.Queue("jobs");',
    "settings.json": '{ "delay": 7 }',
    "settings.ts":
      'import settings from "./settings.json" with { type: "json" };\nexport interface Settings { delay: number }\nexport const read = (): Settings => settings;',
    "index.ts": `import * as aws from "@pulumi/aws";
import { jobs } from "./queues";
import { read, type Settings } from "./settings";
const settings: Settings = read();
new aws.sqs.Queue("letters", { delaySeconds: settings.delay, tags: { jobs: jobs.arn } });
export { jobs };`,
  },
  "states exceptions": {
    "src/handler.ts": "export const handler = async () => 1;",
    "Pulumi.dev.yaml": `config:
  aws:region: eu-west-1
  defaults:
    queue:
      encrypted: { value: false, reason: A test., owner: crew, expires: 2099-12-31 }
  functions:
    worker:
      logRetentionDays:
        value: 1
        reason: A test.
        owner: crew
        expires: 2099-12-31
`,
    "index.ts": `import { Event, exempt, Function } from "#platform";
const exception = { reason: "A test.", owner: "crew", expires: "2099-12-31" };
new Event("jobs", {
  source: { type: "sqs", batchSize: 5 },
  handler: "src/handler.ts",
  tracing: { value: "PassThrough", ...exception },
});
exempt("queue-encryption", "jobs-queue", exception);
export const { arn } = new Function("worker", { handler: "src/handler.ts", memory: 256 });`,
  },
  "uses the platform beside resources of its own": {
    "src/handler.ts": "export const handler = async () => ({ statusCode: 200 });",
    "index.ts": `import * as aws from "@pulumi/aws";
import { Gateway, Queue } from "#platform";
const early = new aws.sns.Topic("early");
const jobs = new Queue("jobs");
const api = new Gateway("api", { routes: { "GET /": { handler: "src/handler.ts", link: [jobs] } } });
new aws.sqs.Queue("own", { tags: { topic: early.arn } });
export const { url } = api;`,
  },
  "is an asynchronous default export with a provider of its own": {
    "index.ts": `import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
export default async () => {
  const west = new aws.Provider("west", { region: "us-west-2" });
  await new Promise((done) => setTimeout(done, 20));
  const key = new aws.kms.Key("key", {}, { provider: west, retainOnDelete: false });
  const secret = new aws.ssm.Parameter("secret", { type: "SecureString", value: pulumi.secret("hush") });
  return { key: key.arn, secret: secret.value, names: [secret.name] };
};`,
  },
  "is CommonJS": {
    "package.json": '{ "type": "commonjs" }',
    "queues.js": 'const aws = require("@pulumi/aws");\nexports.jobs = new aws.sqs.Queue("jobs");',
    "index.js": `const pulumi = require("@pulumi/pulumi");
const { jobs } = require("./queues");
exports.url = jobs.url;
exports.stack = pulumi.getStack();`,
    main: "index.js",
  },
};
