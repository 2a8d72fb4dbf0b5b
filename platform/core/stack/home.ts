import * as pulumi from "@pulumi/pulumi";
import { type Partition, partitionOf } from "../../values/partitions/partitions.ts";
import { isOffline } from "./offline.ts";

/**
 * The partition that the stack is deployed to, known before anything is asked of AWS: that of the region in the stack's config,
 * else in the environment, where the provider looks too. A region that only a profile names counts as one of `aws`; ARNs are
 * made with `aws.getPartition`, which knows it.
 */
export function homePartition(): Partition {
  const configured = new pulumi.Config("aws").get("region");
  if (configured !== undefined) return partitionOf(configured);
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  return partitionOf((isOffline() ? undefined : (AWS_REGION ?? AWS_DEFAULT_REGION)) ?? "");
}
