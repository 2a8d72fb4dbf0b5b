import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import { environment } from "./environment.ts";
import type { Context } from "./invocation.ts";

export interface IdempotencyOptions<Message> {
  /** Name of the environment variable with the table's name, as linking sets it: `ORDERS_TABLE_NAME`. */
  readonly table: string;
  /** What makes a message the same as another: its order's id, say. */
  readonly key: (message: Message) => string;
  /** Seconds for which a handled message is remembered. Default: a day; set the queue's retention where it is longer. */
  readonly expiresAfter?: number;
  /** The table's partition key. Default: `id`. */
  readonly keyAttribute?: string;
  /** The table's time-to-live attribute. Default: `expiration`. */
  readonly expiryAttribute?: string;
}

export interface Idempotency<Message> {
  /** Runs the work unless it was done for this message before. */
  once(message: Message, context: Context, work: () => Promise<void>): Promise<void>;
}

const day = 24 * 60 * 60;

/**
 * For `queue`'s `idempotent`: remembers handled messages in a DynamoDB table (linked for reading and writing), with
 * Powertools. A message that fails is forgotten, so its next delivery tries again; one that is being handled elsewhere
 * right now fails and is delivered again later.
 *
 * It brings the DynamoDB client into the bundle, of those handlers only that call it.
 */
export function idempotency<Message>(options: IdempotencyOptions<Message>): Idempotency<Message> {
  const { table, keyAttribute = "id", expiryAttribute = "expiration", expiresAfter = day } = options;
  const variables = environment<Record<string, string>>();
  let store: DynamoDBPersistenceLayer | undefined;
  return {
    async once(message, context, work) {
      const key = options.key(message);
      if (typeof key !== "string" || key === "")
        throw new TypeError(`idempotency: the key of the message is ${JSON.stringify(key)}; give a text.`);
      store ??= new DynamoDBPersistenceLayer({
        tableName: variables[table]!,
        keyAttr: keyAttribute,
        expiryAttr: expiryAttribute,
      });
      const config = new IdempotencyConfig({ expiresAfterSeconds: expiresAfter });
      // It knows the time that is left: a record of a timed-out invocation must not block the message until it expires.
      config.registerLambdaContext(context);
      const once = makeIdempotent(async (_key: string) => work(), {
        persistenceStore: store,
        config,
        // One prefix for all functions' tables would let two handlers take each other's messages for their own.
        keyPrefix: process.env.AWS_LAMBDA_FUNCTION_NAME,
      });
      await once(key);
    },
  };
}
