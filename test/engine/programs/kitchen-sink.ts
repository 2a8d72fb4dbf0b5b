import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

pulumi.runtime.registerResourceTransform(({ type, props, opts }) =>
  type === "aws:sqs/queue:Queue"
    ? {
        props: { ...props, tags: { ...props.tags, stack: "yes", order: `${props.tags?.order ?? ""}>stack` } },
        opts,
      }
    : undefined,
);

class Jobs extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;
  readonly queue: aws.sqs.Queue;
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Jobs", name, {}, opts);
    const dlq = new aws.sqs.Queue(`${name}-dlq`, {}, { parent: this });
    this.queue = new aws.sqs.Queue(
      `${name}-main`,
      { redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: dlq.arn, maxReceiveCount: 5 }) },
      {
        parent: this,
        aliases: [
          { name: "jobs" },
          { parent: pulumi.rootStackResource },
          "urn:pulumi:dev::other::aws:sqs/queue:Queue::jobs",
        ],
        transforms: [
          ({ props, opts }) => ({
            props: { ...props, tags: { ...props.tags, order: `${props.tags?.order ?? ""}>own` } },
            opts,
          }),
        ],
      },
    );
    this.url = this.queue.url;
    this.registerOutputs({ url: this.url, queue: this.queue });
  }
}

const config = new pulumi.Config();
const provider = new aws.Provider("west", { region: "us-west-2", allowedAccountIds: ["123456789012"] });
const jobs = new Jobs("jobs", {
  providers: [provider],
  protect: true,
  retainOnDelete: true,
  transforms: [
    ({ type, props, opts }) =>
      type === "aws:sqs/queue:Queue"
        ? { props: { ...props, tags: { ...props.tags, order: `${props.tags?.order ?? ""}>parent` } }, opts }
        : undefined,
  ],
  transformations: [
    ({ type, props, opts }) =>
      type === "aws:sqs/queue:Queue" ? { props: { ...props, delaySeconds: 7 }, opts } : undefined,
  ],
});
const token = new aws.ssm.Parameter(
  "token",
  { type: "SecureString", value: config.requireSecret("apiKey") },
  { additionalSecretOutputs: ["arn"], ignoreChanges: ["value"] },
);
const role = new aws.iam.Role("role", {
  assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
});
const fn = new aws.lambda.Function(
  "fn",
  {
    role: role.arn,
    handler: "index.handler",
    runtime: "nodejs24.x",
    code: new pulumi.asset.AssetArchive({
      "index.mjs": new pulumi.asset.StringAsset("export const handler = () => 1"),
      lib: new pulumi.asset.FileArchive("./lib"),
    }),
    environment: { variables: { URL: jobs.url, KEY: config.requireSecret("apiKey") } },
  },
  { dependsOn: [jobs, token], deleteBeforeReplace: true, replaceOnChanges: ["handler"] },
);
const archive = new aws.lambda.LayerVersion(
  "layer",
  { layerName: "x", code: new pulumi.asset.FileArchive("./layer.zip") },
  { deletedWith: fn },
);
const network = new pulumi.StackReference("organization/network/dev");
const existing = aws.sqs.Queue.get("existing", "https://sqs.eu-west-1.amazonaws.com/123456789012/existing");
const me = aws.getCallerIdentityOutput();
new aws.cloudwatch.LogGroup("log", {
  name: pulumi.interpolate`/aws/${network.getOutput("vpc")}/${me.accountId}`,
});

export const url = jobs.url;
export const root = pulumi.getRootDirectory();
export const organization = pulumi.getOrganization();
export const preview = pulumi.runtime.isDryRun();
export const layer = archive.arn;
export const vpc = network.requireOutput("vpc");
export const password = network.requireOutput("password");
export const found = existing.arn;
export const key = config.requireSecret("apiKey");
