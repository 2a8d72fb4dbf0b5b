import * as aws from "@pulumi/aws";
import { nameOf, type Transform } from "../../../../core/component.ts";
import type { GatewayContext } from "../type.ts";

/** The log group of an API's requests. */
export function createAccessLog(
  { component, name, settings }: GatewayContext,
  transform: Transform<aws.cloudwatch.LogGroupArgs> | undefined,
): aws.cloudwatch.LogGroup {
  return new aws.cloudwatch.LogGroup(
    `${name}-access-log`,
    ...component.part(transform, {
      // The prefix keeps the account's one resource policy for log delivery from growing past its limit.
      name: `/aws/vendedlogs/apigateway/${nameOf("api", name)}`,
      retentionInDays: settings.function.logRetentionDays,
    }),
  );
}
