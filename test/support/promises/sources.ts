import {
  fromService,
  fromStandardQueue,
  fromStream,
  isDeadLetter,
  promisesOf,
  type Subject,
  timeoutBehind,
} from "./promised.ts";

const holdsMessages = (subject: Subject) => !isDeadLetter(subject);

/** What events come from, and how they are handed over. */
export const sources = [
  ...promisesOf("queue", "queue", {
    encrypted: ["messages and dead letters are encrypted at rest", "sqsManagedSseEnabled"],
    retention: [
      "a message waits for days while its consumer is repaired",
      { at: "messageRetentionSeconds", where: holdsMessages },
    ],
    deadLetterRetention: [
      "a dead letter is kept for as long as SQS keeps anything",
      { at: "messageRetentionSeconds", where: isDeadLetter },
    ],
    maxReceiveCount: [
      "a message becomes a dead letter after five receives",
      { at: "redrivePolicy.[json].maxReceiveCount", where: holdsMessages },
    ],
    visibilityTimeoutFactor: [
      "a message stays hidden for six times as long as it may take, and the batch window",
      {
        at: "visibilityTimeoutSeconds",
        where: (subject) => holdsMessages(subject) && timeoutBehind(subject) !== undefined,
        shows: (factor: number, subject) =>
          factor * timeoutBehind(subject)! + subject.settings.event.batchWindow,
      },
    ],
  }),
  ...promisesOf("event", "mapping", {
    batchSize: ["messages are handled in batches", { at: "batchSize", where: fromService("sqs") }],
    batchWindow: [
      "a message doesn't wait for its batch to fill",
      { at: "maximumBatchingWindowInSeconds", where: fromStandardQueue },
    ],
    maximumConcurrency: [
      "a backlog can't take the account's concurrency",
      { at: "scalingConfig.maximumConcurrency", where: fromService("sqs") },
    ],
  }),
  ...promisesOf("stream", "stream", {
    encrypted: [
      "records are encrypted at rest",
      { at: "encryptionType", shows: (encrypted: boolean) => (encrypted ? "KMS" : "NONE") },
    ],
    retentionHours: ["a stream keeps its records for a day", "retentionPeriod"],
  }),
  ...promisesOf(
    "stream",
    "mapping",
    {
      startingPosition: ["a new reader of a stream misses nothing in it", "startingPosition"],
      batchSize: ["records are handled in batches", "batchSize"],
      batchWindow: ["a record doesn't wait for its batch to fill", "maximumBatchingWindowInSeconds"],
      parallelizationFactor: ["a shard's records are handled in the stream's order", "parallelizationFactor"],
      retries: ["a bad record holds up its shard for a number of retries only", "maximumRetryAttempts"],
      maxRecordAge: ["a record is given up while it can still be read by hand", "maximumRecordAgeInSeconds"],
      bisect: ["a batch that fails as a whole is halved", "bisectBatchOnFunctionError"],
    },
    { where: fromStream },
  ),
  ...promisesOf("rule", "target", {
    retries: [
      "an event that can't be handed over to its function is tried again",
      "retryPolicy.maximumRetryAttempts",
    ],
    maxEventAge: [
      "an event that can't be handed over in time becomes a dead letter",
      "retryPolicy.maximumEventAgeInSeconds",
    ],
  }),
];
