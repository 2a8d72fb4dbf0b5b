import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Cases } from "./parts.ts";
import { lambda } from "./parts.ts";

export const data: Cases = {
  "environment-secrets": {
    program: () => {
      lambda("value", { environment: { variables: { STAGE: "prod", TOKEN: pulumi.secret("t") } } });
      lambda("whole", { environment: pulumi.secret({ variables: { TOKEN: "t" } }) });
      // Keys as AWS's documentation has them, and formats of gitleaks: aws-access-token, github-pat, stripe-access-token, private-key.
      const variable = (name: string, key: string, value: string) =>
        lambda(name, { environment: { variables: { [key]: value } } });
      variable("aws-key", "KEY", "AKIAIOSFODNN7EXAMPLE");
      variable("github", "VALUE", `ghp_${"a1B2".repeat(9)}`);
      variable("stripe", "VALUE", `${"sk_" + "live"}_${"a1B2".repeat(6)}`);
      variable("pem", "VALUE", "-----BEGIN RSA PRIVATE KEY-----");
      variable("url", "DATABASE", "postgres://shop:pass@db.example/shop");
      variable("by-name", "DB_PASSWORD", "Correct Horse");
      variable("random", "VALUE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
      variable(
        "place",
        "SECRET_ARN",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-prod-key-AbCdEf",
      );
      variable("parameter", "API_TOKEN", "/shop/prod/api-token");
      variable("name", "SIGNING_SECRET", "shop-prod-signing");
      variable("pool", "USER_POOL_ID", "eu-west-1_AbCdEf123");
      lambda("plain", { environment: { variables: { STAGE: "prod" } } });
      lambda("none");
    },
    broken: {
      value: "The function has a secret in its environment.",
      whole: "The function has a secret in its environment.",
      "aws-key": "The environment variable KEY looks like an AWS access key (aws-access-token).",
      github: "The environment variable VALUE looks like a GitHub token (github-pat).",
      stripe: "The environment variable VALUE looks like a Stripe key (stripe-access-token).",
      pem: "The environment variable VALUE looks like a private key (private-key).",
      url: "The environment variable DATABASE looks like a URL with a password.",
      "by-name": "The environment variable DB_PASSWORD looks like a secret, by its name.",
      random: "The environment variable VALUE looks like a key: its value is random.",
    },
  },
  // AWS: "Encryption at rest in Amazon SQS": SSE-SQS is on by default for new queues, and can be turned off.
  "queue-encryption": {
    program: () => {
      new aws.sqs.Queue("clear", { name: "clear", sqsManagedSseEnabled: false });
      new aws.sqs.Queue("default", { name: "default" });
      new aws.sqs.Queue("managed", { name: "managed", sqsManagedSseEnabled: true });
      new aws.sqs.Queue("own-key", {
        name: "own-key",
        kmsMasterKeyId: "alias/k",
      });
    },
    broken: { clear: "The queue keeps its messages in the clear." },
  },
  // AWS: "Working with log groups and log streams": "By default, log data is stored in CloudWatch Logs indefinitely."
  "log-retention": {
    program: () => {
      new aws.cloudwatch.LogGroup("default", { name: "default" });
      new aws.cloudwatch.LogGroup("never", { name: "never", retentionInDays: 0 });
      new aws.cloudwatch.LogGroup("month", { name: "month", retentionInDays: 30 });
    },
    broken: {
      default: "The log group keeps its logs forever.",
      never: "The log group keeps its logs forever.",
    },
  },
  // Checkov CKV_AWS_43 (Kinesis), CKV_AWS_42 (EFS), CKV_AWS_16 and CKV_AWS_96 (RDS), CKV_AWS_3 (EBS), CKV_AWS_47 (DAX).
  "storage-encryption": {
    program: () => {
      new aws.kinesis.Stream("clear-stream", { name: "clear", shardCount: 1 });
      new aws.kinesis.Stream("stream", {
        name: "stream",
        shardCount: 1,
        encryptionType: "KMS",
        kmsKeyId: "alias/aws/kinesis",
      });
      new aws.efs.FileSystem("clear-files", {});
      new aws.efs.FileSystem("files", { encrypted: true });
      new aws.rds.Instance("clear-database", {
        instanceClass: "db.t4g.micro",
        allocatedStorage: 20,
        engine: "postgres",
      });
      new aws.rds.Instance("database", {
        instanceClass: "db.t4g.micro",
        allocatedStorage: 20,
        engine: "postgres",
        storageEncrypted: true,
      });
      new aws.rds.Cluster("clear-cluster", { engine: "aurora-postgresql", storageEncrypted: false });
      new aws.ebs.Volume("clear-volume", { availabilityZone: "eu-west-1a", size: 1 });
      new aws.ebs.Volume("volume", { availabilityZone: "eu-west-1a", size: 1, encrypted: true });
    },
    broken: Object.fromEntries(
      ["stream", "files", "database", "cluster", "volume"].map((one) => [
        `clear-${one}`,
        "It keeps its data in the clear.",
      ]),
    ),
  },
  // Checkov CKV_AWS_293 (RDS); AWS Security Hub DynamoDB.6, Cognito's page "User pool deletion protection".
  "deletion-protection": {
    program: () => {
      const table = {
        attributes: [{ name: "id", type: "S" }],
        hashKey: "id",
        billingMode: "PAY_PER_REQUEST",
      };
      new aws.dynamodb.Table("table", { name: "table", ...table });
      new aws.dynamodb.Table("kept-table", { name: "kept", ...table, deletionProtectionEnabled: true });
      new aws.dynamodb.Table("kept-by-pulumi", { name: "kept-by-pulumi", ...table }, { protect: true });
      new aws.cognito.UserPool("pool", { name: "pool" });
      new aws.cognito.UserPool("kept-pool", { name: "kept", deletionProtection: "ACTIVE" });
      new aws.s3.Bucket("bucket", { forceDestroy: true });
      new aws.s3.Bucket("kept-bucket", {});
      new aws.secretsmanager.Secret("secret", { name: "secret", recoveryWindowInDays: 0 });
      new aws.secretsmanager.Secret("kept-secret", { name: "kept" });
    },
    broken: Object.fromEntries(
      ["table", "pool", "bucket", "secret"].map((one) => [one, "A deployment can delete it with its data."]),
    ),
  },
  // Checkov CKV_AWS_28 (DynamoDB), CKV_AWS_133 (RDS); cdk-nag AwsSolutions-DDB3.
  "data-backups": {
    program: () => {
      const table = {
        attributes: [{ name: "id", type: "S" }],
        hashKey: "id",
        billingMode: "PAY_PER_REQUEST",
      };
      new aws.dynamodb.Table("table", { name: "table", ...table });
      new aws.dynamodb.Table("off", { name: "off", ...table, pointInTimeRecovery: { enabled: false } });
      new aws.dynamodb.Table("kept-table", {
        name: "kept",
        ...table,
        pointInTimeRecovery: { enabled: true },
      });
      const database = { instanceClass: "db.t4g.micro", allocatedStorage: 20, engine: "postgres" };
      new aws.rds.Instance("database", database);
      new aws.rds.Instance("kept-database", { ...database, backupRetentionPeriod: 7 });
    },
    broken: {
      table: "The table has no point-in-time recovery.",
      off: "The table has no point-in-time recovery.",
      database: "The database keeps no backups.",
    },
  },
};
