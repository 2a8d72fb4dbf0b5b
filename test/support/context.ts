import type { Context } from "aws-lambda";

/** Lambda's context for calling a handler as a plain function; `change` sets what a test is about. */
export function context(change: Partial<Context> = {}): Context {
  const functionName = "test-function";
  return {
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:eu-west-1:123456789012:function:${functionName}`,
    memoryLimitInMB: "128",
    awsRequestId: "00000000-0000-4000-8000-000000000000",
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: "test",
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => 10_000,
    // Handlers on Node.js 24 return promises; these three are left from before there were any.
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
    ...change,
  };
}
