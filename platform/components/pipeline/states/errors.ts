import { didYouMean } from "../../../values/problems.ts";
import type { Catcher, Node } from "./nodes.ts";
import type { AnyOptions, Query, Retry, RetryOn } from "./options.ts";
import type { Position } from "./position.ts";
import type { Say, Writer } from "./writer.ts";

/**
 * Errors of the Lambda service rather than of the function. Source: Step Functions developer guide, "Best
 * practices for Step Functions", section "Handle transient Lambda service exceptions".
 */
export const transientErrors = [
  "Lambda.ClientExecutionTimeoutException",
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.TooManyRequestsException",
] as const;

/** Errors of Step Functions itself. Source: developer guide, "Handling errors in Step Functions workflows", "Error names". */
const ownErrors = [
  "States.ALL",
  "States.BranchFailed",
  "States.DataLimitExceeded",
  "States.ExceedToleratedFailureThreshold",
  "States.HeartbeatTimeout",
  "States.Http.Socket",
  "States.IntrinsicFailure",
  "States.ItemReaderFailed",
  "States.NoChoiceMatched",
  "States.ParameterPathFailure",
  "States.Permissions",
  "States.QueryEvaluationError",
  "States.ResultPathMatchFailure",
  "States.ResultWriterFailed",
  "States.Runtime",
  "States.TaskFailed",
  "States.Timeout",
] as const;

/** The largest number of seconds, or of attempts. Source: developer guide, "Task workflow state", "Wait workflow state". */
const MAX = 99_999_999;
const ALL = "States.ALL";

interface Handled<R> {
  readonly name: string;
  readonly retriers: readonly (RetryOn & { readonly at: Position })[];
  readonly catchers: readonly Catcher<R, Query>[];
}

/** Gets problems, and the place in the program that causes them. */
export type Report = (at: Position | undefined, ...problems: readonly string[]) => void;

/** The problem, if any, with a number of seconds or attempts. */
export function checkWhole(value: number, min: number, what: string): string[] {
  if (Number.isInteger(value) && value >= min && value <= MAX) return [];
  return [`${what} is ${value}; a whole number from ${min} to ${MAX} is allowed.`];
}

function checkErrors(
  list: readonly { readonly errors: readonly string[]; readonly at: Position }[],
  what: string,
  report: Report,
): void {
  for (const [index, { errors, at }] of list.entries()) {
    if (!Array.isArray(errors) || errors.length === 0)
      report(at, `${what} names no errors; give some, or "${ALL}" for any.`);
    else if (errors.includes(ALL)) {
      if (errors.length > 1) report(at, `${what} names "${ALL}" beside others; it must stand alone.`);
      if (index < list.length - 1)
        report(at, `${what} for "${ALL}" comes before another, which would never apply; put it last.`);
    }
    for (const error of errors ?? [])
      if (/^states\./i.test(error) && !(ownErrors as readonly string[]).includes(error))
        report(
          at,
          `${what} names ${JSON.stringify(error)}, which Step Functions doesn't know; did you mean ${didYouMean(error, ownErrors) ?? ALL}?`,
        );
  }
}

/** Reports all problems with the retries and catches of a state. */
export function checkHandling({ name, retriers, catchers }: Handled<unknown>, report: Report): void {
  const where = `The state ${JSON.stringify(name)}`;
  checkErrors(retriers, `${where}: a retry`, report);
  for (const { interval, maxDelay, attempts, backoff, at } of retriers)
    report(
      at,
      ...(interval === undefined ? [] : checkWhole(interval, 1, `${where}: a retry's interval`)),
      ...(maxDelay === undefined ? [] : checkWhole(maxDelay, 1, `${where}: a retry's maxDelay`)),
      ...(attempts === undefined ? [] : checkWhole(attempts, 0, `${where}: a retry's attempts`)),
      ...(backoff === undefined || backoff >= 1
        ? []
        : [`${where}: a retry's backoff is ${backoff}; 1 or more is allowed.`]),
    );
  checkErrors(catchers, `${where}: a catch`, report);
}

function retrier({ errors, interval, attempts, backoff, maxDelay, jitter }: RetryOn): object {
  return {
    ErrorEquals: errors,
    ...(interval !== undefined && { IntervalSeconds: interval }),
    ...(attempts !== undefined && { MaxAttempts: attempts }),
    ...(backoff !== undefined && { BackoffRate: backoff }),
    ...(maxDelay !== undefined && { MaxDelaySeconds: maxDelay }),
    ...(jitter !== undefined && { JitterStrategy: jitter ? "FULL" : "NONE" }),
  };
}

interface Handling<R> {
  /** Retries transient errors where nothing else names them. */
  readonly fallback: Retry | undefined;
  readonly writer: Writer<R>;
  readonly first: (handler: Node<R, Query>, at: Position) => string;
  readonly say: (at: Position) => Say;
}

/** The fields `Retry` and `Catch` of a state. */
export function handling<R>(
  { retriers, catchers }: Handled<R>,
  { fallback, writer, first, say }: Handling<R>,
): object {
  // States.ALL takes all remaining errors, so it must come after the fallback.
  const isAll = ({ errors }: RetryOn) => errors.includes(ALL);
  const all = [
    ...retriers.filter((one) => !isAll(one)),
    ...(fallback ? [{ ...fallback, errors: transientErrors }] : []),
    ...retriers.filter(isAll),
  ];
  return {
    ...(all.length > 0 && { Retry: all.map(retrier) }),
    ...(catchers.length > 0 && {
      Catch: catchers.map(({ errors, handler, options, at }) => ({
        ErrorEquals: errors,
        ...writer.catcher(options as AnyOptions, say(at)),
        Next: first(handler, at),
      })),
    }),
  };
}
