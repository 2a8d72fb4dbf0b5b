import * as aws from "@pulumi/aws";
import { nameOf } from "../../core/component.ts";
import type { DestinationTarget } from "../../core/destination.ts";
import type { Statement } from "../../core/link.ts";
import { policyDocument, trust } from "../../core/policy.ts";
import type { Defaults } from "../../settings.ts";
import type { FunctionContext } from "./types.ts";

export function createLogGroup(
  { component, name, transform }: FunctionContext,
  functionName: string,
  retentionInDays: number,
): aws.cloudwatch.LogGroup {
  return new aws.cloudwatch.LogGroup(
    `${name}-logs`,
    ...component.part(transform.logGroup, { name: `/aws/lambda/${functionName}`, retentionInDays }),
  );
}

export function createRole({ component, name, transform }: FunctionContext): aws.iam.Role {
  return new aws.iam.Role(
    `${name}-role`,
    ...component.part(transform.role, {
      // The suffix tells it from the roles of schedules and state machines, whatever a handler is called.
      name: nameOf("role", name, "-function"),
      assumeRolePolicy: trust("lambda.amazonaws.com"),
    }),
  );
}

export function createPolicy(
  { component, name, transform }: FunctionContext,
  role: aws.iam.Role,
  statements: readonly Statement[],
): aws.iam.RolePolicy {
  return new aws.iam.RolePolicy(
    `${name}-policy`,
    ...component.part(transform.policy, {
      name: "permissions",
      role: role.name,
      policy: policyDocument(statements),
    }),
  );
}

/** The inputs of a function that follow from its settings alone. */
export function settingInputs(
  settings: Defaults["function"],
  logGroup: aws.cloudwatch.LogGroup,
): Partial<aws.lambda.FunctionArgs> {
  const { reservedConcurrency, logFormat } = settings;
  return {
    architectures: [settings.architecture],
    memorySize: settings.memory,
    timeout: settings.timeout,
    // AWS's own word for "no reservation".
    reservedConcurrentExecutions: reservedConcurrency === "unreserved" ? -1 : reservedConcurrency,
    ephemeralStorage: { size: settings.ephemeralStorage },
    loggingConfig: {
      logFormat,
      logGroup: logGroup.name,
      ...(logFormat === "JSON" && {
        applicationLogLevel: settings.logLevel,
        systemLogLevel: settings.systemLogLevel,
      }),
    },
    tracingConfig: { mode: settings.tracing },
  };
}

/** Retries of asynchronous invocations, and the destinations of their results. */
export function createInvokeConfig(
  { component, name, transform }: FunctionContext,
  invoked: {
    readonly function: aws.lambda.Function;
    readonly alias: aws.lambda.Alias | undefined;
    readonly onFailure: DestinationTarget | undefined;
    readonly onSuccess: DestinationTarget | undefined;
  },
  settings: Defaults,
): aws.lambda.FunctionEventInvokeConfig {
  const { function: fn, alias, onFailure, onSuccess } = invoked;
  return new aws.lambda.FunctionEventInvokeConfig(
    `${name}-invoke-config`,
    ...component.part(transform.invokeConfig, {
      functionName: fn.name,
      ...(alias && { qualifier: alias.name }),
      maximumRetryAttempts: settings.function.retries,
      maximumEventAgeInSeconds: settings.function.maxEventAge,
      destinationConfig: {
        ...(onFailure && { onFailure: { destination: onFailure.arn } }),
        ...(onSuccess && { onSuccess: { destination: onSuccess.arn } }),
      },
    }),
  );
}
