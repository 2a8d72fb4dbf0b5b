import { inputsOf, managed, type Resource } from "../../engine/index.ts";
import type { Policy } from "../finding.ts";
import { type Inputs, isGiven, objectsIn } from "../inputs.ts";

/** Whether inputs encrypt what is stored; unknown ones do. */
type Encrypts = (inputs: Inputs) => boolean;

const on =
  (input: string): Encrypts =>
  (inputs) =>
    isGiven(inputs[input]) && inputs[input] !== false && inputs[input] !== "false";

/**
 * Stores that AWS leaves in the clear unless they are told otherwise. Buckets, tables, secrets, log groups, buses and topics' disks are
 * encrypted always. Source: the page "Encryption at rest" of each service.
 */
const stores: Readonly<Record<string, Encrypts>> = {
  "aws:kinesis/stream:Stream": ({ encryptionType }) => isGiven(encryptionType) && encryptionType !== "NONE",
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": ({
    serverSideEncryption,
    kinesisSourceConfiguration,
  }) =>
    // The source's own encryption holds where a stream is the source.
    isGiven(kinesisSourceConfiguration) || objectsIn(serverSideEncryption).some(on("enabled")),
  "aws:efs/fileSystem:FileSystem": on("encrypted"),
  "aws:ebs/volume:Volume": on("encrypted"),
  "aws:rds/instance:Instance": (inputs) =>
    on("storageEncrypted")(inputs) ||
    isGiven(inputs["replicateSourceDb"]) ||
    isGiven(inputs["snapshotIdentifier"]),
  "aws:rds/cluster:Cluster": (inputs) =>
    on("storageEncrypted")(inputs) ||
    inputs["engineMode"] === "serverless" ||
    isGiven(inputs["snapshotIdentifier"]),
  "aws:docdb/cluster:Cluster": on("storageEncrypted"),
  "aws:neptune/cluster:Cluster": on("storageEncrypted"),
  "aws:redshift/cluster:Cluster": on("encrypted"),
  "aws:elasticache/replicationGroup:ReplicationGroup": on("atRestEncryptionEnabled"),
  "aws:dax/cluster:Cluster": ({ serverSideEncryption }) =>
    objectsIn(serverSideEncryption).some(on("enabled")),
  "aws:opensearch/domain:Domain": ({ encryptAtRest }) => objectsIn(encryptAtRest).some(on("enabled")),
};

export const storageEncryption: Policy = {
  id: "storage-encryption",
  severity: "error",
  title: "Streams, file systems, databases and caches are encrypted at rest.",
  reason: "Disks and backups outlive the access rules of what they belong to.",
  remedy: "Turn encryption on when the store is made: for most of them it can't be done later.",
  settings: ["stream.encrypted"],
  broken: (graph) =>
    managed(graph)
      .filter((resource) => stores[resource.type]?.(inputsOf(resource)) === false)
      .map((resource: Resource) => [resource, "It keeps its data in the clear."] as const),
};
