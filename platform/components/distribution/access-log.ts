import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { nameOf } from "../../core/component.ts";
import { edgeRegion } from "../../values/edge-region.ts";
import type { DistributionContext } from "./context.ts";

/**
 * Fields of a line: those of a gateway's access log, and those that only the edge knows. No queries, cookies or referrers: those
 * may hold personal data. Source: "Standard logging reference".
 */
const fields = [
  "date",
  "time",
  "x-edge-location",
  "c-ip",
  "cs-method",
  "x-host-header",
  "cs-uri-stem",
  "sc-status",
  "sc-bytes",
  "time-taken",
  "cs(User-Agent)",
  "x-edge-result-type",
  "x-edge-detailed-result-type",
  "x-edge-request-id",
  "ssl-protocol",
];

/** Access logs as JSON in a log group that expires: standard logging (v2), whose parts are all of CloudFront's own region. */
export function createAccessLog(
  { component, name, settings, transform }: DistributionContext,
  distributionArn: pulumi.Output<string>,
): aws.cloudwatch.LogGroup {
  const region = edgeRegion;
  const group = new aws.cloudwatch.LogGroup(
    `${name}-access-log`,
    ...component.part(transform.accessLog, {
      region,
      name: `/aws/vendedlogs/cloudfront/${nameOf("api", name)}`,
      retentionInDays: settings.function.logRetentionDays,
    }),
  );
  const source = new aws.cloudwatch.LogDeliverySource(
    `${name}-access-log-source`,
    { region, name: nameOf("logDelivery", name), logType: "ACCESS_LOGS", resourceArn: distributionArn },
    { parent: component },
  );
  const destination = new aws.cloudwatch.LogDeliveryDestination(
    `${name}-access-log-destination`,
    {
      region,
      name: nameOf("logDestination", name),
      outputFormat: "json",
      deliveryDestinationConfiguration: { destinationResourceArn: group.arn },
    },
    { parent: component },
  );
  new aws.cloudwatch.LogDelivery(
    `${name}-access-log-delivery`,
    {
      region,
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.arn,
      recordFields: fields,
    },
    { parent: component },
  );
  return group;
}
