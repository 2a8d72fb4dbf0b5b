import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import { asError } from "./errors/errors.ts";
import { ResultNotKept } from "./errors/result-not-kept.ts";
import { environment } from "./invocation/environment.ts";
import type { Context } from "./invocation/invocation.ts";
import { logger } from "./invocation/logger.ts";

export { ResultNotKept };

export interface IdempotencyTableOptions {
  /** Seconds for which a handled message is remembered. Default: a day; give the queue's retention where it is longer. */
  readonly expiresAfter?: number;
  /** The table's partition key. Default: `id`. */
  readonly keyAttribute?: string;
  /** The table's time-to-live attribute. Default: `expiration`. */
  readonly expiryAttribute?: string;
}

/** A table in which handlers remember handled messages. */
export interface IdempotencyTable {
  /** Runs the work unless it was done under this key before. */
  once(key: string, context: Context, work: () => Promise<void>): Promise<void>;
}

/** One that remembers results too. */
export interface ResultTable extends IdempotencyTable {
  /**
   * The work's result, as JSON gives it back, or that of the first time under this key. One that JSON or an item can't hold
   * is a `ResultNotKept`, every time: the work was done and isn't repeated.
   */
  result<R>(key: string, context: Context, work: () => Promise<R>): Promise<R>;
}

/** A result as JSON, or why it has none; undefined is neither. Text, as DynamoDB refuses some of JSON's numbers and depths. */
type Kept = { readonly json: string } | { readonly problem: string } | Record<string, never>;

const day = 24 * 60 * 60;

/** Bytes of a result; an item takes 400 KB with its names. Source: "Quotas in Amazon DynamoDB", item size. */
const maxBytes = 400_000;

/**
 * A DynamoDB table (linked for reading and writing) that remembers handled messages, with Powertools. A message that
 * fails is forgotten, so its next delivery tries again; one that is being handled elsewhere right now fails and is
 * delivered again later.
 *
 * It brings the DynamoDB client into the bundles of those handlers only that call it.
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
    const outcome: { done?: Kept; failure?: Error } = {};
    const attempt = async (_key: string): Promise<Kept> => {
      try {
        outcome.done = keep(await work());
        return outcome.done;
      } catch (error) {
        outcome.failure = asError(error);
        throw outcome.failure;
      }
    };
    const run = makeIdempotent(attempt, {
      persistenceStore: store,
      config,
      // Functions may share a table; each handles a message once.
      keyPrefix: process.env.AWS_LAMBDA_FUNCTION_NAME,
    });
    const kept = await run(key).catch((error: unknown) => afterwards(outcome, error));
    if ("problem" in kept)
      throw new ResultNotKept(
        `The work was done, but its result can't be kept: ${kept.problem}. It isn't repeated under this key. ` +
          `Return what JSON can hold, up to ${maxBytes} bytes.`,
      );
    const value = "json" in kept ? JSON.parse(kept.json) : undefined;
    return value;
  }
  return {
    result,
    once: (key, context, work) =>
      result(key, context, async () => {
        await work();
      }),
  };
}

/** What an error of the table means once the work has ended: its own error counts, and what was done must not be repeated. */
function afterwards({ done, failure }: { done?: Kept; failure?: Error }, error: unknown): Kept {
  if (failure !== undefined) throw failure;
  if (done === undefined) throw error;
  logger().warn(
    "The work was done, but could not be recorded; delivered again, it is repeated",
    asError(error),
  );
  return done;
}

/** Never throws: the work would count as failed and be done again. */
function keep(result: unknown): Kept {
  try {
    const json: string | undefined = JSON.stringify(result);
    if (json === undefined) return {};
    const bytes = Buffer.byteLength(json);
    return bytes <= maxBytes ? { json } : { problem: `it has ${bytes} bytes` };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
