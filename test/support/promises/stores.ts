import { promisesOf } from "./promised.ts";

/** What keeps data, and what of it can be had back. */
export const stores = [
  ...promisesOf("table", "table", {
    pointInTimeRecovery: [
      "a table can be restored to any second, where it matters",
      "pointInTimeRecovery.enabled",
    ],
    deletionProtection: [
      "a table can't be deleted by mistake, where it matters",
      "deletionProtectionEnabled",
    ],
  }),
  ...promisesOf("userPool", "userPool", {
    deletionProtection: [
      "a user pool can't be deleted by mistake, where it matters",
      { at: "deletionProtection", shows: (on: boolean) => (on ? "ACTIVE" : "INACTIVE") },
    ],
  }),
  ...promisesOf("parameter", "parameter", { tier: ["a parameter costs nothing to keep", "tier"] }),
  ...promisesOf("secret", "secret", {
    recoveryWindowDays: [
      "a deleted secret can be restored, where its name isn't needed again at once",
      "recoveryWindowInDays",
    ],
  }),
  ...promisesOf("bucket", "versioning", {
    versioned: [
      "what is overwritten or deleted in a bucket can be had back",
      {
        at: "versioningConfiguration.status",
        shows: (versioned: boolean) => (versioned ? "Enabled" : "Suspended"),
      },
    ],
  }),
  ...promisesOf("bucket", "lifecycle", {
    noncurrentVersionDays: [
      "old versions in a bucket are deleted after a month",
      "rules.1.noncurrentVersionExpiration.noncurrentDays",
    ],
    incompleteUploadDays: [
      "uploads that nobody finished are deleted",
      "rules.0.abortIncompleteMultipartUpload.daysAfterInitiation",
    ],
  }),
  ...promisesOf("bucket", "bucket", {
    forceDestroy: ["a bucket is deleted with its objects only where stages come and go", "forceDestroy"],
  }),
];
