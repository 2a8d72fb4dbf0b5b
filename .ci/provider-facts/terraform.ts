/** Names and values of @pulumi/aws as Terraform's AWS provider has them. */
import { readFileSync } from "node:fs";
import type { Argument } from "./validators.ts";

/** Names that Pulumi chose itself. Source: `resourceOverrides` in pulumi/pulumi-aws, provider/resource_overrides.go. */
const renamed: Readonly<Record<string, string>> = {
  "aws_lambda_function.function_name": "name",
  "aws_lambda_function.filename": "code",
  "aws_lambda_layer_version.filename": "code",
  "aws_lambda_permission.function_name": "function",
  "aws_cloudwatch_metric_alarm.alarm_name": "name",
  "aws_sns_topic_subscription.topic_arn": "topic",
  "aws_api_gateway_deployment.rest_api_id": "restApi",
  "aws_api_gateway_method_settings.rest_api_id": "restApi",
  "aws_api_gateway_stage.rest_api_id": "restApi",
  "aws_api_gateway_stage.deployment_id": "deployment",
  "aws_iot_topic_rule.kinesis": "kineses",
  "aws_dynamodb_table.global_secondary_index": "globalSecondaryIndexes",
  "aws_dynamodb_table.local_secondary_index": "localSecondaryIndexes",
};

/** Types of @pulumi/aws, each with Terraform's name. */
export const types: ReadonlyMap<string, string> = new Map(
  readFileSync(new URL("types.tsv", import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split("\t") as [string, string]),
);

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Names that an argument of Terraform (`aws_sqs_queue.delay_seconds`) may have in Pulumi, the likeliest first. */
export function pulumiNames(path: string): string[] {
  const name = camel(path.split(".").at(-1)!);
  const own = renamed[path];
  return [...(own === undefined ? [] : [own]), name, `${name}s`, `${name}es`, name.replace(/y$/, "ies")];
}

type Members = Readonly<Record<string, unknown>>;

/** Inputs of @pulumi/aws as a configuration of Terraform. */
export function configurationOf(
  all: Readonly<Record<string, Argument>>,
  inputs: Members,
  at: string,
): Members {
  const entries = Object.entries(all).flatMap(([name, argument]) => {
    const path = `${at}.${name}`;
    const given = pulumiNames(path).find((one) => one in inputs);
    if (given === undefined || !(argument.optional || argument.required)) return [];
    return [[name, valueOf(argument, inputs[given], path)] as const];
  });
  return Object.fromEntries(entries);
}

function valueOf({ type, members }: Argument, value: unknown, at: string): unknown {
  const values = Array.isArray(value) ? value : [value];
  if (members) return values.map((one) => configurationOf(members, one as Members, at));
  if (/List|Set/.test(type)) return values;
  if (type !== "TypeString" || typeof value === "string") return value;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
