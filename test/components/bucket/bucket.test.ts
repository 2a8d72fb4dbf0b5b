import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Bucket, type BucketArgs, Function } from "../../../platform/index.ts";
import { because, graphOfProgram, inputsOf, partsOf, statements } from "../../support/index.ts";

const handler = "src/handler.ts";
const bucket = "shop-prod-photos-123456789012-eu-west-1-an";
const bucketOf = (args: BucketArgs, stage = "prod") =>
  graphOfProgram(() => void new Bucket("photos", args), { stage });

describe("a bucket of which nothing is said", async () => {
  const graph = await bucketOf({});

  test("has what makes it private, and nobody to tell", () => {
    expect(partsOf(graph)).toEqual([
      "s3.Bucket photos-bucket",
      "s3.BucketLifecycleConfiguration photos-lifecycle",
      "s3.BucketOwnershipControls photos-ownership",
      "s3.BucketPolicy photos-policy",
      "s3.BucketPublicAccessBlock photos-public-access",
      "s3.BucketServerSideEncryptionConfiguration photos-encryption",
      "s3.BucketVersioning photos-versioning",
    ]);
  });

  test("has a name of the account's own namespace, which nobody else can take", () => {
    expect(inputsOf(graph, "photos-bucket")).toEqual({
      bucket,
      bucketNamespace: "account-regional",
      forceDestroy: false,
    });
  });

  test("is closed to the public in every way that S3 knows, and has no ACLs", () => {
    expect(inputsOf(graph, "photos-public-access")).toEqual({
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(inputsOf(graph, "photos-ownership")).toEqual({
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
  });

  test("is encrypted by S3's own keys, and takes no object whose key its writer keeps", () => {
    expect(inputsOf(graph, "photos-encryption")).toEqual({
      bucket,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" },
          blockedEncryptionTypes: ["SSE-C"],
        },
      ],
    });
  });

  test("refuses requests without TLS, for itself and for its objects", () => {
    expect(JSON.parse(String(inputsOf(graph, "photos-policy").policy)).Statement).toEqual([
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  test("keeps old versions for a month, and what nobody finished uploading for a week", () => {
    expect(inputsOf(graph, "photos-versioning").versioningConfiguration).toEqual({ status: "Enabled" });
    expect(inputsOf(graph, "photos-lifecycle").rules).toEqual([
      {
        id: "abort-incomplete-uploads",
        status: "Enabled",
        filter: {},
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
      {
        id: "expire-noncurrent-versions",
        status: "Enabled",
        filter: {},
        noncurrentVersionExpiration: { noncurrentDays: 30 },
        expiration: { expiredObjectDeleteMarker: true },
      },
    ]);
  });

  test("is set up in an order that S3 takes", () => {
    expect(graph.get("photos-lifecycle").dependencies).toContain(graph.get("photos-versioning").urn);
    expect(graph.get("photos-policy").dependencies).toContain(graph.get("photos-public-access").urn);
  });

  test("is deleted with what is in it in stages that come and go, and in no other", async () => {
    const forced = await Promise.all(
      ["prod", "staging", "dev", "pr-1"].map(
        async (stage) => inputsOf(await bucketOf({}, stage), "photos-bucket").forceDestroy,
      ),
    );
    expect(forced).toEqual([false, false, true, true]);
  });
});

describe("what a service says about a bucket", () => {
  test("deletes all objects after some days", async () => {
    const graph = await bucketOf({ expireAfter: 90 });
    expect((inputsOf(graph, "photos-lifecycle").rules as unknown[]).slice(2)).toEqual([
      { id: "expire-1", status: "Enabled", filter: {}, expiration: { days: 90 } },
    ]);
  });

  test("deletes objects after some days by prefix", async () => {
    const graph = await bucketOf({ expireAfter: { "tmp/": 1, "exports/": 30 } });
    expect((inputsOf(graph, "photos-lifecycle").rules as unknown[]).slice(2)).toEqual([
      { id: "expire-1", status: "Enabled", filter: { prefix: "tmp/" }, expiration: { days: 1 } },
      { id: "expire-2", status: "Enabled", filter: { prefix: "exports/" }, expiration: { days: 30 } },
    ]);
  });

  test("keeps no versions, or keeps them for longer; deletes it with its objects", async () => {
    const without = await bucketOf({ versioned: because(false), forceDestroy: because(true) });
    expect(inputsOf(without, "photos-versioning").versioningConfiguration).toEqual({ status: "Suspended" });
    expect(inputsOf(without, "photos-bucket").forceDestroy).toBe(true);
    const longer = await bucketOf({ noncurrentVersionDays: 365 });
    expect(inputsOf(longer, "photos-lifecycle").rules).toMatchObject([
      {},
      { noncurrentVersionExpiration: { noncurrentDays: 365 } },
    ]);
  });

  test("encrypts with a key of its own, which is asked once for many objects", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/1";
    expect(inputsOf(await bucketOf({ kmsKeyArn }), "photos-encryption").rules).toEqual([
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
        bucketKeyEnabled: true,
        blockedEncryptionTypes: ["SSE-C"],
      },
    ]);
  });

  test("lets pages of other origins use it", async () => {
    const cors = {
      origins: ["https://shop.example.com"],
      methods: ["PUT"],
      headers: ["*"],
      maxAge: 60,
    } as const;
    expect(inputsOf(await bucketOf({ cors }), "photos-cors")).toEqual({
      bucket,
      corsRules: [
        {
          allowedOrigins: ["https://shop.example.com"],
          allowedMethods: ["PUT"],
          allowedHeaders: ["*"],
          maxAgeSeconds: 60,
        },
      ],
    });
  });
});

describe("a function that is linked to a bucket", () => {
  const arn = `arn:aws:s3:::${bucket}`;
  const linked = async (
    which: "read" | "readVersions" | "write" | "put" | "readwrite" | "itself",
    args: BucketArgs = {},
  ) => {
    const graph = await graphOfProgram(() => {
      const photos = new Bucket("photos", args);
      new Function("worker", { handler, link: [which === "itself" ? photos : photos[which]] });
    });
    expect(inputsOf(graph, "worker-function").environment).toMatchObject({
      variables: { PHOTOS_BUCKET_NAME: bucket },
    });
    return statements(graph, "worker-policy")
      .filter(({ actions }) => actions.some((action) => /^(s3|kms):/.test(action)))
      .map(({ actions, resources }) => [actions, resources]);
  };
  const get = [["s3:GetObject"], [`${arn}/*`]];
  const list = [["s3:ListBucket"], [arn]];
  const write = [["s3:PutObject", "s3:AbortMultipartUpload", "s3:DeleteObject"], [`${arn}/*`]];

  test("reads", async () => {
    expect(await linked("read")).toEqual([get, list]);
  });
  test("writes", async () => {
    expect(await linked("write")).toEqual([write]);
  });
  test("puts, and deletes nothing", async () => {
    expect(await linked("put")).toEqual([[["s3:PutObject", "s3:AbortMultipartUpload"], [`${arn}/*`]]]);
  });
  test("reads versions, old ones too, which reading alone doesn't allow", async () => {
    expect(await linked("readVersions")).toEqual([[["s3:GetObjectVersion"], [`${arn}/*`]]]);
  });
  test("reads and writes", async () => {
    expect(await linked("readwrite")).toEqual([get, list, write]);
    expect(await linked("itself")).toEqual([get, list, write]);
  });
  test("uses the bucket's key where it has one", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/1";
    expect((await linked("read", { kmsKeyArn })).at(-1)).toEqual([["kms:Decrypt"], [kmsKeyArn]]);
    expect((await linked("readVersions", { kmsKeyArn })).at(-1)).toEqual([["kms:Decrypt"], [kmsKeyArn]]);
    for (const which of ["write", "put", "readwrite"] as const)
      expect((await linked(which, { kmsKeyArn })).at(-1)).toEqual([
        ["kms:GenerateDataKey", "kms:Decrypt"],
        [kmsKeyArn],
      ]);
  });
});

test("whoever wants EventBridge to be told shares one configuration", async () => {
  const graph = await graphOfProgram(() => {
    const photos = new Bucket("photos");
    photos.notify("a", { eventbridge: true });
    photos.notify("b", { eventbridge: true });
  });
  expect(inputsOf(graph, "photos-notification")).toEqual({ bucket, eventbridge: true });
});

test("a bucket's name is one that S3 takes, whatever service and part are called", async () => {
  const part = fc
    .stringMatching(/^[a-z][a-z0-9]{0,10}(-[a-z0-9]{1,9}){0,3}$/)
    .filter((name) => name.length <= 40);
  await fc.assert(
    fc.asyncProperty(part, async (name) => {
      const graph = await graphOfProgram(() => void new Bucket(name));
      expect(inputsOf(graph, `${name}-bucket`).bucket).toMatch(
        /^(?=.{3,63}$)shop-prod-[a-z0-9-]*[a-z0-9]-123456789012-eu-west-1-an$/,
      );
    }),
    { numRuns: 20 },
  );
});
