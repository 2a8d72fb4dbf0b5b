import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import { environment } from "./environment.ts";
import type { Context } from "./invocation.ts";

export interface IdempotencyTableOptions {
  /** Seconds for which a handled message is remembered. Default: a day; give the queue's retention where it is longer. */
  readonly expiresAfter?: number;
  /** The table's partition key. Default: `id`. */
  readonly keyAttribute?: string;
  /** The table's time-to-live attribute. Default: `expiration`. */
  readonly expiryAttribute?: string;
}

/** Where handlers remember what they have handled. */
export interface IdempotencyTable {
  /** Runs the work unless it was done under this key before. */
  once(key: string, context: Context, work: () => Promise<void>): Promise<void>;
}

/** One that remembers results too. */
export interface ResultTable extends IdempotencyTable {
  /** The work's result or, as JSON gives it back, that of the first time under this key. */
  result<R>(key: string, context: Context, work: () => Promise<R>): Promise<R>;
}

const day = 24 * 60 * 60;

/**
 * A DynamoDB table (linked for reading and writing) that remembers handled messages, with Powertools. A message that
 * fails is forgotten, so its next delivery tries again; one that is being handled elsewhere right now fails and is
 * delivered again later.
 *
 * It brings the DynamoDB client into the bundle, of those handlers only that call it.
 *
 * @param variable name of the environment variable with the table's name, as linking sets it: `ORDERS_TABLE_NAME`.
 */
export function idempotencyTable(variable: string, options: IdempotencyTableOptions = {}): ResultTable {
  const { keyAttribute = "id", expiryAttribute = "expiration", expiresAfter = day } = options;
  const variables = environment<Record<string, string>>();
  let store: DynamoDBPersistenceLayer | undefined;
  async function result<R>(key: string, context: Context, work: () => Promise<R>): Promise<R> {
    store ??= new DynamoDBPersistenceLayer({
      tableName: variables[variable]!,
      keyAttr: keyAttribute,
      expiryAttr: expiryAttribute,
    });
    const config = new IdempotencyConfig({ expiresAfterSeconds: expiresAfter });
    // It knows the time that is left: a record of a timed-out invocation must not block the message until it expires.
    config.registerLambdaContext(context);
    const run = makeIdempotent(async (_key: string): Promise<R> => work(), {
      persistenceStore: store,
      config,
      // Functions may share a table; each handles a message once.
      keyPrefix: process.env.AWS_LAMBDA_FUNCTION_NAME,
    });
    return run(key);
  }
  return { result, once: result };
}
