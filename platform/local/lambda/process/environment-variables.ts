import { randomUUID } from "node:crypto";
import type { EnvironmentSpec } from "./spec.ts";

/**
 * The whole environment of a function's process (AWS: Defined runtime environment variables). The developer's own
 * variables aren't passed on: a handler that counts on it fails here as it would on AWS.
 */
export function environmentVariables(spec: EnvironmentSpec, runtimeApi: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    ...(process.platform === "win32" ? { SystemRoot: process.env.SystemRoot } : {}),
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    AWS_REGION: spec.region,
    AWS_DEFAULT_REGION: spec.region,
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    // Not there on OS-only runtimes.
    ...(spec.runtime.startsWith("provided") ? {} : { AWS_EXECUTION_ENV: `AWS_Lambda_${spec.runtime}` }),
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    AWS_LAMBDA_FUNCTION_NAME: spec.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${spec.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `local/[$LATEST]${randomUUID().replaceAll("-", "")}`,
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    LAMBDA_TASK_ROOT: spec.codeDir,
    LAMBDA_RUNTIME_DIR: "/var/runtime",
    _HANDLER: spec.handler,
    ...spec.variables,
  };
}

/** A trace header that asks for no trace. */
export function traceId(): string {
  const time = Math.floor(Date.now() / 1000).toString(16);
  const random = randomUUID().replaceAll("-", "").slice(0, 24);
  return `Root=1-${time}-${random};Parent=${random.slice(0, 16)};Sampled=0`;
}
