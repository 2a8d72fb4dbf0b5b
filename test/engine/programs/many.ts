import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const size = config.requireNumber("size");
class Service extends pulumi.ComponentResource {
  constructor(name: string) {
    super("test:index:Service", name);
    for (let i = 0; i < size; i += 1) {
      const queue = new aws.sqs.Queue(
        `${name}-${i}`,
        { tags: { project: pulumi.getProject() } },
        { parent: this },
      );
      queue.url.apply(
        (url) =>
          new aws.sqs.QueuePolicy(`${name}-policy-${i}`, { queueUrl: url, policy: "{}" }, { parent: this }),
      );
    }
    this.registerOutputs({});
  }
}
pulumi.runtime.registerResourceTransform(({ props, opts, type }) =>
  type === "aws:sqs/queue:Queue"
    ? { props: { ...props, tags: { ...props.tags, stamp: pulumi.getProject() } }, opts }
    : undefined,
);
new Service(config.require("name"));
export const project = pulumi.getProject();
export const root = pulumi.getRootDirectory();
export const secret = config.requireSecret("secret");
if (config.getBoolean("fail")) throw new Error(`failing ${pulumi.getProject()}`);
