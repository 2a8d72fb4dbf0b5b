/** What the deployment role may do, with `{account}`, `{region}` and names that `policiesOf` fills in. */
export interface RoleStatement {
  readonly sid: string;
  readonly actions: readonly string[];
  /** ARNs without `arn:` and partition; `*` where AWS allows nothing else. */
  readonly resources: readonly string[];
}

/** Forms of a stage's names: `orders-prod-jobs`, and `orders-prod` for the one dashboard. */
const words: Readonly<Record<string, string>> = {
  NAME: "*-{stage}-*",
  STACK: "*-{stage}",
  PATH: "*/{stage}/*",
  UNDERSCORED: "*_{stage}_*",
};

/** Where a role deploys to. */
export interface RolePlace {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** Of services: the role's own stage, and those that come and go with pull requests. */
  readonly stages: readonly string[];
}

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

/** Characters of a managed policy, white space not counted ("IAM and AWS STS quotas"). */
export const policyLimit = 6144;

/** Managed policies of a role, by AWS's default quota ("IAM and AWS STS quotas"). */
export const attachedLimit = 10;

/** Documents of managed policies that hold all statements, in as few as their order allows. */
export function policiesOf(statements: readonly RoleStatement[], place: RolePlace): PolicyDocument[] {
  const documents: PolicyDocument[] = [];
  for (const statement of statements.flatMap((one) => halved(one, place))) {
    const last = documents.at(-1);
    const joined = document([...(last?.Statement ?? []), statement]);
    if (last && JSON.stringify(joined).length <= policyLimit) documents[documents.length - 1] = joined;
    else documents.push(document([statement]));
  }
  if (documents.length > attachedLimit)
    throw new Error(
      `The deployment role takes ${documents.length} managed policies, and a role has ${attachedLimit} at most.`,
    );
  return documents;
}

const document = (Statement: PolicyDocument["Statement"]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement,
});

/** A statement, or parts of it that each fit into a policy. */
function halved(statement: RoleStatement, place: RolePlace): Readonly<Record<string, unknown>>[] {
  const rendered = {
    Sid: statement.sid,
    Effect: "Allow",
    Action: statement.actions,
    Resource: statement.resources.flatMap((resource) => arnsOf(resource, place)),
  };
  if (JSON.stringify(document([rendered])).length <= policyLimit || statement.actions.length === 1)
    return [rendered];
  const middle = Math.ceil(statement.actions.length / 2);
  return [statement.actions.slice(0, middle), statement.actions.slice(middle)].flatMap((actions, i) =>
    halved({ ...statement, sid: `${statement.sid}${i + 1}`, actions }, place),
  );
}

/** ARNs of a resource, one for each stage where its name has the stage. */
function arnsOf(resource: string, { partition, account, region, stages }: RolePlace): string[] {
  if (resource === "*") return ["*"];
  const named = Object.entries(words).reduce((text, [word, form]) => text.replace(word, form), resource);
  const arn = `arn:${partition}:${named}`.replaceAll("{account}", account).replaceAll("{region}", region);
  return [...new Set(stages.map((stage) => arn.replaceAll("{stage}", stage)))];
}
