/**
 * The names that an account has: a file for each, below the folder that TEST_ACCOUNT names, so that all stacks of a
 * workspace share one account. AWS refuses most names the second time; some calls hand back what is there or write over
 * it, so that two resources are one thing, which goes with the first of them that is deleted.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Properties } from "../../../platform/engine/index.ts";

interface Row {
  /** Properties that make the name. Where the program doesn't give the last, Pulumi makes one up, each time another. */
  readonly by: readonly string[];
  /** AWS's error for a name that is taken; none where the call writes over what is there. */
  readonly error?: string;
  /** Inputs by which AWS tells the same thing, which it hands back, from another of the name, which it refuses. */
  readonly same?: (inputs: Properties) => Properties;
  /** Its names are those of the account, not of a region. */
  readonly global?: true;
}

const shared = (...by: string[]): Row => ({ by });
const once = (error: string, ...by: string[]): Row => ({ by, error });
/** Handed back to who asks for the same, refused to others. */
const handedBack = (error: string, same: Row["same"], ...by: string[]): Row => ({ by, error, same });
const onceInAll = (error: string, ...by: string[]): Row => ({ by, error, global: true });

/** "Errors" of each type's Create or Put action in AWS's API references. */
const rows: Readonly<Record<string, Row>> = {
  "aws:apigateway/stage:Stage": once("ConflictException: Stage already exists", "restApi", "stageName"),
  "aws:apigatewayv2/domainName:DomainName": once(
    "ConflictException: The domain name you provided already exists",
    "domainName",
  ),
  "aws:apigatewayv2/route:Route": once(
    "ConflictException: Route with this key already exists for this API",
    "apiId",
    "routeKey",
  ),
  "aws:apigatewayv2/stage:Stage": once("ConflictException: Stage already exists", "apiId", "name"),
  "aws:cloudfront/cachePolicy:CachePolicy": onceInAll("CachePolicyAlreadyExists", "name"),
  "aws:cloudfront/function:Function": onceInAll("FunctionAlreadyExists", "name"),
  "aws:cloudfront/keyValueStore:KeyValueStore": onceInAll("EntityAlreadyExists", "name"),
  "aws:cloudfront/originAccessControl:OriginAccessControl": onceInAll(
    "OriginAccessControlAlreadyExists",
    "name",
  ),
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": onceInAll(
    "ResponseHeadersPolicyAlreadyExists",
    "name",
  ),
  "aws:cloudwatch/dashboard:Dashboard": shared("dashboardName"),
  "aws:cloudwatch/eventArchive:EventArchive": once("ResourceAlreadyExistsException", "name"),
  "aws:cloudwatch/eventBus:EventBus": once("ResourceAlreadyExistsException", "name"),
  "aws:cloudwatch/eventRule:EventRule": shared("eventBusName", "name"),
  "aws:cloudwatch/eventTarget:EventTarget": shared("eventBusName", "rule", "targetId"),
  "aws:cloudwatch/logDelivery:LogDelivery": once(
    "ConflictException",
    "deliverySourceName",
    "deliveryDestinationArn",
  ),
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": shared("name"),
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": shared("name"),
  "aws:cloudwatch/logGroup:LogGroup": once(
    "ResourceAlreadyExistsException: The specified log group already exists",
    "name",
  ),
  "aws:cloudwatch/metricAlarm:MetricAlarm": shared("name"),
  "aws:codedeploy/application:Application": once("ApplicationAlreadyExistsException", "name"),
  "aws:codedeploy/deploymentConfig:DeploymentConfig": once(
    "DeploymentConfigAlreadyExistsException",
    "deploymentConfigName",
  ),
  "aws:codedeploy/deploymentGroup:DeploymentGroup": once(
    "DeploymentGroupAlreadyExistsException",
    "appName",
    "deploymentGroupName",
  ),
  "aws:dynamodb/table:Table": once("ResourceInUseException: Table already exists", "name"),
  "aws:ec2/securityGroup:SecurityGroup": once("InvalidGroup.Duplicate", "vpcId", "name"),
  "aws:ecr/repository:Repository": once("RepositoryAlreadyExistsException", "name"),
  "aws:iam/policy:Policy": onceInAll("EntityAlreadyExists", "name"),
  "aws:iam/role:Role": onceInAll("EntityAlreadyExists: Role with this name already exists", "name"),
  "aws:iam/rolePolicy:RolePolicy": { by: ["role", "name"], global: true },
  "aws:iot/topicRule:TopicRule": once("ResourceAlreadyExistsException", "name"),
  "aws:kinesis/stream:Stream": once("ResourceInUseException: Stream already exists", "name"),
  "aws:kinesis/streamConsumer:StreamConsumer": once("ResourceInUseException", "streamArn", "name"),
  "aws:kms/alias:Alias": once("AlreadyExistsException", "name"),
  "aws:lambda/alias:Alias": once("ResourceConflictException: Alias already exists", "functionName", "name"),
  "aws:lambda/eventSourceMapping:EventSourceMapping": once(
    "ResourceConflictException: An event source mapping with this source and function already exists",
    "eventSourceArn",
    "functionName",
  ),
  "aws:lambda/function:Function": once("ResourceConflictException: Function already exist", "name"),
  "aws:lambda/functionUrl:FunctionUrl": once(
    "ResourceConflictException: FunctionUrlConfig exists for this Lambda function",
    "qualifier",
    "functionName",
  ),
  "aws:lambda/permission:Permission": once(
    "ResourceConflictException: The statement id provided already exists",
    "function",
    "qualifier",
    "statementId",
  ),
  "aws:lb/listener:Listener": once("DuplicateListener", "loadBalancerArn", "port"),
  "aws:lb/loadBalancer:LoadBalancer": once("DuplicateLoadBalancerName", "name"),
  "aws:lb/targetGroup:TargetGroup": once("DuplicateTargetGroupName", "name"),
  "aws:route53/record:Record": onceInAll(
    "InvalidChangeBatch: it already exists",
    "zoneId",
    "type",
    "setIdentifier",
    "name",
  ),
  "aws:s3/bucket:Bucket": onceInAll("BucketAlreadyOwnedByYou", "bucket"),
  "aws:scheduler/schedule:Schedule": once("ConflictException", "groupName", "name"),
  "aws:secretsmanager/secret:Secret": once("ResourceExistsException", "name"),
  // "CreateStateMachine is an idempotent API": its definition, type, logging and tracing count.
  "aws:sfn/stateMachine:StateMachine": handedBack(
    "StateMachineAlreadyExists",
    ({ tags: _, roleArn: __, ...inputs }) => inputs,
    "name",
  ),
  // "If a topic with that name and tags already exists": CreateTopic.
  "aws:sns/topic:Topic": handedBack("InvalidParameter: Topic already exists", (inputs) => inputs, "name"),
  // "the exact names and values of all the queue's attributes": CreateQueue.
  "aws:sqs/queue:Queue": handedBack("QueueNameExists", ({ tags: _, ...attributes }) => attributes, "name"),
  "aws:ssm/parameter:Parameter": once("ParameterAlreadyExists", "name"),
};

/** A name as `sqs/queue eu-west-1 orders`; undefined for types and resources that need none of their own. */
function nameOf(type: string, region: string, inputs: Properties): string | undefined {
  const row = rows[type];
  if (!row || inputs[row.by.at(-1)!] === undefined) return undefined;
  const parts = row.by.map((property) => inputs[property]).filter((part) => part !== undefined);
  return [type.split(":")[1], row.global ? "global" : region, ...parts.map(String)].join(" ");
}

const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 32);

/** A file's text. */
interface Entry {
  readonly name: string;
  /** Digest of what tells it from another of its name. */
  readonly same: string;
}

export class Account {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true });
  }

  /** What there is, each as `sqs/queue eu-west-1 orders`. */
  names(): string[] {
    return readdirSync(this.#dir)
      .map((file) => this.#read(file).name)
      .sort();
  }

  /** Whether there is a resource with the name that these inputs give. */
  has(type: string, region: string, inputs: Properties): boolean {
    const name = nameOf(type, region, inputs);
    return name !== undefined && existsSync(join(this.#dir, digest(name)));
  }

  /** Makes a resource with these inputs; throws AWS's error where its name is taken. */
  create(type: string, region: string, inputs: Properties): void {
    const name = nameOf(type, region, inputs);
    if (name === undefined) return;
    const row = rows[type]!;
    const same = digest(JSON.stringify(row.same?.(inputs) ?? name));
    const file = digest(name);
    try {
      writeFileSync(join(this.#dir, file), JSON.stringify({ name, same }), { flag: "wx" });
    } catch {
      if (row.error && !(row.same && this.#read(file).same === same))
        throw new Error(`creating ${name}: ${row.error}`);
    }
  }

  delete(type: string, region: string, inputs: Properties): void {
    const name = nameOf(type, region, inputs);
    if (name !== undefined) rmSync(join(this.#dir, digest(name)), { force: true });
  }

  #read(file: string): Entry {
    return JSON.parse(readFileSync(join(this.#dir, file), "utf8")) as Entry;
  }
}
