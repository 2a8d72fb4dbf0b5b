import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { rawAlarm } from "../../support/raw-alarm.ts";

/** Of each rule a program with resources that break it, by the message of each, and with others that keep it. */
export type Cases = Readonly<Record<string, Case>>;

interface Case {
  readonly program: () => void;
  readonly broken: Readonly<Record<string, string>>;
  /** Of those that haven't the rule's own. */
  readonly severities?: Readonly<Record<string, string>>;
  readonly today?: string;
}

export const allow = (statement: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });

export const trust = (Principal: unknown) => allow({ Action: "sts:AssumeRole", Principal });
export const forLambda = trust({ Service: "lambda.amazonaws.com" });

export const rolePolicy = (name: string, statement: object, over: object = {}) =>
  new aws.iam.RolePolicy(name, { role: "role", policy: allow(statement), ...over });

export const lambda = (name: string, over: Partial<aws.lambda.FunctionArgs> = {}) =>
  new aws.lambda.Function(name, {
    name: `shop-${name}`,
    role: "arn:aws:iam::123456789012:role/role",
    handler: "index.handler",
    runtime: "nodejs24.x",
    code: new pulumi.asset.StringAsset("exports.handler = () => {}"),
    ...over,
  });

export const invoke = (name: string, over: Partial<aws.lambda.PermissionArgs>) =>
  new aws.lambda.Permission(name, {
    action: "lambda:InvokeFunction",
    function: "shop-fn",
    principal: "s3.amazonaws.com",
    ...over,
  });

export const alarm = (name: string, alarmActions?: string[]) =>
  new aws.cloudwatch.MetricAlarm(name, {
    ...rawAlarm,
    ...(alarmActions && { alarmActions }),
  });

export const bucket = "arn:aws:s3:::bucket";

export const stream = "arn:aws:kinesis:eu-west-1:123456789012:stream/stream";

export const mapping = (
  name: string,
  eventSourceArn: pulumi.Input<string>,
  over: Partial<aws.lambda.EventSourceMappingArgs> = {},
) =>
  new aws.lambda.EventSourceMapping(name, {
    functionName: "shop-fn",
    startingPosition: "LATEST",
    eventSourceArn,
    ...over,
  });
