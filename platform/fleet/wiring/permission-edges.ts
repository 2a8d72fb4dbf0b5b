import type { Graph } from "../../engine/index.ts";
import { statementsIn } from "../../policies/statements.ts";
import { type EdgeKind, edge, type WiringEdge, withKeys } from "./edges.ts";
import type { Places } from "./node-places.ts";

/** Effects of actions, by IAM's names; the first row that fits counts. `nothing` is AWS's own work to run a function. */
const words: readonly (readonly [RegExp, EdgeKind | "nothing" | "checks"])[] = [
  [/^logs:(CreateLog(Group|Stream)|PutLogEvents)$/, "nothing"],
  [/^xray:/, "nothing"],
  // A hook's answer to the deployment that runs it.
  [/^codedeploy:(GetDeployment|PutLifecycleEventHookExecutionStatus)$/, "nothing"],
  [
    /^ec2:(\w*NetworkInterfaces?|\w*PrivateIpAddresses|DescribeSubnets|GetSecurityGroupsForVpc|DescribeSecurityGroups|DescribeVpcs)$/,
    "nothing",
  ],
  // Lambda asks for it where it reads a stream that other actions name.
  [/^dynamodb:ListStreams$/, "nothing"],
  [/^dynamodb:(DescribeStream|GetRecords|GetShardIterator)$/, "receives"],
  [/^kinesis:(Describe\w+|Get\w+|ListShards|SubscribeToShard)$/, "receives"],
  [/^sqs:(ReceiveMessage|DeleteMessage|GetQueue\w+|ChangeMessageVisibility)$/, "receives"],
  // In a transaction of reads as of writes: no word of its own where it stands beside one of them.
  [/^dynamodb:ConditionCheckItem$/, "checks"],
  [/^dynamodb:(GetItem|BatchGetItem|Query|Scan|DescribeTable|PartiQLSelect)$/, "reads"],
  [/^dynamodb:(PutItem|UpdateItem|DeleteItem|BatchWriteItem|PartiQL(Insert|Update|Delete))$/, "writes"],
  [/^s3:(Get\w+|List\w+)$/, "reads"],
  [/^s3:(Put\w+|Delete\w+|AbortMultipartUpload)$/, "writes"],
  [/^secretsmanager:(GetSecretValue|DescribeSecret)$/, "reads"],
  [/^secretsmanager:(PutSecretValue|UpdateSecretVersionStage)$/, "writes"],
  [/^ssm:GetParameters?(ByPath)?$/, "reads"],
  [/^ssm:PutParameter$/, "writes"],
  [/^kinesis:PutRecords?$/, "writes"],
  [/^sqs:SendMessage$/, "sends"],
  [/^sns:Publish$/, "publishes"],
  [/^events:PutEvents$/, "publishes"],
  [/^lambda:InvokeFunction(Url)?$/, "invokes"],
  [/^bedrock:(InvokeModel|Converse)\w*$/, "invokes"],
  [/^states:Start(Sync)?Execution$/, "starts"],
  [/^states:SendTask(Success|Failure|Heartbeat)$/, "answers"],
];

const runAs: readonly (readonly [type: string, role: string])[] = [
  ["aws:lambda/function:Function", "role"],
  ["aws:sfn/stateMachine:StateMachine", "roleArn"],
];

/** Edges from functions and state machines to the targets that their roles allow. */
export function permissionEdges(graph: Graph, places: Places): WiringEdge[] {
  const policies = new Map<string, WiringEdge[]>();
  return runAs.flatMap(([type, key]) =>
    places.inputs(type).flatMap(({ urn, inputs }) => {
      const role = places.resource("aws:iam/role:Role", inputs[key]);
      if (!role) return [];
      const known = policies.get(role.urn) ?? allowedTo(graph, places, role.urn);
      policies.set(role.urn, known);
      return known.map((one) => ({ ...one, from: urn }));
    }),
  );
}

/** A role's permissions as edges from the role; delivering a state machine's own log isn't among them. */
function allowedTo(graph: Graph, places: Places, roleUrn: string): WiringEdge[] {
  const documents = graph
    .of("aws:iam/rolePolicy:RolePolicy")
    .filter((policy) => places.node("aws:iam/role:Role", policy.inputs.role) === roleUrn);
  const at = new Map<string, { readonly actions: Set<string>; readonly keys: Set<string> }>();
  for (const { effect, actions, resources } of documents.flatMap(({ inputs }) => statementsIn(inputs))) {
    const meant = actions.filter((action) => kindOf(action) !== "nothing");
    if (effect !== "Allow" || meant.length === 0 || actions.includes("logs:CreateLogDelivery")) continue;
    for (const resource of resources)
      for (const target of targetsOf(resource, meant, places)) {
        const known = at.get(target) ?? { actions: new Set(), keys: new Set() };
        for (const action of meant) known.actions.add(action);
        if (meant.some((action) => kindOf(action) === "writes")) known.keys.add(keysAt(resource));
        at.set(target, known);
      }
  }
  return [...at].flatMap(([target, { actions, keys }]) =>
    edgesTo(roleUrn, target, [...actions]).map((one) =>
      /writes$/.test(one.kind) ? withKeys(one, [...keys]) : one,
    ),
  );
}

/** The beginning of the keys that a statement's resource stands for: of `arn:aws:s3:::images/small/*` `small/`. */
const keysAt = (resource: string): string => /^arn:[\w-]+:s3:::[^/]+\/([^*?$]*)/.exec(resource)?.[1] ?? "";

/** What a statement's resource is. AWS takes none for answers: they are meant for the machines here that wait for them. */
function targetsOf(resource: string, actions: readonly string[], places: Places): string[] {
  const waiting = places
    .inputs("aws:sfn/stateMachine:StateMachine")
    .filter(({ inputs }) => String(inputs.definition).includes(".waitForTaskToken"))
    .map(({ urn }) => urn);
  const answers = resource === "*" && actions.every((action) => kindOf(action) === "answers");
  return answers && waiting.length > 0 ? waiting : [places.anywhere(resource) ?? resource];
}

function edgesTo(from: string, to: string, actions: readonly string[]): WiringEdge[] {
  const kinds = new Set(actions.map(kindOf));
  if (kinds.has("checks")) {
    kinds.delete("checks");
    if (kinds.size === 0) kinds.add("reads");
  }
  if (kinds.has("reads") && kinds.has("writes")) {
    kinds.delete("reads");
    kinds.delete("writes");
    kinds.add("reads-writes");
  }
  return [...kinds].flatMap((kind) =>
    kind === "may"
      ? [edge(from, to, kind, actions.filter((action) => kindOf(action) === kind).join(", "))]
      : kind === "nothing" || kind === "checks"
        ? []
        : [edge(from, to, kind)],
  );
}

function kindOf(action: string): EdgeKind | "nothing" | "checks" {
  return words.find(([pattern]) => pattern.test(action))?.[1] ?? "may";
}
