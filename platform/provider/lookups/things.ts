import { partitionOf } from "../../values/partitions/partitions.ts";
import { letters, uuid } from "../stable-ids.ts";
import { arnOf, globalArn, type Lookup, like } from "./lookup.ts";

const parameter = like("aws:ssm/parameter:Parameter", "name");
const secret = like("aws:secretsmanager/secret:Secret", "name");

/** ARN and name of a secret that is given by either. */
const secretOf: Lookup = (args, place) => {
  const given = String(args.secretId ?? args.arn ?? args.name ?? "");
  const found = given.startsWith("arn:") ? { id: given, arn: given } : secret({ name: given }, place);
  return { id: found.id, arn: found.arn };
};

/** Things that a service may use without making them, by their names. */
export const things: Readonly<Record<string, Lookup>> = {
  "aws:ssm/getParameter:getParameter": (args, place) => {
    const isImage = /^\/aws\/service\/.*(ami|image_id)/.test(String(args.name));
    const value = isImage
      ? `ami-0${letters(String(args.name), 16, "0123456789abcdef")}`
      : `value of ${args.name}`;
    return { ...parameter(args, place), type: "String", value, insecureValue: value };
  },
  "aws:secretsmanager/getSecret:getSecret": secretOf,
  "aws:secretsmanager/getSecretVersion:getSecretVersion": (args, place) => {
    const { arn } = secretOf(args, place);
    const versionId = uuid(String(arn));
    const secretString = JSON.stringify({ secret: `value of ${args.secretId}` });
    return {
      id: `${arn}|${args.versionStage ?? "AWSCURRENT"}`,
      arn,
      secretArn: arn,
      secretString,
      versionId,
      versionStages: ["AWSCURRENT"],
    };
  },
  "aws:acm/getCertificate:getCertificate": (args, place) => {
    const arn = arnOf("acm", place, `certificate/${uuid(JSON.stringify(args))}`);
    return { id: arn, arn, status: "ISSUED" };
  },
  "aws:route53/getZone:getZone": (args, place) => {
    const zoneId = String(
      args.zoneId ?? `Z0${letters(String(args.name), 19, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")}`,
    );
    // Without the final dot, as the provider gives it.
    const name = String(args.name ?? "example.com").replace(/\.$/, "");
    const nameServers = ["com", "net", "org", "co.uk"].map((end, i) => `ns-${i + 1}.awsdns-0${i}.${end}`);
    return {
      id: zoneId,
      zoneId,
      name,
      arn: globalArn("route53", place, `:hostedzone/${zoneId}`),
      nameServers,
      primaryNameServer: nameServers[0],
    };
  },
  "aws:kms/getAlias:getAlias": (args, place) => {
    const targetKeyId = uuid(String(args.name));
    const arn = arnOf("kms", place, String(args.name));
    return { id: arn, arn, targetKeyId, targetKeyArn: arnOf("kms", place, `key/${targetKeyId}`) };
  },
  "aws:kms/getKey:getKey": (args, place) => {
    const given = String(args.keyId);
    const id = given.startsWith("arn:")
      ? given.split("/").at(-1)
      : given.startsWith("alias/")
        ? uuid(given)
        : given;
    return { id, arn: arnOf("kms", place, `key/${id}`), enabled: true, keyState: "Enabled" };
  },
  "aws:ecr/getRepository:getRepository": like("aws:ecr/repository:Repository", "name"),
  "aws:ecr/getImage:getImage": (args, { account, region }) => {
    const { repositoryName, imageTag } = args;
    const imageDigest = String(
      args.imageDigest ?? `sha256:${letters(`${repositoryName}:${imageTag}`, 64, "0123456789abcdef")}`,
    );
    const registry = `${args.registryId ?? account}.dkr.ecr.${region}.${partitionOf(region).dnsSuffix}`;
    return {
      id: imageDigest,
      imageDigest,
      imageTags: imageTag ? [imageTag] : [],
      imageUri: `${registry}/${repositoryName}@${imageDigest}`,
    };
  },
  "aws:iam/getPolicy:getPolicy": (args, place) => {
    const arn = String(args.arn ?? globalArn("iam", place, `${place.account}:policy/${args.name}`));
    return { id: arn, arn, name: arn.split("/").at(-1), path: "/" };
  },
  "aws:iam/getRole:getRole": like("aws:iam/role:Role", "name"),
  "aws:iam/getUser:getUser": (args, place) => ({
    id: args.userName,
    arn: globalArn("iam", place, `${place.account}:user/${args.userName}`),
    path: "/",
  }),
  "aws:iam/getAccountAlias:getAccountAlias": () => ({ accountAlias: "offline", id: "offline" }),
  "aws:lambda/getFunction:getFunction": like("aws:lambda/function:Function", "functionName", "name"),
  "aws:lambda/getLayerVersion:getLayerVersion": (args, place) => {
    const layerArn = arnOf("lambda", place, `layer:${args.layerName}`);
    const version = Number(args.version ?? 1);
    return { id: `${layerArn}:${version}`, arn: `${layerArn}:${version}`, layerArn, version };
  },
  "aws:dynamodb/getTable:getTable": like("aws:dynamodb/table:Table", "name"),
  "aws:sqs/getQueue:getQueue": like("aws:sqs/queue:Queue", "name"),
  "aws:sns/getTopic:getTopic": like("aws:sns/topic:Topic", "name"),
  "aws:s3/getBucket:getBucket": like("aws:s3/bucket:Bucket", "bucket"),
  "aws:cloudwatch/getLogGroup:getLogGroup": like("aws:cloudwatch/logGroup:LogGroup", "name"),
  "aws:cloudwatch/getEventBus:getEventBus": like("aws:cloudwatch/eventBus:EventBus", "name"),
  "aws:kinesis/getStream:getStream": like("aws:kinesis/stream:Stream", "name"),
  "aws:sfn/getStateMachine:getStateMachine": like("aws:sfn/stateMachine:StateMachine", "name"),
  "aws:lb/getLoadBalancer:getLoadBalancer": (args, place) =>
    args.arn ? { id: args.arn } : like("aws:lb/loadBalancer:LoadBalancer", "name")(args, place),
  "aws:organizations/getOrganization:getOrganization": (_args, place) => ({
    id: "o-offline000",
    arn: globalArn("organizations", place, `${place.account}:organization/o-offline000`),
    masterAccountId: place.account,
  }),
  "aws:iot/getEndpoint:getEndpoint": (_args, { region }) => {
    const endpointAddress = `offline-ats.iot.${region}.${partitionOf(region).dnsSuffix}`;
    return { id: endpointAddress, endpointAddress };
  },
};
