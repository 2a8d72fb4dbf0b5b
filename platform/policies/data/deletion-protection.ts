import { inputsOf, managed } from "../../engine/index.ts";
import type { Policy } from "../finding.ts";
import type { Inputs } from "../inputs.ts";

const byFlag = ({ deletionProtection }: Inputs) => deletionProtection !== true;

/** Stores with data, and whether inputs leave them to be deleted with one call. */
const stores: Readonly<Record<string, (inputs: Inputs) => boolean>> = {
  "aws:dynamodb/table:Table": ({ deletionProtectionEnabled }) => deletionProtectionEnabled !== true,
  "aws:cognito/userPool:UserPool": ({ deletionProtection }) => deletionProtection !== "ACTIVE",
  "aws:rds/instance:Instance": byFlag,
  "aws:rds/cluster:Cluster": byFlag,
  "aws:docdb/cluster:Cluster": byFlag,
  "aws:neptune/cluster:Cluster": byFlag,
  "aws:s3/bucket:Bucket": ({ forceDestroy }) => forceDestroy === true,
  "aws:secretsmanager/secret:Secret": ({ recoveryWindowInDays }) => recoveryWindowInDays === 0,
};

export const deletionProtection: Policy = {
  id: "deletion-protection",
  severity: "error",
  title: "Data in production is not deleted with its stack.",
  reason: "A renamed or removed resource is deleted by the next deployment, with all that is in it.",
  remedy: "Turn on the store's deletion protection, leave forceDestroy off, or protect the resource.",
  settings: [
    "table.deletionProtection",
    "userPool.deletionProtection",
    "bucket.forceDestroy",
    "secret.recoveryWindowDays",
  ],
  stages: ["prod"],
  broken: (graph) =>
    managed(graph)
      .filter((one) => !one.protect && !one.retainOnDelete && stores[one.type]?.(inputsOf(one)) === true)
      .map((one) => [one, "A deployment can delete it with its data."] as const),
};
