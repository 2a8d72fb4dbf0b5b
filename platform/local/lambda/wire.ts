import type { InvokeResult } from "../types.ts";
import { TooManyRequestsException } from "../types.ts";
import { AwsError, bodyOf } from "../wire/answer.ts";
import type { WireService } from "../wire/wire-gateway.ts";
import { functionRef } from "./ref.ts";

/** Largest request, in bytes: 6 MB synchronous, 1 MB asynchronous (AWS: Lambda quotas). */
const limits = { RequestResponse: 6 * 1024 * 1024, Event: 1024 * 1024 };
const logTailBytes = 4096;

export interface InvokableFunctions {
  /** By name or ARN; undefined when there is no such function. */
  find(
    nameOrArn: string,
  ): { invoke(payload: Buffer): Promise<InvokeResult>; invokeAsync(payload: Buffer): void } | undefined;
}

/** Invoke, synchronous (`RequestResponse`), asynchronous (`Event`) and `DryRun`. */
export function lambdaService(functions: InvokableFunctions): WireService {
  return async (request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(url.pathname)?.[1];
    if (request.method !== "POST" || !name)
      throw new AwsError(
        "NotImplementedException",
        "Of the Lambda API only Invoke has a local counterpart",
        501,
      );
    const given = decodeURIComponent(name);
    // A name may carry the account or a version: `123456789012:function:name`, `name:alias`.
    const found =
      functions.find(functionRef(given)) ??
      functions.find(given.replace(/^\d+:function:/, "").split(":")[0]!);
    if (!found)
      throw new AwsError("ResourceNotFoundException", `Function not found: ${given}`, 404, { Type: "User" });
    const payload = await bodyOf(request);
    const type = String(request.headers["x-amz-invocation-type"] ?? "RequestResponse");
    checkPayload(payload, type);
    if (type === "DryRun") return void response.writeHead(204).end();
    if (type === "Event") {
      found.invokeAsync(payload);
      return void response.writeHead(202).end();
    }
    const result = await found.invoke(payload).catch(throttled);
    const tail = request.headers["x-amz-log-type"] === "Tail";
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": result.payload.length,
      "x-amzn-requestid": result.requestId,
      "x-amz-executed-version": "$LATEST",
      ...(result.status === "error" ? { "x-amz-function-error": "Unhandled" } : {}),
      ...(tail ? { "x-amz-log-result": logTail(result) } : {}),
    });
    response.end(result.payload);
  };
}

function checkPayload(payload: Buffer, type: string): void {
  const limit = type === "Event" ? limits.Event : limits.RequestResponse;
  if (payload.length > limit) {
    const message = `Request must be smaller than ${limit} bytes for the InvokeFunction operation`;
    throw new AwsError("RequestTooLargeException", message, 413, { Type: "User" });
  }
  try {
    if (payload.length) JSON.parse(payload.toString("utf8"));
  } catch (error) {
    const message = `Could not parse request body into json: ${(error as Error).message}`;
    throw new AwsError("InvalidRequestContentException", message, 400, { Type: "User" });
  }
}

function throttled(error: unknown): never {
  if (!(error instanceof TooManyRequestsException)) throw error;
  const Reason = "ReservedFunctionConcurrentInvocationLimitExceeded";
  throw new AwsError("TooManyRequestsException", "Rate Exceeded.", 429, { Reason, Type: "User" });
}

function logTail({ logs }: InvokeResult): string {
  return Buffer.from(logs.join("\n"), "utf8").subarray(-logTailBytes).toString("base64");
}
