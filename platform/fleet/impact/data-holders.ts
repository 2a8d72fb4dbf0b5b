/** Types of resources that hold data of their own, and what is lost with them. */
const holders: Readonly<Record<string, string>> = {
  "aws:dynamodb/table:Table": "the items of the table",
  "aws:dynamodb/globalTable:GlobalTable": "the items of the table",
  "aws:s3/bucket:Bucket":
    "the objects of the bucket (AWS refuses while there are any, unless `forceDestroy` is set)",
  "aws:s3/bucketV2:BucketV2":
    "the objects of the bucket (AWS refuses while there are any, unless `forceDestroy` is set)",
  "aws:s3/bucketObjectv2:BucketObjectv2": "the object",
  "aws:kinesis/stream:Stream": "records that no consumer has read, and those kept for reading again",
  "aws:sqs/queue:Queue": "messages that wait",
  "aws:cognito/userPool:UserPool": "users, with their passwords",
  "aws:cognito/identityPool:IdentityPool": "identities of users",
  "aws:secretsmanager/secret:Secret": "the secret's values, after its recovery window",
  "aws:ssm/parameter:Parameter": "the parameter's value and history",
  "aws:efs/fileSystem:FileSystem": "the files",
  "aws:kms/key:Key": "everything that is encrypted with the key, after its waiting period",
  "aws:cloudwatch/logGroup:LogGroup": "the logs",
  "aws:cloudwatch/eventArchive:EventArchive": "the archived events",
  "aws:cloudfront/keyValueStore:KeyValueStore": "the store's entries",
  "aws:ecr/repository:Repository": "the images",
  "aws:rds/instance:Instance": "the database",
  "aws:rds/cluster:Cluster": "the database",
  "aws:elasticache/cluster:Cluster": "what is cached",
  "aws:opensearch/domain:Domain": "the indexes",
  "aws:ec2/volume:Volume": "the volume's files",
  "aws:backup/vault:Vault": "the backups",
  "aws:timestreamwrite/table:Table": "the table's records",
};

/** What is lost when a resource of a type goes; undefined for types that hold nothing. */
export const dataOf = (type: string): string | undefined => holders[type];
