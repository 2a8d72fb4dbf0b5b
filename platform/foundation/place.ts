import * as aws from "@pulumi/aws";

/** The account, region and partition that the foundation is deployed to. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}

export async function placeOf(): Promise<Place> {
  const [{ accountId }, { region }, { partition }] = await Promise.all([
    aws.getCallerIdentity(),
    aws.getRegion(),
    aws.getPartition(),
  ]);
  return { account: accountId, region, partition };
}
