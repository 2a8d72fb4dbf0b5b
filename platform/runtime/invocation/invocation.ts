import type { Context } from "aws-lambda";
import { asError } from "../errors/errors.ts";
import { withScope } from "./correlation.ts";
import { type Expected, expectEvent } from "./expected.ts";
import { type Log, logger } from "./logger.ts";
import { flush, type Metrics, metrics } from "./metrics.ts";
import { traced } from "./tracing.ts";

export type { Context };

/** A Lambda handler as Node.js 24 runs it: async, without a callback. */
export type Handler<Event, Result> = (event: Event, context: Context) => Promise<Result>;

/** Everything that a handler gets beside its input. */
export interface Tools {
  readonly log: Log;
  readonly metrics: Metrics;
  /** Ties the work together across services; on every log line, and in `correlation` for calls to others. */
  readonly correlationId: string;
  /** Lambda's own. */
  readonly context: Context;
}

/** Before the tracer sees it, which takes nothing but errors. */
function rethrow(thrown: unknown): never {
  throw asError(thrown);
}

/**
 * The wrappers' common part: the context of log lines, the cold start metric, the trace, the correlation id's scope, and
 * metrics written also when the work fails. Errors are named after their class and pass on. An event that isn't
 * expected is refused before anything reads it; without `expected` any event will do.
 */
export function invocation<Event, Result>(
  correlationIdOf: (event: Event, context: Context) => string,
  work: (event: Event, tools: Tools) => Promise<Result>,
  expected?: Expected,
): Handler<Event, Result> {
  // Made here, while the handler's module is loaded: that phase runs with more processor than invocations get.
  const log = logger();
  const measures = metrics();
  return async (event, context) => {
    log.addContext(context);
    measures.captureColdStartMetric(context.functionName);
    try {
      if (expected !== undefined) expectEvent(expected, event);
      const correlationId = correlationIdOf(event, context);
      const remainingMs = () => context.getRemainingTimeInMillis();
      return await withScope({ correlationId, remainingMs }, () =>
        traced(context, () => work(event, { log, metrics: measures, correlationId, context }).catch(rethrow)),
      );
    } finally {
      flush();
      log.resetKeys();
    }
  };
}
