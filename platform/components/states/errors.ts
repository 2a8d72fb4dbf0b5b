import type { Catcher, Node, Retry, RetryOn } from "./nodes.ts";

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

/** The largest number of seconds, or of attempts. Source: developer guide, "Task workflow state", "Wait workflow state". */
const MAX = 99_999_999;
const ALL = "States.ALL";

interface Handled<R> {
  readonly name: string;
  readonly retriers: readonly RetryOn[];
  readonly catchers: readonly Catcher<R>[];
}

/** The problem, if any, with a number of seconds or attempts. */
export function checkWhole(value: number, min: number, what: string): string[] {
  if (Number.isInteger(value) && value >= min && value <= MAX) return [];
  return [`${what} is ${value}; a whole number from ${min} to ${MAX} is allowed.`];
}

function checkErrors(list: readonly { errors: readonly string[] }[], what: string): string[] {
  return list.flatMap(({ errors }, index) => {
    if (errors.length === 0) return [`${what} names no errors; give some, or "${ALL}" for any.`];
    if (!errors.includes(ALL)) return [];
    const problems: string[] = [];
    if (errors.length > 1) problems.push(`${what} names "${ALL}" beside others; it must stand alone.`);
    if (index < list.length - 1)
      problems.push(`${what} for "${ALL}" comes before another, which would never apply; put it last.`);
    return problems;
  });
}

/** All problems with the retries and catches of a state. */
export function checkHandling({ name, retriers, catchers }: Handled<unknown>): string[] {
  const where = `The state ${JSON.stringify(name)}`;
  const numbers = retriers.flatMap(({ interval, maxDelay, attempts, backoff }) => [
    ...(interval === undefined ? [] : checkWhole(interval, 1, `${where}: a retry's interval`)),
    ...(maxDelay === undefined ? [] : checkWhole(maxDelay, 1, `${where}: a retry's maxDelay`)),
    ...(attempts === undefined ? [] : checkWhole(attempts, 0, `${where}: a retry's attempts`)),
    ...(backoff === undefined || backoff >= 1
      ? []
      : [`${where}: a retry's backoff is ${backoff}; 1 or more is allowed.`]),
  ]);
  return [
    ...checkErrors(retriers, `${where}: a retry`),
    ...numbers,
    ...checkErrors(catchers, `${where}: a catch`),
  ];
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

/** The fields `Retry` and `Catch` of a state; `fallback` retries transient errors where nothing else names them. */
export function handling<R>(
  { retriers, catchers }: Handled<R>,
  fallback: Retry | undefined,
  first: (handler: Node<R>) => string,
): object {
  // States.ALL takes whatever is left, so it must come after the fallback.
  const isAll = ({ errors }: RetryOn) => errors.includes(ALL);
  const all = [
    ...retriers.filter((one) => !isAll(one)),
    ...(fallback ? [{ ...fallback, errors: transientErrors }] : []),
    ...retriers.filter(isAll),
  ];
  return {
    ...(all.length > 0 && { Retry: all.map(retrier) }),
    ...(catchers.length > 0 && {
      Catch: catchers.map(({ errors, handler, resultPath = "$.error" }) => ({
        ErrorEquals: errors,
        ResultPath: resultPath,
        Next: first(handler),
      })),
    }),
  };
}
