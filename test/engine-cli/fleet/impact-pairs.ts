/** Programs before and after a change, both within a block that has `aws` and `pulumi`. Names tell the pairs apart. */
export type Programs = readonly [before: string, after: string];

const role = (name: string, args: string, options = "") =>
  `const role = new aws.iam.Role("${name}", { assumeRolePolicy: "{}", ${args} }${options && `, ${options}`});`;
const table = (name: string, key: string, more = "") =>
  `new aws.dynamodb.Table("${name}", { hashKey: "${key}", attributes: [{ name: "${key}", type: "S" }], ${more} });`;
const component = (type: string, name: string, body: string, options = "{}") =>
  `const at = new pulumi.ComponentResource("${type}", "${name}", {}, ${options}); ${body}`;

/** Changes that don't touch one another: one program has them all. */
export const together: Readonly<Record<string, Programs>> = {
  "nothing changes": [
    `new aws.sqs.Queue("same", { delaySeconds: 1 });`,
    `new aws.sqs.Queue("same", { delaySeconds: 1 });`,
  ],
  "a resource comes": ["", `new aws.sqs.Queue("comes");`],
  "a resource goes": [`new aws.sqs.Queue("goes");`, ""],
  "a value changes": [
    `new aws.sqs.Queue("value", { delaySeconds: 1 });`,
    `new aws.sqs.Queue("value", { delaySeconds: 2 });`,
  ],
  "a value is given and another left out": [
    `new aws.sqs.Queue("given", { delaySeconds: 1 });`,
    `new aws.sqs.Queue("given", { messageRetentionSeconds: 120 });`,
  ],
  "a type has to be replaced": [
    `new aws.sqs.Queue("fifo", {});`,
    `new aws.sqs.Queue("fifo", { fifoQueue: true });`,
  ],
  "a named type has to be replaced": [table("key", "a", `name: "key"`), table("key", "b", `name: "key"`)],
  "what depends on a replaced resource's ARN is updated": [
    `${role("arn", `path: "/a/"`)} new aws.sqs.Queue("arn-queue", { tags: { role: role.arn } });`,
    `${role("arn", `path: "/b/"`)} new aws.sqs.Queue("arn-queue", { tags: { role: role.arn } });`,
  ],
  "what depends on what a replaced resource was given stays": [
    `${role("path", `path: "/a/", description: "known beforehand"`)} new aws.sqs.Queue("path-queue", { tags: { role: role.description.apply((text) => text ?? "") } });`,
    `${role("path", `path: "/b/", description: "known beforehand"`)} new aws.sqs.Queue("path-queue", { tags: { role: role.description.apply((text) => text ?? "") } });`,
  ],
  "what makes a hash of a replaced resource's ARN is updated": [
    `${role("hash", `path: "/a/"`)} new aws.sqs.Queue("hash-queue", { tags: { role: role.arn.apply((arn) => String(arn.length)) } });`,
    `${role("hash", `path: "/b/"`)} new aws.sqs.Queue("hash-queue", { tags: { role: role.arn.apply((arn) => String(arn.length)) } });`,
  ],
  "a resource that can't change what it takes from a replaced one is replaced": [
    `${role("chain", `path: "/a/"`)} const p = new aws.iam.RolePolicy("chain-policy", { role: role.id, policy: "{}" }); new aws.sqs.Queue("chain-queue", { tags: { p: p.id } });`,
    `${role("chain", `path: "/b/"`)} const p = new aws.iam.RolePolicy("chain-policy", { role: role.id, policy: "{}" }); new aws.sqs.Queue("chain-queue", { tags: { p: p.id } });`,
  ],
  "what has to go before a named resource is replaced too": [
    `${role("first", `name: "first", path: "/a/"`)} new aws.iam.RolePolicy("first-policy", { role: role.name, policy: "{}" }); new aws.sqs.Queue("first-queue", { tags: { role: role.arn } });`,
    `${role("first", `name: "first", path: "/b/"`)} new aws.iam.RolePolicy("first-policy", { role: role.name, policy: "{}" }); new aws.sqs.Queue("first-queue", { tags: { role: role.arn } });`,
  ],
  "what only waits for a replaced resource stays": [
    `${role("wait", `name: "wait", path: "/a/"`)} new aws.sqs.Queue("wait-queue", {}, { dependsOn: role });`,
    `${role("wait", `name: "wait", path: "/b/"`)} new aws.sqs.Queue("wait-queue", {}, { dependsOn: role });`,
  ],
  "a change is ignored": [
    `new aws.sqs.Queue("ignored", { delaySeconds: 1, tags: { a: "1", b: "1" } }, { ignoreChanges: ["delaySeconds", "tags.a"] });`,
    `new aws.sqs.Queue("ignored", { delaySeconds: 2, tags: { a: "2", b: "1" } }, { ignoreChanges: ["delaySeconds", "tags.a"] });`,
  ],
  "a part of a change is ignored": [
    `new aws.sqs.Queue("part", { tags: { a: "1", b: "1" } }, { ignoreChanges: ["tags.a"] });`,
    `new aws.sqs.Queue("part", { tags: { a: "2", b: "2" } }, { ignoreChanges: ["tags.a"] });`,
  ],
  "what is ignored has just come": [
    `new aws.sqs.Queue("fresh", {}, { ignoreChanges: ["tags", "delaySeconds"] });`,
    `new aws.sqs.Queue("fresh", { delaySeconds: 9 }, { ignoreChanges: ["tags", "delaySeconds"] });`,
  ],
  "the program wants a replacement": [
    `new aws.sqs.Queue("wanted", { delaySeconds: 1 }, { replaceOnChanges: ["delaySeconds"] });`,
    `new aws.sqs.Queue("wanted", { delaySeconds: 2 }, { replaceOnChanges: ["delaySeconds"] });`,
  ],
  "the program wants it for any change": [
    `new aws.sqs.Queue("any", { delaySeconds: 1 }, { replaceOnChanges: ["*"] });`,
    `new aws.sqs.Queue("any", { delaySeconds: 2 }, { replaceOnChanges: ["*"] });`,
  ],
  "the program wants the old one to go first": [
    `${role("before", `path: "/a/"`, "{ deleteBeforeReplace: true }")} new aws.iam.RolePolicy("before-policy", { role: role.id, policy: "{}" });`,
    `${role("before", `path: "/b/"`, "{ deleteBeforeReplace: true }")} new aws.iam.RolePolicy("before-policy", { role: role.id, policy: "{}" });`,
  ],
  "an alias has the old name": [
    `${role("old-name", `path: "/a/"`)} new aws.sqs.Queue("alias-queue", { tags: { role: role.arn } });`,
    `${role("new-name", `path: "/a/"`, `{ aliases: [{ name: "old-name" }] }`)} new aws.sqs.Queue("alias-queue", { tags: { role: role.arn } });`,
  ],
  "an alias has the old URN, and a value changes": [
    `new aws.sqs.Queue("old-urn", { delaySeconds: 1 });`,
    `new aws.sqs.Queue("new-urn", { delaySeconds: 2 }, { aliases: [\`urn:pulumi:\${pulumi.getStack()}::\${pulumi.getProject()}::aws:sqs/queue:Queue::old-urn\`] });`,
  ],
  "an alias has no parent": [
    `new aws.sqs.Queue("orphan", { delaySeconds: 1 });`,
    component(
      "shop:index:Home",
      "home",
      `new aws.sqs.Queue("orphan", { delaySeconds: 1 }, { parent: at, aliases: [{ parent: pulumi.rootStackResource }] });`,
    ),
  ],
  "a component has another name, and its parts with it": [
    component(
      "shop:index:Jobs",
      "jobs",
      `new aws.sqs.Queue("jobs-queue", {}, { parent: at }); new aws.sns.Topic("news", {}, { parent: at });`,
    ),
    component(
      "shop:index:Jobs",
      "work",
      `new aws.sqs.Queue("work-queue", {}, { parent: at }); new aws.sns.Topic("news", {}, { parent: at });`,
      `{ aliases: [{ name: "jobs" }] }`,
    ),
  ],
  "a component has another type, and a part another name": [
    component("shop:index:Old", "typed", `new aws.sqs.Queue("typed-queue", {}, { parent: at });`),
    component(
      "shop:index:New",
      "typed",
      `new aws.sqs.Queue("typed-jobs", {}, { parent: at, aliases: [{ name: "typed-queue" }] });`,
      `{ aliases: [{ type: "shop:index:Old" }] }`,
    ),
  ],
  "a resource moves into a component without an alias": [
    `new aws.sqs.Queue("moved");`,
    component("shop:index:Home", "moving", `new aws.sqs.Queue("moved", {}, { parent: at });`),
  ],
  "a component's own arguments change": [
    `new pulumi.ComponentResource("shop:index:Settings", "settings", { size: 1 });`,
    `new pulumi.ComponentResource("shop:index:Settings", "settings", { size: 2 });`,
  ],
  "a secret changes, and another stays": [
    `new aws.ssm.Parameter("changed-secret", { type: "SecureString", value: pulumi.secret("a") }); new aws.ssm.Parameter("kept-secret", { type: "SecureString", value: pulumi.secret("a") });`,
    `new aws.ssm.Parameter("changed-secret", { type: "SecureString", value: pulumi.secret("b") }); new aws.ssm.Parameter("kept-secret", { type: "SecureString", value: pulumi.secret("a") });`,
  ],
  "code changes, and other code only its path": [
    `new aws.s3.BucketObjectv2("text", { bucket: "b", key: "text", source: new pulumi.asset.StringAsset("one") }); new aws.s3.BucketObjectv2("copy", { bucket: "b", key: "copy", source: new pulumi.asset.AssetArchive({ a: new pulumi.asset.StringAsset("x"), b: new pulumi.asset.StringAsset("y") }) });`,
    `new aws.s3.BucketObjectv2("text", { bucket: "b", key: "text", source: new pulumi.asset.StringAsset("two") }); new aws.s3.BucketObjectv2("copy", { bucket: "b", key: "copy", source: new pulumi.asset.AssetArchive({ b: new pulumi.asset.StringAsset("y"), a: new pulumi.asset.StringAsset("x") }) });`,
  ],
  "a function with versions changes, and its alias follows": [
    `const work = new aws.lambda.Function("work", { role: "arn:aws:iam::123456789012:role/work", handler: "index.handler", runtime: "nodejs24.x", publish: true, memorySize: 256, code: new pulumi.asset.FileArchive("./code") }); new aws.lambda.Alias("live", { functionName: work.name, functionVersion: work.version, name: "live" });`,
    `const work = new aws.lambda.Function("work", { role: "arn:aws:iam::123456789012:role/work", handler: "index.handler", runtime: "nodejs24.x", publish: true, memorySize: 512, code: new pulumi.asset.FileArchive("./code") }); new aws.lambda.Alias("live", { functionName: work.name, functionVersion: work.version, name: "live" });`,
  ],
  "a literal becomes the ARN of a resource that is new": [
    `new aws.sqs.Queue("literal", { tags: { topic: "arn:aws:sns:eu-west-1:123456789012:x" } });`,
    `const topic = new aws.sns.Topic("literal-topic"); new aws.sqs.Queue("literal", { tags: { topic: topic.arn } });`,
  ],
  "a JSON text changes": [
    `new aws.iam.Policy("json", { policy: JSON.stringify({ Version: "2012-10-17", Statement: [] }) });`,
    `new aws.iam.Policy("json", { policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }] }) });`,
  ],
  "a resource is only looked up": [
    `aws.sqs.Queue.get("lookup", "https://sqs.eu-west-1.amazonaws.com/123456789012/lookup");`,
    `aws.sqs.Queue.get("lookup", "https://sqs.eu-west-1.amazonaws.com/123456789012/lookup");`,
  ],
  "a resource that was looked up becomes the stack's own": [
    `aws.sqs.Queue.get("own", "https://sqs.eu-west-1.amazonaws.com/123456789012/own");`,
    `new aws.sqs.Queue("own", { name: "own" });`,
  ],
  "a resource that goes with another one has to make way": [
    `const key = new aws.kms.Key("with", { description: "a" }); ${role("with-role", `name: "with-role", path: "/a/"`)} new aws.sqs.Queue("with-queue", { tags: { key: key.arn } }, { deletedWith: role });`,
    `const key = new aws.kms.Key("with", { description: "b" }); ${role("with-role", `name: "with-role", path: "/b/"`)} new aws.sqs.Queue("with-queue", { tags: { key: key.arn } }, { deletedWith: role });`,
  ],
  "a resource of a replaced component's parts takes its new ARN": [
    component(
      "shop:index:Deep",
      "deep",
      `const inner = new aws.sns.Topic("deep-topic", { fifoTopic: false }, { parent: at }); new aws.sns.TopicSubscription("deep-sub", { topic: inner.arn, protocol: "sqs", endpoint: "arn:aws:sqs:eu-west-1:123456789012:q" }, { parent: at });`,
    ),
    component(
      "shop:index:Deep",
      "deep",
      `const inner = new aws.sns.Topic("deep-topic", { fifoTopic: true }, { parent: at }); new aws.sns.TopicSubscription("deep-sub", { topic: inner.arn, protocol: "sqs", endpoint: "arn:aws:sqs:eu-west-1:123456789012:q" }, { parent: at });`,
    ),
  ],
  "a list of blocks grows": [
    `new aws.dynamodb.Table("blocks", { hashKey: "a", attributes: [{ name: "a", type: "S" }] });`,
    `new aws.dynamodb.Table("blocks", { hashKey: "a", attributes: [{ name: "a", type: "S" }, { name: "b", type: "S" }], globalSecondaryIndexes: [{ name: "b", hashKey: "b", projectionType: "ALL" }] });`,
  ],
  "a resource is kept in AWS when it goes": [
    `new aws.sqs.Queue("retained", {}, { retainOnDelete: true });`,
    "",
  ],
};

/** Changes that need a program of their own; `fails`: the preview ends with an error. */
export const alone: Readonly<Record<string, { readonly programs: Programs; readonly fails?: true }>> = {
  "a protected resource has to be replaced": {
    programs: [
      `new aws.sqs.Queue("fifo", {}, { protect: true });`,
      `new aws.sqs.Queue("fifo", { fifoQueue: true }, { protect: true });`,
    ],
    fails: true,
  },
  "a protected resource loses its protection and is replaced": {
    programs: [
      `new aws.sqs.Queue("fifo", {}, { protect: true });`,
      `new aws.sqs.Queue("fifo", { fifoQueue: true });`,
    ],
  },
  "a resource is to be imported": {
    programs: [
      "",
      `new aws.sqs.Queue("imported", { name: "imported" }, { import: "https://sqs.eu-west-1.amazonaws.com/123456789012/imported" });`,
    ],
  },
  "a protected resource goes": {
    programs: [
      `new aws.sqs.Queue("kept", {}, { protect: true }); new aws.sqs.Queue("other");`,
      `new aws.sqs.Queue("other", { delaySeconds: 1 });`,
    ],
    fails: true,
  },
  "a provider of the program's own is used": {
    programs: [
      `const west = new aws.Provider("west", { region: "us-west-2" }); new aws.sqs.Queue("own", { delaySeconds: 1 }, { provider: west });`,
      `const west = new aws.Provider("west", { region: "us-west-2", maxRetries: 3 }); new aws.sqs.Queue("own", { delaySeconds: 2 }, { provider: west });`,
    ],
  },
};
