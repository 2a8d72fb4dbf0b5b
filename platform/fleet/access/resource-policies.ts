import { accountOf } from "../../access/index.ts";
import { statementsIn } from "../../policies/statements.ts";
import { UsageError } from "../../values/problems.ts";
import { lambdaPermission } from "./lambda-permission.ts";
import { type Made, parsed, type Thing } from "./made.ts";

/** A policy document and the resources that it is about. */
export interface Attached {
  readonly governs: (arn: string) => boolean;
  /** JSON, or JSON text. */
  readonly document: unknown;
  /** AWS's own, which counts where no other is given. */
  readonly byAws?: true;
}

/** The policies that resources of one type give, and whose. */
type Reader = (
  thing: Thing,
  made: Made,
) => { readonly of: string | undefined; readonly document: unknown } | undefined;

const own =
  (key: string): Reader =>
  ({ inputs, arn }) =>
    inputs[key] === undefined ? undefined : { of: arn, document: inputs[key] };

const onArn =
  (key: string): Reader =>
  ({ inputs }) => ({ of: String(inputs[key]), document: inputs.policy });

/** For a type that names the resource of the policy by its name, id or URL. */
const on =
  (key: string, ...types: string[]): Reader =>
  ({ inputs }, made) => ({ of: made.find(types, inputs[key], inputs.region)?.arn, document: inputs.policy });

const readers: Readonly<Record<string, Reader>> = {
  "aws:lambda/permission:Permission": lambdaPermission,
  "aws:iam/role:Role": own("assumeRolePolicy"),
  "aws:sqs/queue:Queue": own("policy"),
  "aws:sqs/queuePolicy:QueuePolicy": on("queueUrl", "aws:sqs/queue:Queue"),
  "aws:sns/topic:Topic": own("policy"),
  "aws:sns/topicPolicy:TopicPolicy": onArn("arn"),
  "aws:s3/bucket:Bucket": own("policy"),
  "aws:s3/bucketPolicy:BucketPolicy": on("bucket", "aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"),
  "aws:kms/key:Key": own("policy"),
  "aws:kms/keyPolicy:KeyPolicy": on("keyId", "aws:kms/key:Key"),
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": on("eventBusName", "aws:cloudwatch/eventBus:EventBus"),
  // One of the account, whose statements say which log groups they are about.
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": ({ inputs }) => ({
    of: "arn",
    document: inputs.policyDocument,
  }),
  "aws:secretsmanager/secret:Secret": own("policy"),
  "aws:secretsmanager/secretPolicy:SecretPolicy": onArn("secretArn"),
  "aws:dynamodb/resourcePolicy:ResourcePolicy": onArn("resourceArn"),
  "aws:kinesis/resourcePolicy:ResourcePolicy": onArn("resourceArn"),
  "aws:ecr/repositoryPolicy:RepositoryPolicy": on("repository", "aws:ecr/repository:Repository"),
  "aws:apigateway/restApi:RestApi": ({ inputs, outputs }) =>
    inputs.policy === undefined ? undefined : { of: String(outputs.executionArn), document: inputs.policy },
  "aws:apigateway/restApiPolicy:RestApiPolicy": ({ inputs }, made) => {
    const api = made.find(["aws:apigateway/restApi:RestApi"], inputs.restApiId);
    return { of: api && String(api.outputs.executionArn), document: inputs.policy };
  },
};

/** Policies that AWS gives where a program gives none. */
const defaults: Readonly<Record<string, (thing: Thing) => unknown>> = {
  // AWS: "Default key policy": the account may use IAM policies to allow every operation on the key.
  "aws:kms/key:Key": ({ arn }) =>
    document({ AWS: `arn:${arn.split(":")[1]}:iam::${accountOf(arn)}:root` }, "kms:*", "*"),
  // AWS: SNS API reference, "GetTopicAttributes": the policy of a new topic, for its owner.
  "aws:sns/topic:Topic": ({ arn }) =>
    document({ AWS: "*" }, ["sns:Publish", "sns:Subscribe", "sns:GetTopicAttributes"], arn, {
      StringEquals: { "aws:SourceOwner": accountOf(arn) },
    }),
};

/** Types that let others in by other means than a policy document. */
const unread = [
  "aws:kms/grant:Grant",
  "aws:cloudwatch/eventPermission:EventPermission",
  "aws:lambda/layerVersionPermission:LayerVersionPermission",
];

/** Every resource policy of some programs. Throws a `UsageError` with every one that can't be read. */
export function resourcePolicies(made: Made): Attached[] {
  const problems: { where: string; problem: string }[] = [];
  const attached = made.things.flatMap((thing): Attached[] => {
    const refuse = (problem: string) => {
      problems.push({ where: thing.urn, problem });
      return [];
    };
    const reader = readers[thing.type];
    if (!reader)
      return unread.includes(thing.type) || lettingIn(thing)
        ? refuse(
            `Policies of ${thing.type} aren't read: add the type to platform/fleet/access/resource-policies.ts.`,
          )
        : [];
    const policy = reader(thing, made);
    if (policy && policy.of === undefined)
      return refuse("It is about a resource that none of the programs makes.");
    const byAws = defaults[thing.type];
    return [
      ...(policy ? [{ governs: governs(policy.of!, thing.type), document: parsed(policy.document) }] : []),
      ...(byAws
        ? [{ governs: governs(thing.arn, thing.type), document: byAws(thing), byAws: true as const }]
        : []),
    ];
  });
  if (problems.length > 0) throw new UsageError(problems);
  return attached;
}

/** A resource's policy is about what is in it too, as a bucket's objects; but a role may have another one's name as its path. */
function governs(own: string, type: string): Attached["governs"] {
  if (type === "aws:iam/role:Role") return (arn) => arn === own;
  return (arn) => arn === own || arn.startsWith(`${own}/`) || arn.startsWith(`${own}:`);
}

function lettingIn({ inputs }: Thing): boolean {
  return statementsIn(inputs).some(
    ({ principal, notPrincipal }) => (principal ?? notPrincipal) !== undefined,
  );
}

function document(Principal: object, Action: unknown, Resource: string, Condition?: object): object {
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action, Resource, ...(Condition && { Condition }) }],
  };
}
