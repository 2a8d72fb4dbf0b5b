/** A request that the benchmark's gateway handlers accept. */
export const request = {
  version: "2.0",
  routeKey: "POST /users",
  rawPath: "/users",
  rawQueryString: "",
  headers: { "content-type": "application/json" },
  requestContext: { requestId: "r", http: { method: "POST", path: "/users" } },
  body: '{"name":"Ada","email":"ada@example.com"}',
  isBase64Encoded: false,
};

/** What Lambda passes beside the event, as far as it survives JSON. */
export const context = {
  awsRequestId: "6bc28136-0000-4365-b021-0ce6b2e64ab0",
  functionName: "bench",
  functionVersion: "$LATEST",
  invokedFunctionArn: "arn:aws:lambda:eu-west-1:123456789012:function:bench",
  memoryLimitInMB: "256",
};

/** The environment of a function, on top of PATH. */
export const environment = {
  AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
  AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  POWERTOOLS_SERVICE_NAME: "bench",
  POWERTOOLS_METRICS_NAMESPACE: "bench",
};
