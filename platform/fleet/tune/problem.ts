/** Remedies for errors of AWS's, by their name or words. The first that fits counts. */
const remedies: readonly (readonly [RegExp, string])[] = [
  [
    /Expired|token.*expired/i,
    "Your AWS credentials have expired: sign in again (`aws sso login`, or what your organisation uses), then run this again.",
  ],
  [
    /Credentials|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|MissingAuthenticationToken/i,
    "No valid AWS credentials were found: set AWS_PROFILE or the stack's aws:profile, or sign in.",
  ],
  [
    /AccessDenied|NotAuthorized|UnauthorizedOperation/i,
    "These credentials may not do that. They need states:StartExecution on the state machine, states:DescribeExecution on its executions and cloudwatch:GetMetricData.",
  ],
  [
    /StateMachineDoesNotExist/,
    "There is no such state machine in that account and region: compare the ARN with the output of Power Tuning's own stack, and your credentials with its account.",
  ],
  [
    /ExecutionDoesNotExist/,
    "Step Functions keeps executions for 90 days: start a new one without --execution.",
  ],
  [
    /ExecutionLimitExceeded|Throttl|TooManyRequests/i,
    "AWS has too many requests of this account at the moment: wait a little, then run this again.",
  ],
];

/** Reasons why Power Tuning itself gave up, by the words of its cause. Checked against its version 4.3. */
const causes: readonly (readonly [RegExp, string])[] = [
  [
    /Unrecognized JSON log|Cannot set properties of undefined|does not contain \w*[dD]uration/,
    "It found no durations in the function's log. Lambda writes them at the system log level INFO: set it for this function (docs/tuning.md), deploy, and try again; also try a newer version of Power Tuning.",
  ],
  [
    /Invocation error|errorType|FunctionError/,
    "The function failed with this payload, or at the smallest of these sizes: try the payload by itself, or leave small sizes out with --memory.",
  ],
  [
    /Throttl|TooManyRequests|Rate Exceeded/i,
    "Invocations were throttled: reserve more concurrency for the function, or measure with fewer sizes and without --parallel.",
  ],
  [
    /States\.Timeout|timed out/i,
    "It took longer than Power Tuning's functions may: deploy it with totalExecutionTimeout=900, or lower --invocations.",
  ],
  [
    /AccessDenied|not authorized/i,
    "Power Tuning may not do that to this function: its parameter lambdaResource must cover it, with any qualifier behind it.",
  ],
  [
    /ResourceNotFound|Function not found/i,
    "There is no such function in the state machine's account: deploy the service there, or give the --state-machine of its account.",
  ],
];

/** An error of AWS's as one sentence with the remedy. */
export function awsProblem(doing: string, error: unknown): Error {
  const { name, message } = error as Error;
  const remedy = remedies.find(([words]) => words.test(`${name} ${message}`))?.[1];
  return new Error(`${doing} failed (${name}: ${message}).${remedy ? ` ${remedy}` : ""}`);
}

/** Whether an error passes by itself: of the service, of the network, or too many requests. */
export function isPassing(error: unknown): boolean {
  const { name = "", $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  if (status === undefined) return !/Credential|Abort/i.test(name);
  return status >= 500 || status === 429 || /Throttl|TooManyRequests/i.test(name);
}

/** The reason why an execution ended without a result, and the remedy. */
export function failedExecution(end: {
  readonly arn: string;
  readonly status: string;
  readonly error?: string;
  readonly cause?: string;
}): Error {
  const why = [end.error, shortened(end.cause)].filter(Boolean).join(": ");
  const advice = causes.find(([words]) => words.test(`${end.error} ${end.cause}`))?.[1];
  return new Error(
    `Power Tuning ended as ${end.status}${why ? ` (${why})` : ""}.${advice ? ` ${advice}` : ""} ` +
      `The function may have been left at another memory size: \`pulumi up --refresh\` puts it back. Execution: ${end.arn}`,
  );
}

const shortened = (text = "") => (text.length > 400 ? `${text.slice(0, 400)} ...` : text);
