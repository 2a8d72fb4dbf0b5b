import type { Properties, Value } from "../../engine/graph/graph.ts";
import type { Problem } from "../../engine/monitor/provider.ts";
import { Given, missing, unknown } from "./given.ts";

type Condition = (given: Given) => Iterable<Problem>;

/** The name has to match; one that Pulumi makes up does. */
function* nameLike(given: Given, pattern: RegExp): Iterable<Problem> {
  const name = given.get("name");
  if (typeof name === "string" && !pattern.test(name))
    yield given.problem("name", `has to match ${pattern}; ${given.shown("name")} given`);
}

/** Arguments that need another one to be `true`. */
function* onlyWith(given: Given, flag: string, names: readonly string[]): Iterable<Problem> {
  const set = given.get(flag);
  if (set === true || set === unknown) return;
  for (const name of names)
    if (given.has(name) && given.get(name) !== false)
      yield given.problem(name, `can only be given together with ${flag}: true`);
}

/** `required` of what goes with a value of another argument. */
function* needed(given: Given, names: readonly string[], when: string): Iterable<Problem> {
  for (const name of names)
    if (given.lacks(name)) yield given.problem(name, `has to be given, since ${when}`);
}

const actionParts: Readonly<Record<string, readonly string[]>> = {
  forward: ["targetGroupArn", "forward"],
  redirect: ["redirect"],
  "fixed-response": ["fixedResponse"],
  "authenticate-cognito": ["authenticateCognito"],
  "authenticate-oidc": ["authenticateOidc"],
  "jwt-validation": ["jwtValidation"],
};

function* actions(given: Given, name: string): Iterable<Problem> {
  for (const action of given.all(name)) {
    const parts = actionParts[String(action.get("type")).toLowerCase()] ?? [];
    if (parts.length > 0 && parts.every(action.lacks))
      yield action.problem(
        parts[0]!,
        `has to be given${parts[1] ? `, or ${parts[1]}` : ""}, since type is ${action.shown("type")}`,
      );
  }
}

/** Attributes of a table and of its indexes are the same, no more and no fewer. */
function* tableKeys(given: Given): Iterable<Problem> {
  const lists = ["attributes", "localSecondaryIndexes", "globalSecondaryIndexes"];
  if (!lists.every(given.settled)) return;
  const indexes = [...given.all("localSecondaryIndexes"), ...given.all("globalSecondaryIndexes")];
  const keys = [
    ...["hashKey", "rangeKey"].map((key) => given.get(key)),
    ...indexes.flatMap((index) => [
      index.get("hashKey"),
      index.get("rangeKey"),
      ...index.all("keySchemas").map((key) => key.get("attributeName")),
    ]),
  ].filter((key) => key !== missing);
  const attributes = given.all("attributes").map((attribute) => attribute.get("name"));
  if ([...keys, ...attributes].includes(unknown)) return;
  const names = (of: readonly Value[]) => [...new Set(of)].map((key) => JSON.stringify(key)).join(", ");
  const unused = attributes.filter((name) => !keys.includes(name));
  if (unused.length > 0)
    yield given.problem(
      "attributes",
      `may name keys of the table and of its indexes only; ${names(unused)} is none`,
    );
  const lacking = keys.filter((key) => !attributes.includes(key));
  if (lacking.length > 0)
    yield given.problem(
      "attributes",
      `has to have every key of the table and of its indexes; ${names(lacking)} is missing`,
    );
}

function* table(given: Given): Iterable<Problem> {
  yield* tableKeys(given);
  if (given.get("streamEnabled") === true) yield* needed(given, ["streamViewType"], "streamEnabled is true");
  if (given.lacks("streamEnabled") && given.has("streamViewType"))
    yield given.problem("streamViewType", "needs streamEnabled, which is not given");
  for (const ttl of given.all("ttl"))
    if (ttl.get("enabled") === true) yield* needed(ttl, ["attributeName"], "enabled is true");
  const mode = given.get("billingMode");
  for (const name of ["readCapacity", "writeCapacity"]) {
    const capacity = given.get(name);
    if (mode === "PAY_PER_REQUEST" && typeof capacity === "number" && capacity !== 0)
      yield given.problem(name, 'excludes billingMode "PAY_PER_REQUEST"; leave one out');
    if (mode === "PROVISIONED" && typeof capacity === "number" && capacity < 1)
      yield given.problem(name, `has to be at least 1 with billingMode "PROVISIONED"; ${capacity} given`);
  }
}

function* alarm(given: Given): Iterable<Problem> {
  const queries = given.all("metricQueries");
  if (given.has("metricName") || queries.length > 0)
    yield* needed(given, ["comparisonOperator", "evaluationPeriods"], "the alarm is one on metrics");
  if (given.has("metricName") && given.lacks("statistic") && given.lacks("extendedStatistic"))
    yield given.problem("statistic", "has to be given, or extendedStatistic, since metricName is");
  for (const query of queries)
    if (query.has("expression") && query.has("metric"))
      yield query.problem("expression", "excludes metric, which is given too; leave one out");
}

function* targetGroup(given: Given): Iterable<Problem> {
  const type = given.get("targetType");
  const isLambda = type === "lambda";
  if (!isLambda && type !== unknown)
    yield* needed(
      given,
      ["port", "protocol", "vpcId"],
      `targetType is ${type === missing ? '"instance"' : given.shown("targetType")}`,
    );
  for (const check of given.all("healthCheck")) {
    if (String(check.get("protocol")).toUpperCase() !== "TCP") continue;
    for (const name of ["matcher", "path"])
      if (check.has(name)) yield check.problem(name, 'excludes protocol "TCP"; leave one out');
    if (isLambda || ["HTTP", "HTTPS"].includes(String(given.get("protocol"))))
      yield check.problem("protocol", 'has to be "HTTP" or "HTTPS" for this target group; "TCP" given');
  }
}

/**
 * What the provider checks by code when it plans: `CustomizeDiff`, `ValidateRawResourceConfigFuncs` and `ValidateConfig` of
 * the types of hashicorp/terraform-provider-aws.
 */
const conditions: Readonly<Record<string, Condition>> = {
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": function* (given) {
    const type = given.get("deliveryDestinationType");
    if (type === unknown) return;
    if (type !== "XRAY")
      yield* needed(given, ["deliveryDestinationConfiguration"], "the destination isn't X-Ray");
    else if (given.has("deliveryDestinationConfiguration"))
      yield given.problem(
        "deliveryDestinationConfiguration",
        'excludes deliveryDestinationType "XRAY"; leave one out',
      );
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": alarm,
  "aws:dynamodb/table:Table": table,
  "aws:ecr/repository:Repository": function* (given) {
    const mutability = given.get("imageTagMutability");
    if (
      mutability !== unknown &&
      !(typeof mutability === "string" && mutability.endsWith("_WITH_EXCLUSION")) &&
      given.has("imageTagMutabilityExclusionFilters")
    )
      yield given.problem(
        "imageTagMutabilityExclusionFilters",
        "needs an imageTagMutability that ends with _WITH_EXCLUSION",
      );
  },
  "aws:kinesis/stream:Stream": function* (given) {
    const [details] = given.all("streamModeDetails");
    const shards = given.get("shardCount");
    const onDemand = details?.get("streamMode") === "ON_DEMAND";
    if (onDemand && typeof shards === "number" && shards > 0)
      yield given.problem("shardCount", 'excludes streamMode "ON_DEMAND"; leave one out');
    if (
      !onDemand &&
      given.settled("streamModeDetails") &&
      details?.get("streamMode") !== unknown &&
      (shards === missing || shards === 0)
    )
      yield given.problem("shardCount", 'has to be at least 1, since streamMode is "PROVISIONED"');
  },
  "aws:lambda/function:Function": function* (given) {
    if (["Zip", missing].some((zip) => zip === given.get("packageType")))
      yield* needed(given, ["handler", "runtime"], 'packageType is "Zip"');
  },
  "aws:lb/listener:Listener": (given) => actions(given, "defaultActions"),
  "aws:lb/listenerRule:ListenerRule": (given) => actions(given, "actions"),
  "aws:lb/targetGroup:TargetGroup": targetGroup,
  "aws:sns/topic:Topic": function* (given) {
    const fifo = given.get("fifoTopic");
    if (fifo !== unknown)
      yield* nameLike(given, fifo === true ? /^[0-9A-Za-z_-]{1,251}\.fifo$/ : /^[0-9A-Za-z_-]{1,256}$/);
    yield* onlyWith(given, "fifoTopic", [
      "archivePolicy",
      "fifoThroughputScope",
      "contentBasedDeduplication",
    ]);
  },
  "aws:sqs/queue:Queue": function* (given) {
    const fifo = given.get("fifoQueue");
    if (fifo !== unknown)
      yield* nameLike(given, fifo === true ? /^[0-9A-Za-z_-]{1,75}\.fifo$/ : /^[0-9A-Za-z_-]{1,80}$/);
    yield* onlyWith(given, "fifoQueue", ["contentBasedDeduplication"]);
  },
};

/** What the provider refuses of arguments by the values of others. */
export function ofConditions(type: string, inputs: Properties): readonly Problem[] {
  const condition = conditions[type];
  return condition ? [...condition(new Given(inputs))] : [];
}
