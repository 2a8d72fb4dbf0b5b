import { describe, expect, test } from "vitest";
import { Bucket, Event, type S3Source } from "../../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf, partsOf } from "../../../support/index.ts";

const handler = "src/handler.ts";
const bucketName = "shop-prod-photos-123456789012-eu-west-1-an";
const functionArn = "arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-thumbs-handler";
type Options = Partial<Omit<Extract<S3Source, { through?: "eventbridge" }>, "type" | "bucket">>;
const eventOf = (options: Options = {}) =>
  graphOfProgram(() => {
    const bucket = new Bucket("photos");
    new Event("thumbs", { handler, source: { type: "s3", bucket, ...options } });
  });
const patternOf = async (options: Options) =>
  JSON.parse(String(inputsOf(await eventOf(options), "thumbs-rule").eventPattern));

describe("an event from a bucket of which nothing more is said", async () => {
  const graph = await eventOf();

  test("comes through EventBridge, which the bucket is made to tell", () => {
    expect(inputsOf(graph, "photos-notification")).toEqual({ bucket: bucketName, eventbridge: true });
    expect(
      partsOf(graph).filter((part) => /^(cloudwatch.Event|lambda.Perm|s3.BucketNot)/.test(part)),
    ).toEqual([
      "cloudwatch.EventRule thumbs-rule",
      "cloudwatch.EventTarget thumbs-target",
      "lambda.Permission thumbs-permission",
      "s3.BucketNotification photos-notification",
    ]);
  });

  test("is for objects that are written to this bucket, on the account's own bus", () => {
    const rule = inputsOf(graph, "thumbs-rule");
    expect(rule.eventBusName).toBe("default");
    expect(JSON.parse(String(rule.eventPattern))).toEqual({
      source: ["aws.s3"],
      "detail-type": ["Object Created"],
      detail: { bucket: { name: [bucketName] } },
    });
  });

  test("has the failure path of every rule", () => {
    expect(inputsOf(graph, "thumbs-target")).toMatchObject({
      arn: functionArn,
      retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 3600 },
      deadLetterConfig: { arn: "arn:aws:sqs:eu-west-1:123456789012:shop-prod-thumbs-handler-dlq" },
    });
  });
});

describe("what a service says", () => {
  test.each<[Options, unknown]>([
    [{ prefix: "in/" }, [{ prefix: "in/" }]],
    [{ suffix: ".jpg" }, [{ suffix: ".jpg" }]],
    [{ prefix: "in/", suffix: ".jpg" }, [{ wildcard: "in/*.jpg" }]],
    [{ prefix: "a*b\\", suffix: "*" }, [{ wildcard: "a\\*b\\\\*\\*" }]],
  ])("%j chooses the keys", async (options, key) => {
    expect((await patternOf(options)).detail.object).toEqual({ key });
  });

  test("chooses what happens to objects", async () => {
    const pattern = await patternOf({ events: ["deleted", "tagged"] });
    expect(pattern["detail-type"]).toEqual(["Object Deleted", "Object Tags Added"]);
  });

  test("changes how long an event is handed over for", async () => {
    const graph = await eventOf({ retries: 3, maxEventAge: 60 });
    expect(inputsOf(graph, "thumbs-target").retryPolicy).toEqual({
      maximumRetryAttempts: 3,
      maximumEventAgeInSeconds: 60,
    });
  });

  test("compares keys as they are, unlike a notification", async () => {
    expect((await patternOf({ prefix: "in put/v=1/" })).detail.object.key).toEqual([
      { prefix: "in put/v=1/" },
    ]);
  });

  test("lets two events have one bucket", async () => {
    const graph = await graphOfProgram(() => {
      const bucket = new Bucket("photos");
      new Event("thumbs", { handler, source: { type: "s3", bucket, suffix: ".jpg" } });
      new Event("index", { handler, source: { type: "s3", bucket, events: ["created", "deleted"] } });
    });
    expect(partsOf(graph).filter((part) => part.includes("Notification"))).toHaveLength(1);
    expect(graph.get("index-rule").inputs.eventPattern).toContain("Object Deleted");
  });

  test("takes the name of a bucket elsewhere, whose notifications are left alone", async () => {
    const graph = await graphOfProgram(
      () => void new Event("thumbs", { handler, source: { type: "s3", bucket: "their-photos" } }),
    );
    expect(graph.get("thumbs-rule").inputs.eventPattern).toContain('"name":["their-photos"]');
    expect(partsOf(graph).filter((part) => part.startsWith("s3."))).toEqual([]);
  });
});

describe("directly", async () => {
  const graph = await graphOfProgram(() => {
    const bucket = new Bucket("photos");
    new Event("thumbs", {
      handler,
      source: {
        type: "s3",
        bucket,
        through: "direct",
        prefix: "in put/v=1/",
        suffix: " (final).jpg",
        events: ["created", "deleted"],
      },
    });
  });

  test("the bucket notifies the function, once it may", () => {
    expect(inputsOf(graph, "photos-notification")).toEqual({
      bucket: bucketName,
      lambdaFunctions: [
        {
          lambdaFunctionArn: functionArn,
          events: ["s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:LifecycleExpiration:*"],
          // AWS: "Configuring event notifications using object key name filtering".
          filterPrefix: "in+put/v%3D1/",
          filterSuffix: "+(final).jpg",
        },
      ],
    });
    expect(inputsOf(graph, "thumbs-permission")).toEqual({
      action: "lambda:InvokeFunction",
      function: "shop-prod-thumbs-handler",
      principal: "s3.amazonaws.com",
      sourceArn: `arn:aws:s3:::${bucketName}`,
      sourceAccount: "123456789012",
    });
    expect(graph.get("photos-notification").dependencies).toContain(graph.get("thumbs-permission").urn);
  });

  test("there is no rule, and what fails ends up in the function's dead-letter queue", () => {
    expect(partsOf(graph).filter((part) => part.startsWith("cloudwatch.Event"))).toEqual([]);
    expect(inputsOf(graph, "thumbs-handler-invoke-config").destinationConfig).toEqual({
      onFailure: { destination: "arn:aws:sqs:eu-west-1:123456789012:shop-prod-thumbs-handler-dlq" },
    });
  });
});

describe("an event from a bucket refuses", () => {
  const refused = (source: object, more: object = {}) =>
    errorOf(() => {
      const bucket = new Bucket("photos");
      new Event("thumbs", { handler, ...more, source: { type: "s3", bucket, ...source } as never });
    });

  test("all that is wrong at once", async () => {
    const message = await refused({
      bucket: "Photos",
      through: "sns",
      events: ["made"],
      prefix: 1,
      suffix: "x".repeat(1_025),
      retries: -1,
    });
    expect(message.split("\n")).toEqual([
      'Event "thumbs" of service shop has 6 problem(s):',
      '  - source.bucket: "Photos" given; a Bucket, or the name of one, is expected.',
      '  - source.through: "sns" given; "eventbridge" and "direct" are allowed.',
      '  - source.events: "made" given; "created", "deleted", "restored", "tagged", "untagged" and "transitioned" are allowed.',
      "  - source.prefix: 1 given; a text is expected.",
      "  - source.suffix: 1025 bytes; up to 1024 are allowed.",
      "  - source.retries: -1 given; whole numbers from 0 to 185 are allowed.",
    ]);
  });

  test.each<[object, string]>([
    [{ bucket: undefined }, "source.bucket: undefined given"],
    [{ events: [] }, "source.events: [] given; a list of at least one is expected."],
    [{ bucket: "their-photos", through: "direct" }, "a bucket elsewhere can't notify directly"],
    [
      { through: "direct", prefix: "ö".repeat(200) },
      'source.prefix: 1200 characters once it is encoded; a notification takes 1024. Leave out through: "direct".',
    ],
    [{ prefix: "\ud800" }, 'source.prefix: "\\ud800" given; it holds half of a character, as no key does.'],
    [{ through: "direct", retries: 1 }, "source.retries: only a rule of EventBridge has it"],
    [{ prefix: "a".repeat(1_000), suffix: "b".repeat(1_000) }, "characters as JSON; up to 2048 are allowed."],
    // TestEventPattern: "Rule is too complex".
    [
      { prefix: "in/", suffix: "0000000000.csv" },
      "source.suffix: together with the prefix it repeats itself",
    ],
  ])("%j", async (source, problem) => {
    expect(await refused(source)).toContain(problem);
  });

  test("a transform of a rule that it doesn't have", async () => {
    expect(await refused({ through: "direct" }, { transform: { rule: {} } })).toContain(
      "transform.rule: there is no such argument",
    );
  });

  test("two direct notifications of one bucket, since the second would replace the first", async () => {
    const message = await errorOf(() => {
      const bucket = new Bucket("photos");
      new Event("thumbs", { handler, source: { type: "s3", bucket, through: "direct" } });
      new Event("index", { handler, source: { type: "s3", bucket, through: "direct" } });
    });
    expect(message).toContain(
      'a bucket has one configuration of notifications, and Event "thumbs" has it; let Event "index" and it read the bucket through EventBridge.',
    );
  });
});
