import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Component, Transform } from "../../core/component.ts";
import { keyStatements } from "../../core/key.ts";
import { checkKeys, shown } from "../../values/problems.ts";
import { type FunctionArgs, functionArgsOf, type HandlerPath } from "../function/args.ts";
import { Function } from "../function/function.ts";
import { handlerName } from "../function/handler-name.ts";
import { invokePermission } from "../function/permission.ts";
import { targetProblems } from "../function/target.ts";

export interface RotationArgs {
  /** Called for each of AWS's four steps: createSecret, setSecret, testSecret, finishSecret. */
  readonly handler: HandlerPath | FunctionArgs;
  /** `rate(30 days)`, `rate(4 hours)` at the shortest, or `cron(...)` in UTC. */
  readonly schedule: `rate(${string})` | `cron(${string})`;
  /** Hours from the scheduled time in which it may rotate, 1 to 24. Default: the rest of the day, as AWS has it. */
  readonly windowHours?: number;
}

/** Actions of a rotation function on its secret. Source: "Lambda rotation function execution role permissions". */
const rotationActions = [
  "secretsmanager:DescribeSecret",
  "secretsmanager:GetSecretValue",
  "secretsmanager:PutSecretValue",
  "secretsmanager:UpdateSecretVersionStage",
] as const;

/** Hours between two rotations. Source: "RotationRulesType". */
const hours = { min: 4, max: 999 * 24 } as const;
const window = { min: 1, max: 24 } as const;

/** Makes the function that rotates a secret, lets Secrets Manager invoke it, and sets the schedule. */
export function createRotation(
  component: Component,
  name: string,
  {
    secretArn,
    kmsKeyArn,
    rotation,
    transform,
  }: {
    readonly secretArn: pulumi.Output<string>;
    readonly kmsKeyArn: pulumi.Input<string> | undefined;
    readonly rotation: RotationArgs;
    readonly transform: Transform<aws.secretsmanager.SecretRotationArgs> | undefined;
  },
): { readonly function: Function; readonly rotation: aws.secretsmanager.SecretRotation } {
  const args = functionArgsOf(rotation.handler, {});
  const fn = new Function(handlerName(name, args), args, {
    parent: component,
    // Secrets Manager waits for each step and tries a failed rotation again.
    invocation: "sync",
    statements: [
      { actions: rotationActions, resources: [secretArn] },
      ...keyStatements(kmsKeyArn, ["kms:Decrypt", "kms:GenerateDataKey"]),
    ],
  });
  const permission = new aws.lambda.Permission(
    `${name}-rotation-permission`,
    invokePermission(fn, "secretsmanager.amazonaws.com", secretArn),
    { parent: component },
  );
  const made = new aws.secretsmanager.SecretRotation(
    `${name}-rotation`,
    ...component.part(
      transform,
      {
        secretId: secretArn,
        rotationLambdaArn: fn.target.arn,
        // An empty secret can't be rotated: the first time is that of the schedule.
        rotateImmediately: false,
        rotationRules: {
          scheduleExpression: rotation.schedule,
          ...(rotation.windowHours !== undefined && { duration: `${rotation.windowHours}h` }),
        },
      },
      { dependsOn: [permission] },
    ),
  );
  return { function: fn, rotation: made };
}

function handlerProblems(handler: unknown): string[] {
  if (handler === undefined) return ["rotation.handler: it is missing; name the file of the handler."];
  if (handler instanceof Function)
    return [
      "rotation.handler: a function made elsewhere can't get the secret's permissions; name its handler's file.",
    ];
  return targetProblems("rotation.handler", handler);
}

export function rotationProblems(rotation: RotationArgs): string[] {
  const { schedule, windowHours, handler } = rotation;
  const given = `rotation.schedule: ${shown(schedule)} given`;
  const rate = /^rate\((\d+) (hour|day)s?\)$/.exec(String(schedule));
  const every = rate ? Number(rate[1]) * (rate[2] === "day" ? 24 : 1) : undefined;
  const readable = every !== undefined || /^cron\(\S+( \S+){5}\)$/.test(String(schedule));
  return [
    ...checkKeys(rotation, ["handler", "schedule", "windowHours"], "rotation."),
    ...handlerProblems(handler),
    ...(readable
      ? []
      : [
          `${given}; a rate in hours or days, or a cron with six fields is expected, such as "rate(30 days)".`,
        ]),
    ...(every !== undefined && (every < hours.min || every > hours.max)
      ? [`${given}; every ${hours.min} hours to every ${hours.max / 24} days is allowed.`]
      : []),
    ...(windowHours === undefined ||
    (Number.isInteger(windowHours) && windowHours >= window.min && windowHours <= window.max)
      ? []
      : [
          `rotation.windowHours: ${windowHours} given; whole numbers from ${window.min} to ${window.max} are allowed.`,
        ]),
  ];
}
