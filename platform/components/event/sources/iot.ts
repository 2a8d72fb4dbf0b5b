import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { nameOf } from "../../../core/component.ts";
import { policyDocument, trustForAccount } from "../../../core/policy.ts";
import { checkIotSql } from "../../../values/iot-sql.ts";
import { checkOneOf } from "../../../values/problems.ts";
import { invokePermission } from "../../function/permission.ts";
import type { SourceKind } from "./shared/source.ts";
import { createUndeliveredQueue } from "./shared/undelivered.ts";

/** Messages of devices that a rule of AWS IoT Core selects: handed over at least once, in no particular order. */
export interface IotSource {
  readonly type: "iot";
  /** The function's input, and the messages it is made of: `SELECT *, topic() AS topic FROM 'devices/+/state' WHERE battery < 10`. */
  readonly sql: string;
  /** Version of the SQL. Default: 2016-03-23, the newest that isn't a beta. */
  readonly sqlVersion?: (typeof sqlVersions)[number];
  /** False stops the rule: what devices send meanwhile is lost. Default: true. */
  readonly enabled?: boolean;
}

export interface IotParts {
  /** Selects messages and hands them to the function. */
  readonly topicRule: aws.iot.TopicRule;
  /** Assumed by IoT to write to the dead-letter queue, and nothing else. */
  readonly errorRole: aws.iam.Role;
  readonly permission: aws.lambda.Permission;
  /** The queue of messages that could not be handed over. */
  readonly undeliveredUrl: pulumi.Output<string>;
}

/** Source: "SQL versions" of AWS IoT. */
const sqlVersions = ["2016-03-23", "2015-10-08", "beta"] as const;

export const iot: SourceKind<IotSource, IotParts> = {
  options: ["sql", "sqlVersion", "enabled"],
  parts: ["topicRule", "errorRole", "permission"],
  problems: ({ sql, sqlVersion }) => [
    ...checkIotSql("source.sql", sql),
    ...checkOneOf("source.sqlVersion", sqlVersion, sqlVersions),
  ],
  prepare: ({ sql, sqlVersion = "2016-03-23", enabled = true }, context) => ({
    invocation: "async",
    connect(fn) {
      const { component, name, transform } = context;
      const undelivered = createUndeliveredQueue(fn, context, []);
      const errorRole = new aws.iam.Role(
        `${name}-error-role`,
        ...component.part(transform.errorRole, {
          name: nameOf("role", name, "-iot-error"),
          assumeRolePolicy: trustForAccount("iot.amazonaws.com"),
        }),
      );
      const policy = new aws.iam.RolePolicy(
        `${name}-error-policy`,
        {
          name: "permissions",
          role: errorRole.name,
          policy: policyDocument([{ actions: ["sqs:SendMessage"], resources: [undelivered.arn] }]),
        },
        { parent: component },
      );
      const topicRule = new aws.iot.TopicRule(
        `${name}-topic-rule`,
        ...component.part(
          transform.topicRule,
          {
            // IoT allows no hyphens; names here have no underscores, so two names stay two.
            name: nameOf("iotRule", name).replaceAll("-", "_"),
            enabled,
            sql,
            sqlVersion,
            lambdas: [{ functionArn: fn.target.arn }],
            errorAction: {
              sqs: { queueUrl: undelivered.url, roleArn: errorRole.arn, useBase64: false },
            },
          },
          { dependsOn: [policy] },
        ),
      );
      const permission = new aws.lambda.Permission(
        `${name}-permission`,
        ...component.part(transform.permission, invokePermission(fn, "iot.amazonaws.com", topicRule.arn)),
      );
      return { topicRule, errorRole, permission, undeliveredUrl: undelivered.url };
    },
  }),
};
