import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { nameOf } from "../../../core/component.ts";
import { checkOneOf, shown } from "../../../values/problems.ts";
import { Function } from "../../function/function.ts";
import { invokePermission } from "../../function/permission.ts";
import type { SourceKind } from "./shared/source.ts";

export type CognitoTrigger = (typeof triggers)[number];

/**
 * A trigger of a Cognito user pool: Cognito waits for the answer, and an error ends what the user was doing. The pool is
 * the event's own, since a pool's triggers are part of the pool itself.
 */
export interface CognitoSource {
  readonly type: "cognito";
  /** The trigger that calls the handler. */
  readonly trigger: CognitoTrigger;
  /** Functions for more triggers of the same pool; each must end in 5 seconds too. */
  readonly others?: { readonly [T in CognitoTrigger]?: Function };
  /** Form of the events of `preTokenGeneration`; past `V1_0` the pool's plan must be Essentials or Plus. Default: `V1_0`. */
  readonly tokenVersion?: "V1_0" | "V2_0" | "V3_0";
}

export interface CognitoParts {
  readonly pool: aws.cognito.UserPool;
  readonly poolId: pulumi.Output<string>;
  /** Lets Cognito invoke the function, for this pool alone. */
  readonly permission: aws.lambda.Permission;
}

/** Source: Amazon Cognito "LambdaConfigType". */
const triggers = [
  "preSignUp",
  "postConfirmation",
  "preAuthentication",
  "postAuthentication",
  "preTokenGeneration",
  "customMessage",
  "userMigration",
  "defineAuthChallenge",
  "createAuthChallenge",
  "verifyAuthChallengeResponse",
] as const;

/** Seconds that Cognito waits. Source: "Customizing user pool workflows with Lambda triggers". */
const answerTime = 5;

export const cognito: SourceKind<CognitoSource, CognitoParts> = {
  options: ["trigger", "others", "tokenVersion"],
  parts: ["pool", "permission"],
  timeoutLimit: answerTime,
  problems: cognitoProblems,
  prepare(source, { component, name, settings, transform }) {
    return {
      // Errors go to the user who signs up or in; there is nothing to put into a dead-letter queue.
      invocation: "sync",
      connect(fn) {
        const functions = { ...source.others, [source.trigger]: fn };
        const pool = new aws.cognito.UserPool(
          `${name}-pool`,
          ...component.part(transform.pool, {
            name: nameOf("userPool", name),
            deletionProtection: settings.userPool.deletionProtection ? "ACTIVE" : "INACTIVE",
            usernameAttributes: ["email"],
            autoVerifiedAttributes: ["email"],
            usernameConfiguration: { caseSensitive: false },
            accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
            lambdaConfig: lambdaConfig(functions, source.tokenVersion),
          }),
        );
        const permissions = Object.entries(functions).map(([trigger, each]) => {
          const own = trigger === source.trigger;
          return new aws.lambda.Permission(
            own ? `${name}-permission` : `${name}-${each.componentName}-permission`,
            ...component.part(
              own ? transform.permission : undefined,
              invokePermission(each, "cognito-idp.amazonaws.com", pool.arn),
            ),
          );
        });
        return { pool, poolId: pool.id, permission: permissions.at(-1)! };
      },
    };
  },
};

function lambdaConfig(
  functions: Readonly<Record<string, Function>>,
  lambdaVersion: CognitoSource["tokenVersion"] = "V1_0",
): aws.types.input.cognito.UserPoolLambdaConfig {
  const { preTokenGeneration, ...others } = functions;
  return {
    ...Object.fromEntries(Object.entries(others).map(([trigger, { target }]) => [trigger, target.arn])),
    ...(preTokenGeneration && {
      preTokenGenerationConfig: { lambdaArn: preTokenGeneration.target.arn, lambdaVersion },
    }),
  };
}

function cognitoProblems({ trigger, others = {}, tokenVersion }: CognitoSource): string[] {
  const given = [trigger, ...Object.keys(others)];
  return [
    ...(trigger === undefined
      ? [`source.trigger: it is missing; one of these is expected: ${triggers.join(", ")}.`]
      : checkOneOf("source.trigger", trigger, triggers)),
    ...Object.keys(others).flatMap((other) => checkOneOf("source.others", other, triggers)),
    ...(trigger in others
      ? [`source.others: ${trigger} is the trigger of the event's own handler; leave it out there.`]
      : []),
    ...Object.entries(others).flatMap(([other, fn]) =>
      !(fn instanceof Function)
        ? [`source.others.${other}: ${shown(fn)} given; a Function is expected.`]
        : fn.timeout > answerTime
          ? [
              `source.others.${other}: its function may take ${fn.timeout} seconds; Cognito waits ${answerTime}. Give it timeout: ${answerTime}.`,
            ]
          : [],
    ),
    ...checkOneOf("source.tokenVersion", tokenVersion, ["V1_0", "V2_0", "V3_0"]),
    ...(tokenVersion !== undefined && !given.includes("preTokenGeneration")
      ? ["source.tokenVersion: only preTokenGeneration has versions; leave it out."]
      : []),
  ];
}
